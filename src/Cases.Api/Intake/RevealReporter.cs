using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Intake;

/// <summary>POST /cases/{id}/reveal: the reporter and his words in clear, for a purpose, audited (PRIV-16).</summary>
public static class RevealReporter
{
    /// <param name="Name">As told; null when not given.</param>
    /// <param name="Phone">As told; null when not given.</param>
    /// <param name="Description">What was said, unmasked.</param>
    /// <param name="Address">Place in words, unmasked.</param>
    public sealed record Response(string? Name, string? Phone, string Description, string? Address);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/reveal", PostAsync).Requires(Permissions.CaseReveal).RevealsPersonalData()
            .WithTags("Cases").WithSummary("Show a case's reporter and words in clear (查看诉求人原文)")
            .WithDescription(
                "For a purpose, which is kept with an audit row (PRIV-16). The answer is not stored: the same key " +
                "looks again. 404 intake.case_not_found.")
            .WithRequestExample("""{"purpose":"CALLBACK"}""");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Reveal.Request request, CurrentUser user, CasesDbContext db, FieldCipher cipher, CancellationToken ct)
    {
        if (Reveal.Check(request) is { } malformed) return malformed.ToProblem();
        var found = await ConcealedCase.FindAsync(id, db, ct);
        if (found is null) return IntakeErrors.CaseNotFound.ToProblem();
        await db.Audit.RecordRevealAsync(user, ("intake.reveal", id, found.Case.StreetCode), request.Purpose, ct);
        var words = found.Reveal(cipher);
        return TypedResults.Ok(new Response(
            found.Reporter.NameInClear(id, cipher),
            found.Reporter.Phone is { } phone ? cipher.DecryptText(phone, id) : null,
            words.Description, words.Address));
    }
}
