using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Callbacks;

/// <summary>POST /cases/{id}/callbacks: the reporter is asked, and rates (CASE-08).</summary>
public static class RecordCallback
{
    public sealed record Request
    {
        /// <summary>False when nobody answered.</summary>
        public required bool Reached { get; init; }

        /// <summary>Whether the matter was resolved in fact; asked for when reached.</summary>
        public bool? Resolved { get; init; }

        /// <summary>SATISFIED, BASICALLY_SATISFIED, NEUTRAL or DISSATISFIED; asked for when reached.</summary>
        [CodesOf(typeof(Ratings))]
        public string? Rating { get; init; }

        /// <summary>Whether what is unresolved or unsatisfying gives reason to handle it again.</summary>
        public bool? Justified { get; init; }

        /// <summary>At most 2,000 characters; kept ciphered.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/callbacks", PostAsync).Requires(Permissions.CaseCallback)
            .WithTags("Handling").WithSummary("Record a callback (回访)")
            .WithDescription(
                "Resolved and not dissatisfied ends the case as CLOSED. Otherwise it is REOPENED when that is " +
                "justified, as a new cycle with the profile's time for it, else CLOSED as it was rated. Nobody " +
                "answered: the profile says how often it is tried before CLOSED_UNRATED. 422 handling.rating_needed, " +
                "handling.no_rating, rule CASE-08. 404 " +
                "intake.case_not_found; 409 handling.not_now. If-Match is checked when given (412).")
            .WithRequestExample("""{"reached":true,"resolved":true,"rating":"SATISFIED"}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, HandlingDesk desk, HttpContext http, CancellationToken ct) =>
        Check(request) is { } refused
            ? refused.ToAnswerAsync()
            : desk.MoveAsync(id, order => Draft(order, request), http, ct).ToAnswerAsync();

    private static Error? Check(Request request)
    {
        var check = new ShapeCheck().OptionalText(request.Note, HandlingLimits.Note);
        if (request.Rating is not null) check.Code(request.Rating, Ratings.All);
        if (check.Error is { } malformed) return malformed;
        if (!request.Reached && (request.Resolved ?? request.Justified) is not null) return HandlingErrors.NoRating;
        if (!request.Reached && request.Rating is not null) return HandlingErrors.NoRating;
        return request.Reached && (request.Resolved is null || request.Rating is null)
            ? HandlingErrors.RatingNeeded
            : null;
    }

    /// <summary>What a callback makes of a replied case; pure.</summary>
    public static MoveDraft Draft(OpenOrder order, Request request)
    {
        var handling = order.Profile.Handling;
        if (!request.Reached)
        {
            var last = order.State.MissedCallbacks + 1 >= handling.CallbackTries;
            return new MoveDraft(last ? MoveKinds.CloseUnrated : MoveKinds.CallbackMissed) { Note = request.Note };
        }
        var content = request.Resolved is true && request.Rating != Ratings.Dissatisfied;
        if (content || request.Justified is not true)
        {
            return new MoveDraft(MoveKinds.Close)
            {
                Resolved = request.Resolved, Rating = request.Rating, Note = request.Note,
            };
        }
        var grade = handling.RecheckGrade ?? order.State.Grade ?? handling.GradeOf(order.State.Type);
        return new MoveDraft(MoveKinds.Reopen)
        {
            Department = order.State.Department, Code = grade, Length = order.Profile.CaseLength(grade),
            Resolved = request.Resolved, Rating = request.Rating, Note = request.Note,
        };
    }
}

/// <summary>How a reporter rates what was done (CASE-21).</summary>
public static class Ratings
{
    public const string Satisfied = "SATISFIED";
    public const string BasicallySatisfied = "BASICALLY_SATISFIED";
    public const string Neutral = "NEUTRAL";
    public const string Dissatisfied = "DISSATISFIED";

    public static readonly IReadOnlyList<string> All = [Satisfied, BasicallySatisfied, Neutral, Dissatisfied];
}
