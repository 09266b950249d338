using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Duplicates;

/// <summary>
/// POST /cases/{id}/merge: the same matter was told twice; the later case ends, its reporter counts as a co-signature
/// of the other, and the link stays (CASE-13).
/// </summary>
public static class MergeCase
{
    public sealed record Request
    {
        /// <summary>The open case of the same matter and office that goes on.</summary>
        public required Guid Into { get; init; }

        /// <summary>At most 2,000 characters; kept ciphered.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/merge", PostAsync).Requires(Permissions.CaseDispatch)
            .WithTags("Handling").WithSummary("Merge a duplicate into another case (并单)")
            .WithDescription(
                "Ends as MERGED and leaves the rates; the other counts one co-signature more. 422 " +
                "handling.other_matter, handling.merged_into_itself, 409 handling.other_ended, rule CASE-13. 404 " +
                "intake.case_not_found; 409 handling.not_now. If-Match is checked when given (412).")
            .WithRequestExample("""{"into":"01a1fc78-8a30-7b43-a0a1-097011968bf3"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        new ShapeCheck().OptionalText(request.Note, HandlingLimits.Note).Error is { } malformed
            ? malformed.ToAnswerAsync()
            : handler.HandleAsync(id, request, http, ct).ToAnswerAsync();

    public sealed class Handler(CasesDbContext db, HandlingDesk desk)
    {
        public Task<Result<HandlingView>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct) =>
            desk.MoveAsync(id, (order, token) => DecideAsync(order, request, token), http, ct);

        // The other case is only looked at: its co-signatures are those that point to it.
        private async Task<Result<IReadOnlyList<MoveDraft>>> DecideAsync(
            OpenOrder order, Request request, CancellationToken ct)
        {
            var other = await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Into, ct);
            if (other is null) return IntakeErrors.CaseNotFound;
            if (other.StreetCode != order.Case.StreetCode || other.Matter != order.Case.Matter)
                return HandlingErrors.OtherMatter;
            if (other.Id != order.Case.Id && other.EndedAt is not null) return HandlingErrors.OtherEnded;
            return new[] { new MoveDraft(MoveKinds.Merge) { RefId = other.Id, Note = request.Note } };
        }
    }
}
