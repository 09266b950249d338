using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Handling;

/// <summary>A move whose only words are a note.</summary>
public sealed record NoteRequest
{
    /// <summary>At most 2,000 characters; kept ciphered.</summary>
    public string? Note { get; init; }

    internal Error? Check() => new ShapeCheck().OptionalText(Note, HandlingLimits.Note, "note").Error;
}

internal static class HandlingAnswers
{
    /// <summary>200 with where the case stands now, or the refusal.</summary>
    public static async Task<Results<Ok<HandlingView>, ProblemHttpResult>> ToAnswerAsync(
        this Task<Result<HandlingView>> moving) =>
        (await moving).Succeeded(out var view, out var error) ? TypedResults.Ok(view) : error.ToProblem();

    public static Task<Results<Ok<HandlingView>, ProblemHttpResult>> ToAnswerAsync(this Error malformed) =>
        Task.FromResult<Results<Ok<HandlingView>, ProblemHttpResult>>(malformed.ToProblem());
}
