namespace CivicPlatform.Consultation.Records;

/// <summary>POST /consultation-records/{id}/promote: always refused, so that nobody has to guess (VOTE-05).</summary>
public static class PromoteRecord
{
    public static readonly Error NeverADecision = Error.Refused(
        "consultation_records.never_a_decision",
        "举牌、举手或问卷只是协商记录，不能转为业主共同决定；请冻结清册后依法表决", "VOTE-05");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/consultation-records/{id:guid}/promote", PostAsync)
        .Requires(Permissions.RecordWrite)
        .WithTags("Consultation records").WithSummary("Ask for a decision out of a record: always refused")
        .WithDescription("422 consultation_records.never_a_decision, rule VOTE-05: freeze a roll and vote instead.");

    private static async Task<ProblemHttpResult> PostAsync(Guid id, ConsultationDbContext db, CancellationToken ct) =>
        await db.ConsultationRecords.AnyAsync(record => record.Id == id, ct)
            ? NeverADecision.ToProblem()
            : GetRecord.NotFound.ToProblem();
}
