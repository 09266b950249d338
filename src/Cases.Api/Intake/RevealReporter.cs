using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Intake;

/// <summary>POST /cases/{id}/reveal: the reporter in clear, for a purpose, with an audit row (PRIV-16).</summary>
public static class RevealReporter
{
    /// <param name="Name">As told; null when not given.</param>
    /// <param name="Phone">As told; null when not given.</param>
    public sealed record Response(string? Name, string? Phone);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/reveal", PostAsync).Requires(Permissions.CaseReveal).RevealsPersonalData()
            .WithTags("Cases").WithSummary("Show a case's reporter in clear (查看诉求人原文)")
            .WithDescription(
                "For a purpose, which is kept with an audit row (PRIV-16). The answer is not stored: the same key " +
                "looks again. 404 intake.case_not_found.")
            .WithRequestExample("""{"purpose":"CALLBACK"}""");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Reveal.Request request, CurrentUser user, CasesDbContext db, FieldCipher cipher, CancellationToken ct)
    {
        if (Reveal.Check(request) is { } malformed) return malformed.ToProblem();
        var row = await db.Cases.AsNoTracking().Where(c => c.Id == id)
            .Select(c => new
            {
                c.StreetCode,
                Name = EF.Property<byte[]?>(c, "ReporterName"),
                Phone = EF.Property<byte[]?>(c, "ReporterPhone"),
            })
            .SingleOrDefaultAsync(ct);
        if (row is null) return IntakeErrors.CaseNotFound.ToProblem();
        await db.Audit.RecordRevealAsync(user, ("intake.reveal", id, row.StreetCode), request.Purpose, ct);
        return TypedResults.Ok(new Response(
            row.Name is null ? null : cipher.DecryptText(row.Name, id),
            row.Phone is null ? null : cipher.DecryptText(row.Phone, id)));
    }
}
