using CivicPlatform.Consultation.Rolls;

namespace CivicPlatform.Consultation.Records;

/// <summary>POST /consultation-records: keeps what a meeting or survey showed (VOTE-05).</summary>
public static class RecordConsultation
{
    private const int MaxQuestion = 500;
    private const int MaxHands = 100_000;

    /// <param name="EstateId">Estate of the register.</param>
    /// <param name="Form">PLACARDS, SHOW_OF_HANDS or SURVEY.</param>
    /// <param name="Question">What was asked; at most 500 characters.</param>
    /// <param name="HeldOn">Civil day.</param>
    /// <param name="HandsFor">People in favour.</param>
    public sealed record Request(
        Guid EstateId, RecordForm Form, string Question, DateOnly HeldOn, int HandsFor, int HandsAgainst,
        int HandsAbstain = 0, Guid? CaseId = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/consultation-records", PostAsync)
        .Requires(Permissions.RecordWrite)
        .WithTags("Consultation records").WithSummary("Keep the record of a consultation (协商记录)")
        .WithDescription("Placards, hands or a survey: opinion, not a vote. 404 rolls.estate_not_found.")
        .Produces<GetRecord.Response>(201)
        .WithRequestExample(
            """
            {"estateId":"01a1fc78-7b9a-7eb3-ac9f-6592b2218287","form":"PLACARDS","question":"是否自筹资金大修电梯",
             "heldOn":"2023-05-06","handsFor":132,"handsAgainst":7}
            """);

    private static async Task<Results<Created<GetRecord.Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        int[] hands = [request.HandsFor, request.HandsAgainst, request.HandsAbstain];
        var shape = new ShapeCheck()
            .Text(request.Question, MaxQuestion)
            .That(hands.All(count => count is >= 0 and <= MaxHands), "handsFor", "count.out_of_range",
                $"人数应为 0 至 {MaxHands}");
        if (shape.Error is { } malformed) return malformed.ToProblem();

        var recorded = await handler.HandleAsync(request, ct);
        if (!recorded.Succeeded(out var record, out var error)) return error.ToProblem();
        http.SetETag(GetRecord.Version);
        return TypedResults.Created($"/api/v1/consultation-records/{record.Id}", GetRecord.Response.Of(record));
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<ConsultationRecord>> HandleAsync(Request request, CancellationToken ct)
        {
            var estate = await db.RegisterEstates.AsNoTracking()
                .SingleOrDefaultAsync(e => e.Id == request.EstateId, ct);
            if (estate is null) return RollErrors.EstateNotFound;

            var now = await clock.NowAsync(estate.StreetCode, ct);
            var record = ConsultationRecord.Of(estate, request, user.Subject, now);
            db.Add(record);
            db.Audit.Record(user, "consultation_records.add", record.Id, record.StreetCode);
            await db.SaveChangesAsync(ct);
            return record;
        }
    }
}
