using CivicPlatform.Funds.Statements;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Funds.Suspense;

/// <summary>GET /suspense-lines/{id}/suggestions: bills that it may be meant for, and why; a person decides.</summary>
public static class SuggestBills
{
    private const int Most = 20;

    private const string LineSql =
        "select s.account_id, s.street_code, s.amount, l.memo from suspense_lines s " +
        "join bank_lines l on l.id = s.id where s.id = $1";

    // Only bills that the words or the amount point at: never the whole roll of a campaign.
    private const string BillsSql =
        "select b.id, b.building, b.entrance, b.room, b.amount, b.paid from bills b " +
        "join campaigns c on c.id = b.campaign_id and c.status = 'OPEN' where c.account_id = $1 " +
        "and (b.room = any($2) or b.amount - b.paid = $3) order by b.building, b.entrance, b.room limit 400";

    /// <param name="Outstanding">What is left of the bill.</param>
    /// <param name="Score">0 to 100; only the order matters.</param>
    /// <param name="Reasons">What the score is made of.</param>
    public sealed record Suggestion(
        Guid BillId, string Building, string Entrance, string Room, Money Outstanding, int Score,
        [CodesOf(typeof(SuggestionScore), nameof(SuggestionScore.Reasons))] IReadOnlyList<string> Reasons);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/suspense-lines/{id:guid}/suggestions", GetAsync).Requires(Permissions.SuspenseRead)
            .ReadsPersonalData()
            .WithTags("Suspense").WithSummary("Suggest bills for a suspense line (认领建议)")
            .WithDescription(
                "At most 20, the likeliest first, each with its reasons: MEMO_NAMES_UNIT 60, MEMO_NAMES_ROOM 30, " +
                "AMOUNT_IS_OUTSTANDING 40. Nothing is placed by it, and the payer's words stay masked (PRIV-16). 404 " +
                "suspense.not_found.");

    private static async Task<Results<Ok<Page<Suggestion>>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(LineSql, id), r => (Account: r.GetGuid(0), Street: r.GetString(1),
            Amount: r.Money(2), Memo: r.IsDBNull(3) ? "" : cipher.DecryptText(r.GetFieldValue<byte[]>(3), id)), ct);
        if (found.Count == 0) return StatementErrors.SuspenseNotFound.ToProblem();
        var (account, street, amount, memo) = found[0];
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        var score = SuggestionScore.Of(memo, amount);
        var bills = await db.RowsAsync(
            Sql.Command(BillsSql, account, score.Rooms.ToArray(), amount.Yuan), r => Rate(r, score), ct);
        return TypedResults.Ok(new Page<Suggestion>([.. bills.Where(b => b.Score > 0)
            .OrderByDescending(b => b.Score).ThenBy(b => b.Building, NaturalOrder.Instance)
            .ThenBy(b => b.Entrance, NaturalOrder.Instance).ThenBy(b => b.Room, NaturalOrder.Instance)
            .Take(Most)], null));
    }

    private static Suggestion Rate(NpgsqlDataReader r, SuggestionScore score)
    {
        var unit = new Posting.UnitCode(r.GetString(1), r.GetString(2), r.GetString(3));
        var outstanding = r.Money(4) - r.Money(5);
        var (points, reasons) = score.Rate(unit, outstanding);
        return new Suggestion(r.GetGuid(0), unit.Building, unit.Entrance, unit.Room, outstanding, points, reasons);
    }
}
