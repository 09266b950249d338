using CivicPlatform.Funds.Campaigns;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>POST /campaigns/{id}/snapshots: closes or corrects today's pages (RAISE-10).</summary>
public static class CloseSnapshots
{
    private const string HistorySql =
        "select building, day, version, reason, hash, id from snapshots where campaign_id = $1 " +
        "and ($2 = '' or building = $2) order by day desc, building, version desc limit 1000";

    public sealed record Request
    {
        /// <summary>Correct this building only; all of them when left out.</summary>
        public string? Building { get; init; }

        /// <summary>Why today's page is closed again; without it a second call changes nothing.</summary>
        public string? Reason { get; init; }
    }

    public sealed record Response(Guid CampaignId, DateOnly Day, IReadOnlyList<ClosedPage> Pages);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/campaigns/{id:guid}/snapshots", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Disclosure").WithSummary("Close today's public pages, or correct them (出具日报)")
            .WithDescription(
                "A closed page never changes; with a reason it gets a next version (RAISE-10), a building alone only " +
                "with a reason. A second call without one changes nothing. 409 disclosure.not_opened; 422 " +
                "disclosure.day_is_past, rule RAISE-10. The body may be left out.")
            .WithRequestExample("""{"building":"4","reason":"更正一笔退款"}""");
        routes.MapGet("/campaigns/{id:guid}/snapshots", HistoryAsync).Requires(Permissions.SnapshotRead)
            .WithTags("Disclosure").WithSummary("List the closed pages of a collection, newest first (日报历史)")
            .WithDescription("Every version with its hash and reason; filter by building; at most 1,000.");
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request? request, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request ?? new Request(), ct);
        return result.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
    }

    private static async Task<Results<Ok<Page<ClosedPage>>, ProblemHttpResult>> HistoryAsync(
        Guid id, string? building, FundsDbContext db, CancellationToken ct)
    {
        if (!await db.Campaigns.AnyAsync(c => c.Id == id, ct)) return CampaignErrors.NotFound.ToProblem();
        var pages = await db.RowsAsync(Sql.Command(HistorySql, id, building ?? ""), r => new ClosedPage(r.GetGuid(5),
            r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetInt32(2), r.TextOrNull(3),
            Convert.ToHexStringLower(r.GetFieldValue<byte[]>(4))), ct);
        return TypedResults.Ok(new Page<ClosedPage>(pages, null));
    }

    public sealed class Handler(FundsDbContext db, DailyPages daily, ICivilClock civil, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            var shape = new ShapeCheck().OptionalText(request.Reason, 200).OptionalText(request.Building, 20)
                .That(request.Building is null || !string.IsNullOrWhiteSpace(request.Reason), "reason",
                    "text.required", "更正须说明理由");
            if (shape.Error is { } malformed) return malformed;
            var found = await CampaignLock.TakeAsync(db, id, ct);
            if (!found.Succeeded(out var campaign, out var error)) return error;
            if (campaign.Status is CampaignStatus.DRAFT) return DisclosureErrors.NotOpened;
            if (campaign.AgreementId is not null) return DisclosureErrors.OfOneDoorway;

            var day = CivilTime.DayOf(await civil.NowAsync(campaign.StreetCode, ct));
            var correction = string.IsNullOrWhiteSpace(request.Reason)
                ? null
                : new Correction(request.Building, request.Reason);
            var closed = await daily.CloseAsync(campaign, day, correction, ct);
            if (!closed.Succeeded(out var pages, out var refused)) return refused;
            db.Audit.Record(user, "snapshots.close", id, campaign.StreetCode, correction is null ? null : "correction");
            await db.SaveChangesAsync(ct);
            return new Response(id, day, pages);
        }
    }
}
