using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Rates;

/// <summary>GET /case-rate-facts: the facts behind a month's rates, newest first.</summary>
public static class ListFacts
{
    /// <summary>What is asked for.</summary>
    public sealed class Filter
    {
        /// <summary>Civil month, such as 2024-10.</summary>
        [FromQuery] public required string Period { get; init; }

        [FromQuery] public string? Department { get; init; }

        [FromQuery] public string? Matter { get; init; }

        [FromQuery] public string? After { get; init; }

        /// <summary>1 to 200, 50 when left out.</summary>
        [FromQuery] public int? Limit { get; init; }
    }

    /// <summary>How one cycle of a case ended.</summary>
    public sealed record Item(
        Guid Id, Guid CaseId, string DivisionCode, string? Department, string Matter, int Cycle,
        DateTimeOffset EndedAt, bool Ratable, bool ContactedInTime, bool ValidCallback, bool Resolved,
        [CodesOf(typeof(Callbacks.Ratings))] string? Rating, string? Excluded);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/case-rate-facts", GetAsync).Requires(Permissions.RateRead)
            .WithTags("Rates").WithSummary("The facts behind the rates of a month (三率明细)")
            .WithDescription(
                "One fact for each cycle of a case that ended in that civil month, newest first. Keyset pages by " +
                "after and limit (1 to 200, 50 when left out).");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        [AsParameters] Filter filter, CasesDbContext db, CancellationToken ct)
    {
        var check = new ShapeCheck().OptionalText(filter.Department, 40).OptionalText(filter.Matter, 40)
            .That(GetRates.Month().IsMatch(filter.Period), "period", "period.malformed",
                "应为 2024-10 这样的月份")
            .Limit(filter.Limit);
        if (check.Error is { } malformed) return malformed.ToProblem();
        var limit = filter.Limit ?? Page.DefaultLimit;
        var facts = db.RateFacts.AsNoTracking().Where(f => f.Period == filter.Period);
        if (filter.Department is { } department) facts = facts.Where(f => f.Department == department);
        if (filter.Matter is { } matter) facts = facts.Where(f => f.Matter == matter);
        if (filter.After is not null)
        {
            if (!Cursor.TryParse(filter.After, out var cursor)) return Cursor.Malformed.ToProblem();
            facts = facts.Where(f => EF.Functions.LessThan(
                ValueTuple.Create(f.EndedAt, f.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var rows = await facts.OrderByDescending(f => f.EndedAt).ThenByDescending(f => f.Id).Take(limit + 1)
            .Select(f => new Item(f.Id, f.CaseId, f.DivisionCode, f.Department, f.Matter, f.Cycle, f.EndedAt,
                f.Ratable, f.ContactedInTime, f.ValidCallback, f.Resolved, f.Rating, f.Excluded))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, limit, row => new Cursor(row.EndedAt, row.Id)));
    }
}
