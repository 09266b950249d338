namespace CivicPlatform.Consultation.DualConsultations;

/// <summary>POST /dual-consultations/{id}/agreement: the households signed the lift agreement (003-3).</summary>
public static class SignAgreement
{
    /// <param name="SignedOn">Civil day on the paper: not before either count, not after today.</param>
    /// <param name="DocumentHash">SHA-256 of the agreement.</param>
    public sealed record Request(DateOnly SignedOn, string DocumentHash);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/dual-consultations/{id:guid}/agreement", PostAsync)
        .Requires(Permissions.MotionOpen)
        .WithTags("Dual consultations").WithSummary("Record the signed lift agreement (登记加装协议)")
        .WithDescription(
            "Only when both votes passed and neither decision was revoked: 422 dual_consultations.not_passed says " +
            "which is missing. 422 dual_consultations.signed_on_out_of_range; 409 dual_consultations.agreed. Works " +
            "are told once both decisions are in force, and told again when one of them falls (EVT-01). If-Match is " +
            "checked when given (412).")
        .WithRequestExample(
            """
            {"signedOn":"2024-06-03","documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
            """);

    private static async Task<Results<Ok<GetDualConsultation.Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().That(
            request.DocumentHash is not null && Sha256Text.IsHashOrNull(request.DocumentHash),
            "documentHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var signed = await handler.HandleAsync(id, request, http, ct);
        if (!signed.Succeeded(out var response, out var error)) return error.ToProblem();
        http.SetETag(response.Version);
        return TypedResults.Ok(response);
    }

    public sealed class Handler(
        ConsultationDbContext db, DualVotes votes, LiftClearance clearance, ICivilClock clock, CurrentUser user)
    {
        public async Task<Result<GetDualConsultation.Response>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var dual = await db.DualConsultations.SingleOrDefaultAsync(d => d.Id == id, ct);
            if (dual is null) return DualConsultationErrors.NotFound;
            if (http.CheckIfMatch(dual.Version) is { } stale) return stale;
            // A decision that is revoked at this very moment waits for this one, or this one sees it.
            await db.Database.ExecuteSqlAsync(
                $"""
                select 1 from decisions where motion_id in ({dual.ZoneMotionId}, {dual.BuildingMotionId})
                order by id for share
                """, ct);
            var (zone, building) = await votes.ReadAsync(dual, ct);
            var now = await clock.NowAsync(dual.StreetCode, ct);
            if (dual.Agree(zone, building, request, CivilTime.DayOf(now)).Error is { } refusal) return refusal;
            await clearance.FollowAsync(dual, now, ct); // Where publicity of both is over already.

            db.Audit.Record(user, "dual_consultations.agree", dual.Id, dual.StreetCode);
            await db.SaveChangesAsync(ct);
            return GetDualConsultation.Response.Of(dual, zone, building);
        }
    }
}
