using CivicPlatform.Cases.Data;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Intake;

/// <summary>GET /cases: the cases of the caller's divisions, newest first, by what people ask for.</summary>
public static class ListCases
{
    /// <summary>Filters; all optional. <c>from</c> is included, <c>to</c> is not.</summary>
    public sealed class Filter
    {
        [FromQuery] public string? Status { get; init; }

        [FromQuery] public string? Channel { get; init; }

        [FromQuery] public string? Type { get; init; }

        [FromQuery] public string? Matter { get; init; }

        [FromQuery] public Guid? EstateId { get; init; }

        [FromQuery] public DateTimeOffset? From { get; init; }

        [FromQuery] public DateTimeOffset? To { get; init; }

        [FromQuery] public string? After { get; init; }

        /// <summary>1 to 200, 50 when left out.</summary>
        [FromQuery] public int? Limit { get; init; }
    }

    /// <summary>One line of the list; what the resident said stays in the case itself.</summary>
    public sealed record Item(
        Guid Id, string Number, string Status, string Channel, string Type, string Matter, string DivisionCode,
        Guid? EstateId, string? Building, DateTimeOffset ReceivedAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases", GetAsync).RequireRoles(CaseRoles.Readers);

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        [AsParameters] Filter filter, CasesDbContext db, CancellationToken ct)
    {
        if (Check(filter) is { } error) return error.ToProblem();
        var limit = filter.Limit ?? Page.DefaultLimit;
        var cases = Narrow(db.Cases.AsNoTracking(), filter, db.Scope);
        if (filter.After is { } after)
        {
            if (!Cursor.TryParse(after, out var cursor)) return Cursor.Malformed.ToProblem();
            // A row value, which walks the index; the OR form would read everything before the page.
            cases = cases.Where(c => EF.Functions.LessThan(
                ValueTuple.Create(c.ReceivedAt, c.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var rows = await cases.OrderByDescending(c => c.ReceivedAt).ThenByDescending(c => c.Id).Take(limit + 1)
            .Select(c => new Item(c.Id, c.Number, c.Status, c.Channel, c.Type, c.Matter, c.DivisionCode, c.EstateId,
                c.Building, c.ReceivedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows, limit, row => new Cursor(row.ReceivedAt, row.Id)));
    }

    private static Error? Check(Filter filter)
    {
        var check = new ShapeCheck().OptionalText(filter.Matter, IntakeLimits.Matter);
        if (filter.Status is not null) check.Code(filter.Status, CaseStatuses.All);
        if (filter.Channel is not null) check.Code(filter.Channel, Channels.All);
        if (filter.Type is not null) check.Code(filter.Type, CaseTypes.All);
        check.That(filter.Limit is null or (>= 1 and <= Page.MaxLimit), "limit", "limit.out_of_range",
            $"应为 1 至 {Page.MaxLimit}");
        return check.Error;
    }

    private static IQueryable<Case> Narrow(IQueryable<Case> cases, Filter filter, DivisionScope scope)
    {
        // The usual caller has one street: said as an equality, the index gives the order without a sort.
        if (scope.Streets is [var street]) cases = cases.Where(c => c.StreetCode == street);
        if (filter.Status is { } status) cases = cases.Where(c => c.Status == status);
        if (filter.Channel is { } channel) cases = cases.Where(c => c.Channel == channel);
        if (filter.Type is { } type) cases = cases.Where(c => c.Type == type);
        if (filter.Matter is { } matter) cases = cases.Where(c => c.Matter == matter);
        if (filter.EstateId is { } estateId) cases = cases.Where(c => c.EstateId == estateId);
        if (filter.From?.ToUniversalTime() is { } from) cases = cases.Where(c => c.ReceivedAt >= from);
        if (filter.To?.ToUniversalTime() is { } to) cases = cases.Where(c => c.ReceivedAt < to);
        return cases;
    }
}
