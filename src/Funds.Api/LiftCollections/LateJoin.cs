using CivicPlatform.Funds.CostAgreements;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.MaintenanceFund;
using Npgsql;

namespace CivicPlatform.Funds.LiftCollections;

/// <summary>A household that did not pay.</summary>
/// <param name="Area">m².</param>
/// <param name="Share">Its price.</param>
public sealed record Joiner(
    Guid UnitId, string Building, string Entrance, string Room, decimal Area, Money Share, LateJoinRule Rule,
    bool IsSold);

/// <summary>
/// One late payment in the books: it is collected like any bill, and what the others had paid for it becomes their
/// credit, so that collections stay the net cost and bank = collections + credits + suspense.
/// </summary>
/// <param name="Credits">Empty when the payment is kept for the lift.</param>
internal sealed record LateJoin(
    CollectionScope Scope, Joiner Joiner, IReadOnlyList<LateCredit> Credits, ClaimedMoney Claim)
{
    /// <summary>Kind of its transfers.</summary>
    public const string Kind = "LATE_JOIN";

    private const string JoinSql =
        "insert into late_joins (id, agreement_id, unit_id, street_code, division_code, amount, rule, bank_line_id, " +
        "booked_at, joined_on, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    private const string BillSql =
        "insert into bills (id, campaign_id, street_code, division_code, unit_id, building, entrance, room, area, " +
        "debtor, amount, paid) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)";

    private const string PartsSql =
        "insert into late_join_parts (join_id, bill_id, street_code, division_code, amount, credited) " +
        "select $1, bill, $2, $3, part, credited from unnest($4::uuid[], $5::numeric[], $6::numeric[]) " +
        "as p(bill, part, credited)";

    private const string LowerSql =
        "update bills b set amount = b.amount - p.part, paid = b.paid - p.credited, credit = b.credit + p.credited, " +
        "version = b.version + 1 from unnest($1::uuid[], $2::numeric[], $3::numeric[]) as p(bill, part, credited) " +
        "where b.id = p.bill";

    // The bills are one building's: the whole campaign.
    private const string TotalsSql =
        "update building_totals t set receivable = s.amount, collected = s.paid, households = s.bills, " +
        "households_paid = s.covered from (select sum(amount) as amount, sum(paid) as paid, count(*) as bills, " +
        "count(*) filter (where paid >= amount) as covered from bills where campaign_id = $1) s " +
        "where t.campaign_id = $1";

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Σ of what the others get as credit.</summary>
    public Money Credited => new(Credits.Sum(c => c.Credited.Fen));

    /// <summary>Everything that it changes, after the bank line was claimed.</summary>
    public IEnumerable<NpgsqlBatchCommand> Commands(Guid agreementId, AgreementFacts facts, DateTimeOffset bookedAt)
    {
        var book = Scope.Book;
        yield return Sql.Command(JoinSql, Id, agreementId, Joiner.UnitId, book.StreetCode, book.DivisionCode,
            Joiner.Share.Yuan, $"{Joiner.Rule}", Claim.LineId, bookedAt, facts.On, facts.Actor);
        yield return Sql.Command(BillSql, Guid.CreateVersion7(), Scope.CampaignId, book.StreetCode, book.DivisionCode,
            Joiner.UnitId, Joiner.Building, Joiner.Entrance, Joiner.Room, Joiner.Area,
            Joiner.IsSold ? "OWNER" : "DEVELOPER", Joiner.Share.Yuan);
        if (Credits.Count > 0)
        {
            var bills = Credits.Select(c => c.Bill.Id).ToArray();
            var parts = Credits.Select(c => c.Part.Yuan).ToArray();
            var credited = Credits.Select(c => c.Credited.Yuan).ToArray();
            yield return Sql.Command(PartsSql, Id, book.StreetCode, book.DivisionCode, bills, parts, credited);
            yield return Sql.Command(LowerSql, bills, parts, credited);
        }

        yield return Sql.Command(TotalsSql, Scope.CampaignId);
        yield return LedgerSql.Insert(Transfers());
    }

    private List<Transfer> Transfers()
    {
        var book = Scope.Book;
        var collection = LedgerAccount.IdOf(book.Id, LedgerKind.COLLECTION, Joiner.Building);
        var transfers = new List<Transfer>
        {
            new(book, LedgerAccount.IdOf(book.Id, LedgerKind.SUSPENSE), collection, Joiner.Share, Kind, Id,
                Claim.EntryDate),
        };
        if (Credited > Money.Zero)
        {
            transfers.Add(new Transfer(book, collection, LedgerAccount.IdOf(book.Id, LedgerKind.OWNER_CREDIT),
                Credited, Kind, Id, Claim.EntryDate));
        }

        return transfers;
    }
}

/// <summary>The open campaign of an agreement, its book locked, with its bills.</summary>
internal sealed record CollectionScope(Guid CampaignId, Book Book, IReadOnlyList<ContributorBill> Bills)
{
    private const string CampaignSql =
        "select c.id, c.account_id, c.street_code, c.division_code from campaigns c " +
        "where c.agreement_id = $1 and c.status = 'OPEN'";

    private const string BillsSql =
        "select id, building || '-' || entrance || '-' || room, amount, paid from bills where campaign_id = $1";

    /// <summary>Null while nothing is collected, and after the campaign was closed.</summary>
    public static async Task<CollectionScope?> TakeAsync(FundsDbContext db, Guid agreementId, CancellationToken ct)
    {
        var query = Sql.Command(CampaignSql, agreementId);
        var found = await db.RowsAsync(query, Read, ct);
        if (found.Count == 0) return null;
        await db.RunAsync([LedgerSql.LockBooks([found[0].Book.Id])], ct);
        // Once more under the lock: it may have been closed meanwhile.
        found = await db.RowsAsync(Sql.Command(CampaignSql, agreementId), Read, ct);
        if (found.Count == 0) return null;
        var bills = await db.RowsAsync(Sql.Command(BillsSql, found[0].Campaign), r => new ContributorBill(
            r.GetGuid(0), r.GetString(1), r.Money(2), r.Money(3)), ct);
        return new CollectionScope(found[0].Campaign, found[0].Book, bills);
    }

    private static (Guid Campaign, Book Book) Read(NpgsqlDataReader r) =>
        (r.GetGuid(0), new Book(r.GetGuid(1), r.GetString(2), r.GetString(3)));
}
