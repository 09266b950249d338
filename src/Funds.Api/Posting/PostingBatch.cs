using CivicPlatform.Contracts;
using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.Posting;

/// <summary>
/// Posts bank lines one after the other, in the order given, over state that is held under the books' locks; so the
/// line that crosses a trigger is exact, whoever posts (RAISE-03). Transfers, bills, totals, thresholds and events
/// leave together in <see cref="Commands"/>: one transaction, one aggregate.
/// </summary>
internal sealed class PostingBatch(
    IReadOnlyDictionary<Guid, Book> books, IReadOnlyDictionary<(Guid Book, UnitCode Unit), BillRow> bills)
{
    private readonly List<Transfer> _transfers = [];
    private readonly List<Crossing> _crossings = [];
    private readonly List<IIntegrationEvent> _events = [];
    private readonly List<PostedLine> _suspense = [];

    /// <summary>
    /// The account that a line's money comes from: the bank, suspense when a person assigns it, or a grant.
    /// </summary>
    public LedgerKind From { get; init; } = LedgerKind.BANK;

    /// <summary>Kind of the entries of money that does not come from the bank.</summary>
    public string Why { get; init; } = "ASSIGNMENT";

    /// <summary>The bill whose credit is spent; the unit may have another one in <c>bills</c>.</summary>
    public BillRow? Giver { get; init; }

    /// <summary>True when a book was found and locked.</summary>
    public bool Holds(Guid bookId) => books.ContainsKey(bookId);

    public Book BookOf(Guid bookId) => books[bookId];

    /// <summary>True when the book's open campaign has a bill for that household.</summary>
    public bool Knows(Guid bookId, UnitCode unit) => bills.ContainsKey((bookId, unit));

    /// <summary>Applies one line to the state; nothing is written yet.</summary>
    public PostedLine Post(LineToPost line, DateTimeOffset now)
    {
        var bill = line.Unit is { } unit ? bills.GetValueOrDefault((line.BookId, unit)) : null;
        var placement = Placement.Of(line.Amount, line.SaysRefund, bill?.State);
        Book(line, placement, bill?.Building ?? "");
        if (bill is not null && placement.Outcome != LineOutcome.SUSPENSE) Apply(bill, placement, line, now);

        var posted = new PostedLine(line, placement, placement.Outcome == LineOutcome.SUSPENSE ? null : bill?.Id);
        if (placement.ToSuspense != Money.Zero) _suspense.Add(posted);
        return posted;
    }

    /// <summary>Puts money to the household's credit, whatever its bill lacks; a refund comes from there.</summary>
    public PostedLine PostCredit(LineToPost line, DateTimeOffset now)
    {
        var bill = bills[(line.BookId, line.Unit!.Value)];
        if (bill.State.Credit + line.Amount < Money.Zero)
            return new PostedLine(line, new Placement(default, default, line.Amount, LineOutcome.SUSPENSE), null);
        var outcome = line.Amount > Money.Zero ? LineOutcome.CREDITED : LineOutcome.REFUNDED;
        var placement = new Placement(Money.Zero, line.Amount, Money.Zero, outcome);
        Book(line, placement, bill.Building);
        Apply(bill, placement, line, now);
        return new PostedLine(line, placement, bill.Id);
    }

    /// <summary>
    /// A household's credit pays another bill of it (002-11): the money comes from the credits' account, so only the
    /// bill that it leaves is changed here. False when the credit is less, or more than the other bill lacks.
    /// </summary>
    public bool ApplyCredit(LineToPost line, DateTimeOffset now)
    {
        var target = bills[(line.BookId, line.Unit!.Value)].State;
        if (line.Amount > Giver!.State.Credit || line.Amount > target.Amount - target.Paid) return false;
        Apply(Giver, new Placement(Money.Zero, -line.Amount, Money.Zero, LineOutcome.REFUNDED), line, now);
        Post(line, now);
        return true;
    }

    /// <summary>
    /// Takes back what a line did to a bill, by entries of their own (FUND-27); false when the money is not there any
    /// more, or the bill is no longer collected.
    /// </summary>
    public bool Reverse(LineToPost line, Guid billId, (Money ToBill, Money ToCredit) did, DateTimeOffset now)
    {
        if (bills.GetValueOrDefault((line.BookId, line.Unit!.Value)) is not { } bill || bill.Id != billId) return false;
        var (paid, credit) = (bill.State.Paid - did.ToBill, bill.State.Credit - did.ToCredit);
        if (paid < Money.Zero || paid > bill.State.Amount || credit < Money.Zero) return false;
        var placement = new Placement(-did.ToBill, -did.ToCredit, Money.Zero, LineOutcome.REFUNDED);
        Book(line, placement, bill.Building, $"{Why}_REVERSAL");
        Apply(bill, placement, line, now);
        return true;
    }

    private void Book(LineToPost line, Placement placement, string building, string? reversal = null)
    {
        var book = books[line.BookId];
        var kind = From switch
        {
            LedgerKind.BANK => line.Amount > Money.Zero ? "RECEIPT" : "REFUND",
            LedgerKind.RESTRICTED_GRANT => "GRANT_APPLIED",
            _ => reversal ?? Why,
        };
        // What the bank booked bears the bank's date; who places it later writes into a day that is still open.
        var date = From == LedgerKind.BANK ? line.BookedAt : book.OpenDate(line.BookedAt);
        var source = new LedgerSource(kind, line.LineId, date);
        var from = LedgerAccount.IdOf(book.Id, From);
        Move(LedgerKind.COLLECTION, building, placement.ToBill);
        Move(LedgerKind.OWNER_CREDIT, "", placement.ToCredit);
        if (From == LedgerKind.BANK) Move(LedgerKind.SUSPENSE, "", placement.ToSuspense);

        void Move(LedgerKind to, string of, Money amount)
        {
            if (amount == Money.Zero) return;
            _transfers.Add(Transfer.BySign(book, (from, LedgerAccount.IdOf(book.Id, to, of)), amount, source));
        }
    }

    private void Apply(BillRow bill, Placement placement, LineToPost line, DateTimeOffset now)
    {
        var before = bill.State;
        bill.State = before with
        {
            Paid = before.Paid + placement.ToBill,
            Credit = before.Credit + placement.ToCredit,
        };
        bill.Changed = true;

        var building = bill.Campaign.Buildings[bill.Building];
        var paidHouseholds = (bill.State.IsPaid ? 1 : 0) - (before.IsPaid ? 1 : 0);
        building.Totals = building.Totals with
        {
            Collected = building.Totals.Collected + placement.ToBill,
            HouseholdsPaid = building.Totals.HouseholdsPaid + paidHouseholds,
        };
        building.Net += placement.ToBill;
        building.Lines++;
        Watch(bill.Campaign, building, line, now);
    }

    /// <summary>The trigger fires once for ever; a later fall raises an alert and stops nothing (RAISE-03).</summary>
    private void Watch(CampaignState campaign, BuildingState building, LineToPost line, DateTimeOffset now)
    {
        var reached = Trigger.Reached(campaign.Rule, building.Totals);
        if (!building.Fired && reached)
        {
            building.Fired = true;
            _crossings.Add(new Crossing(campaign, building.Building, building.Totals, line));
            _events.Add(PostingEvents.Reached(campaign, building, line, now));
        }
        else if (building.Fired && reached == building.Below)
        {
            building.Below = !reached;
            if (building.Below) _events.Add(PostingEvents.Fell(campaign, building, now));
        }
    }

    /// <summary>Everything that the posted lines changed, in one batch; the caller adds the lines themselves.</summary>
    /// <param name="now">When it became true.</param>
    /// <param name="publish">Takes the events instead of a command of this batch, where a context sends them.</param>
    public List<NpgsqlBatchCommand> Commands(DateTimeOffset now, Action<IIntegrationEvent>? publish = null)
    {
        var changed = bills.Values.Append(Giver).OfType<BillRow>().Where(b => b.Changed).ToArray();
        var touched = changed.Select(b => (b.Campaign, State: b.Campaign.Buildings[b.Building])).Distinct().ToArray();
        foreach (var (campaign, building) in touched) _events.Add(PostingEvents.Matched(campaign, building, now));

        var commands = new List<NpgsqlBatchCommand>();
        if (_suspense.Count > 0 && From == LedgerKind.BANK) commands.Add(PostingSql.Suspense(_suspense, books));
        if (changed.Length > 0)
        {
            commands.Add(PostingSql.Bills(changed));
            commands.Add(PostingSql.Totals(touched));
            commands.Add(PostingSql.EventNumbers([.. touched.Select(t => t.Campaign).Distinct()]));
        }

        if (_crossings.Count > 0) commands.Add(PostingSql.Thresholds(_crossings));
        if (_transfers.Count > 0) commands.Add(LedgerSql.Insert(_transfers));
        if (publish is not null) _events.ForEach(publish);
        else if (_events.Count > 0) commands.Add(ServiceDefaults.Messaging.OutboxSql.Insert(_events));
        return commands;
    }
}
