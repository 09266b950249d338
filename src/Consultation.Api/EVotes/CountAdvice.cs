using CivicPlatform.Consultation.Motions;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.EVotes;

/// <summary>GET /motions/{id}/advisory-answers: how many owners clicked here, apart from the count (VOTE-21).</summary>
public static class CountAdvice
{
    /// <param name="Counted">Always false.</param>
    /// <param name="Units">Units with an answer; of several the newest is meant.</param>
    /// <param name="Said">By units, after the close only.</param>
    public sealed record Response(Guid MotionId, bool Counted, string Rule, string Notice, int Units, Figures? Said);

    public sealed record Figures(int For, int Against, int Abstain);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/motions/{id:guid}/advisory-answers", GetAsync)
        .Requires(Permissions.ConsultationRead)
        .WithTags("Ballots").WithSummary("Count the advice that is no vote (参考意见，不计票)")
        .WithDescription(
            "Clicks in our service where the city's e-voting system must be used: how many, and after the close what " +
            "they said, by units. No outcome rests on them.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, ConsultationDbContext db, FieldCipher cipher, CancellationToken ct)
    {
        var motion = await db.Motions.IgnoreAutoIncludes().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
        if (motion is null) return MotionErrors.NotFound.ToProblem();
        var answers = await db.AdvisoryAnswers.AsNoTracking().Where(a => a.MotionId == id).OrderBy(a => a.Id)
            .ToListAsync(ct);
        var newest = answers.GroupBy(a => a.UnitId).Select(unit => unit.Last()).ToList();
        var said = motion.Status is MotionStatus.Open ? null : FiguresOf(newest.ConvertAll(a => a.Open(cipher)));
        return TypedResults.Ok(new Response(
            id, Counted: false, EVoteErrors.Rule, EVoteErrors.AdviceOf(motion), newest.Count, said));
    }

    private static Figures FiguresOf(List<Choice> said) => new(
        said.Count(c => c is Choice.For), said.Count(c => c is Choice.Against), said.Count(c => c is Choice.Abstain));
}
