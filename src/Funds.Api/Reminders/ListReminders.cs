using Npgsql;

namespace CivicPlatform.Funds.Reminders;

/// <summary>Where a reminder stands.</summary>
public static class ReminderStatuses
{
    /// <summary>QUEUED waits; SENT was told; DROPPED because it was paid; DONE is a visit that was made.</summary>
    public static readonly IReadOnlyList<string> All = ["QUEUED", "SENT", "DROPPED", "DONE"];
}

/// <summary>GET /campaigns/{id}/reminders: for who sends the private message and who visits (T3, no name).</summary>
public static class ListReminders
{
    private const string ListSql =
        "select r.id, r.bill_id, b.unit_id, b.building, b.entrance, b.room, r.level, r.step, r.status, r.due_at, " +
        "b.amount - b.paid, r.visited_on, r.visit_result, r.version from reminders r " +
        "join bills b on b.id = r.bill_id where r.campaign_id = $1 and r.id > $2 " +
        "and ($3 = '' or r.status = $3) and ($4 = '' or r.step = $4) order by r.id limit $5";

    /// <param name="UnitId">Contacts are Registry's, and revealed there for a purpose (PRIV-16).</param>
    /// <param name="Owed">What the bill lacks now; 0.00 once it was paid.</param>
    public sealed record Item(
        Guid Id, Guid BillId, Guid UnitId, string Building, string Entrance, string Room, int Level,
        [CodesOf(typeof(ReminderSteps))] string Step, [CodesOf(typeof(ReminderStatuses))] string Status,
        DateTimeOffset DueAt, Money Owed, DateOnly? VisitedOn, [CodesOf(typeof(VisitResults))] string? VisitResult,
        long Version);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/campaigns/{id:guid}/reminders", ListAsync).Requires(Permissions.ReminderRead)
            .ReadsPersonalData()
            .WithTags("Reminders").WithSummary("List the reminders of a collection (催缴记录, T3)")
            .WithDescription(
                "By household, without names; never public (RAISE-09, PRIV-12). Oldest first; filter by status and " +
                "step; keyset pages by after and limit (1 to 200). 404 campaigns.not_found. Each answer leaves an " +
                "audit row.");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> ListAsync(
        Guid id, [CodesOf(typeof(ReminderStatuses))] string? status, [CodesOf(typeof(ReminderSteps))] string? step,
        Guid? after, int? limit, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        var check = new ShapeCheck();
        if (status is not null) check.Code(status, ReminderStatuses.All);
        if (step is not null) check.Code(step, ReminderSteps.All);
        if (check.Error is { } malformed) return malformed.ToProblem();
        var street = await db.Campaigns.Where(c => c.Id == id).Select(c => c.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return Campaigns.CampaignErrors.NotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(
            Sql.Command(ListSql, id, after ?? Guid.Empty, status ?? "", step ?? "", size + 1), Map, ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct, ("status", status), ("step", step));
        return TypedResults.Ok(Page.Of(rows, size, row => row.Id.ToString()));
    }

    private static Item Map(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3),
        r.GetString(4), r.GetString(5), r.GetInt32(6), r.GetString(7), r.GetString(8),
        r.GetFieldValue<DateTimeOffset>(9), r.Money(10), r.DayOrNull(11), r.TextOrNull(12), r.GetInt64(13));
}
