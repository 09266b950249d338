using CivicPlatform.Funds.Ledger;
using Npgsql;

namespace CivicPlatform.Funds.Posting;

/// <summary>The writes of a posting, each one statement over arrays.</summary>
internal static class PostingSql
{
    private const string SuspenseSql =
        "insert into suspense_lines (id, account_id, street_code, division_code, amount, status) " +
        "select *, 'OPEN' from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::numeric[])";

    private const string BillsSql =
        "update bills b set paid = u.paid, credit = u.credit, version = version + 1 " +
        "from unnest($1::uuid[], $2::numeric[], $3::numeric[]) as u(id, paid, credit) where b.id = u.id";

    private const string TotalsSql =
        "update building_totals b set collected = u.collected, households_paid = u.paid, below_trigger = u.below " +
        "from unnest($1::uuid[], $2::text[], $3::numeric[], $4::integer[], $5::boolean[]) " +
        "as u(campaign_id, building, collected, paid, below) " +
        "where b.campaign_id = u.campaign_id and b.building = u.building";

    private const string EventNumbersSql =
        "update campaigns c set events = u.events from unnest($1::uuid[], $2::bigint[]) as u(id, events) " +
        "where c.id = u.id";

    // No "on conflict": a second crossing of one building would be a bug, and the key must then stop the batch.
    private const string ThresholdsSql =
        "insert into thresholds (campaign_id, building, bank_serial, booked_at, collected, receivable) " +
        "select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::numeric[], $6::numeric[])";

    private const string OutcomesSql =
        "update bank_lines l set outcome = u.outcome, bill_id = u.bill, to_bill = u.to_bill, " +
        "to_credit = u.to_credit, to_suspense = u.to_suspense, posted_at = now() " +
        "from unnest($1::uuid[], $2::text[], $3::uuid[], $4::numeric[], $5::numeric[], $6::numeric[]) " +
        "as u(id, outcome, bill, to_bill, to_credit, to_suspense) where l.id = u.id";

    public static NpgsqlBatchCommand Suspense(
        IReadOnlyList<PostedLine> lines, IReadOnlyDictionary<Guid, Book> books) => new(SuspenseSql)
        {
            Parameters =
            {
                new() { Value = lines.Select(p => p.Line.LineId).ToArray() },
                new() { Value = lines.Select(p => p.Line.BookId).ToArray() },
                new() { Value = lines.Select(p => books[p.Line.BookId].StreetCode).ToArray() },
                new() { Value = lines.Select(p => books[p.Line.BookId].DivisionCode).ToArray() },
                new() { Value = lines.Select(p => p.Placement.ToSuspense.Yuan).ToArray() },
            },
        };

    public static NpgsqlBatchCommand Bills(IReadOnlyList<BillRow> bills) => new(BillsSql)
    {
        Parameters =
        {
            new() { Value = bills.Select(b => b.Id).ToArray() },
            new() { Value = bills.Select(b => b.State.Paid.Yuan).ToArray() },
            new() { Value = bills.Select(b => b.State.Credit.Yuan).ToArray() },
        },
    };

    public static NpgsqlBatchCommand Totals(IReadOnlyList<(CampaignState Campaign, BuildingState State)> buildings) =>
        new(TotalsSql)
        {
            Parameters =
            {
                new() { Value = buildings.Select(b => b.Campaign.Id).ToArray() },
                new() { Value = buildings.Select(b => b.State.Building).ToArray() },
                new() { Value = buildings.Select(b => b.State.Totals.Collected.Yuan).ToArray() },
                new() { Value = buildings.Select(b => b.State.Totals.HouseholdsPaid).ToArray() },
                new() { Value = buildings.Select(b => b.State.Below).ToArray() },
            },
        };

    public static NpgsqlBatchCommand EventNumbers(IReadOnlyList<CampaignState> campaigns) => new(EventNumbersSql)
    {
        Parameters =
        {
            new() { Value = campaigns.Select(c => c.Id).ToArray() },
            new() { Value = campaigns.Select(c => c.Events).ToArray() },
        },
    };

    public static NpgsqlBatchCommand Thresholds(IReadOnlyList<Crossing> crossings) => new(ThresholdsSql)
    {
        Parameters =
        {
            new() { Value = crossings.Select(c => c.Campaign.Id).ToArray() },
            new() { Value = crossings.Select(c => c.Building).ToArray() },
            new() { Value = crossings.Select(c => c.Line.Serial).ToArray() },
            new() { Value = crossings.Select(c => c.Line.BookedAt).ToArray() },
            new() { Value = crossings.Select(c => c.Totals.Collected.Yuan).ToArray() },
            new() { Value = crossings.Select(c => c.Totals.Receivable.Yuan).ToArray() },
        },
    };

    /// <summary>Gives staged lines their outcome; the database lets that happen once a line.</summary>
    public static NpgsqlBatchCommand Outcomes(IReadOnlyList<PostedLine> lines) => new(OutcomesSql)
    {
        Parameters =
        {
            new() { Value = lines.Select(p => p.Line.LineId).ToArray() },
            new() { Value = lines.Select(p => p.Placement.Outcome.ToString()).ToArray() },
            new() { Value = lines.Select(p => p.BillId).ToArray() },
            new() { Value = lines.Select(p => p.Placement.ToBill.Yuan).ToArray() },
            new() { Value = lines.Select(p => p.Placement.ToCredit.Yuan).ToArray() },
            new() { Value = lines.Select(p => p.Placement.ToSuspense.Yuan).ToArray() },
        },
    };
}
