using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Dispatching;

/// <summary>POST /cases/{id}/extensions: more time, with a reason that the reporter was told (CASE-11).</summary>
public static class ExtendCase
{
    /// <summary>Why the time is not enough.</summary>
    public static readonly IReadOnlyList<string> Reasons =
        ["CONSTRUCTION", "MATERIAL", "WEATHER", "COORDINATION", "LEGAL_PROCEDURE", "OTHER"];

    public sealed record Request
    {
        /// <summary>1 to 100, in the unit of the grade.</summary>
        public required int Days { get; init; }

        [CodesOf(typeof(ExtendCase), nameof(Reasons))]
        public required string Reason { get; init; }

        /// <summary>Day on which the reporter was told why.</summary>
        public required DateOnly ToldOn { get; init; }

        /// <summary>At most 2,000 characters; kept ciphered.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/extensions", PostAsync).Requires(Permissions.CaseRule)
            .WithTags("Handling").WithSummary("Extend the time of a case (延期)")
            .WithDescription(
                "Adds days of the grade's own kind, as often and as long as the profile of the place allows: 422 " +
                "handling.no_more_extensions, handling.extension_too_long, handling.already_overdue, " +
                "handling.hours_not_extended, handling.day_in_future, rule CASE-11. " +
                "404 intake.case_not_found; 409 handling.not_now names what may be done instead. If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"days":5,"reason":"CONSTRUCTION","toldOn":"2023-02-08","note":"配件到货延迟。"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : desk.MoveAsync(id, order => new MoveDraft(MoveKinds.Extend)
            {
                Code = request.Reason, Day = request.ToldOn, Note = request.Note,
                Length = order.Profile.CaseLength(order.State.Grade ?? "") with { Count = request.Days },
            }, http, ct).ToAnswerAsync();

    private static Error? Check(Request request) => new ShapeCheck()
        .That(request.Days is >= 1 and <= 100, "days", "days.out_of_range", "应为 1 至 100")
        .Code(request.Reason, Reasons).OptionalText(request.Note, HandlingLimits.Note)
        .Error;
}
