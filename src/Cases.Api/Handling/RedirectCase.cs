using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Handling;

/// <summary>POST /cases/{id}/redirect: the legal channel is told instead of a handling (CASE-04).</summary>
public static class RedirectCase
{
    /// <summary>What is not handled here, and why.</summary>
    public static readonly IReadOnlyList<string> Dispositions =
    [
        "EMERGENCY_LINE", "LEGAL_PROCEDURE", "IN_LITIGATION", "SAME_MATTER", "SECRET_OR_PRIVATE", "BEYOND_SCOPE",
        "UNLAWFUL_DEMAND",
    ];

    public sealed record Request
    {
        /// <summary>Why another way is the right one (CASE-04).</summary>
        [CodesOf(typeof(RedirectCase), nameof(Dispositions))]
        public required string Disposition { get; init; }

        /// <summary>What the caller was told; 1 to 2,000 characters, kept ciphered.</summary>
        public required string Told { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/redirect", PostAsync).Requires(Permissions.CaseDispatch)
            .WithTags("Handling").WithSummary("Tell the legal channel (告知法定渠道)")
            .WithDescription(
                "A disposition, not a rejection (CASE-04): what the caller was told stands beside it. The case " +
                "ends as REDIRECTED " +
                "and leaves the rates. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"disposition":"IN_LITIGATION","told":"该事项已由法院受理，请按诉讼程序主张。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, _ => new MoveDraft(MoveKinds.Redirect)
            {
                Code = request.Disposition, Note = request.Told,
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .Code(request.Disposition, Dispositions).Text(request.Told, HandlingLimits.Note)
        .Error;
}
