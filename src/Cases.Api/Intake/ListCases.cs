using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CivicPlatform.Cases.Intake;

/// <summary>GET /cases: the cases of the caller's divisions, newest first, by what people ask for.</summary>
public static class ListCases
{
    /// <summary>Filters; all optional. <c>from</c> is included, <c>to</c> is not.</summary>
    public sealed class Filter
    {
        [FromQuery, CodesOf(typeof(CaseStatuses))] public string? Status { get; init; }

        [FromQuery, CodesOf(typeof(Channels))] public string? Channel { get; init; }

        [FromQuery, CodesOf(typeof(CaseTypes))] public string? Type { get; init; }

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
        Guid Id, string Number, [CodesOf(typeof(CaseStatuses))] string Status,
        [CodesOf(typeof(Channels))] string Channel, [CodesOf(typeof(CaseTypes))] string Type, string Matter,
        string DivisionCode, Guid? EstateId, string? Building, DateTimeOffset ReceivedAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases", GetAsync).Requires(Permissions.CaseRead).OwnsItsTransaction()
            .WithTags("Cases").WithSummary("List cases, newest first (工单列表)")
            .WithDescription(
                "Of the caller's divisions. Filter by status, channel, type, matter, estateId, and by the time of " +
                "the request: from is included, to is not. Keyset pages by after and limit (1 to 200, 50 when left " +
                "out).");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        [AsParameters] Filter filter, ScopedRead read, CancellationToken ct)
    {
        if (Check(filter) is { } error) return error.ToProblem();
        var limit = filter.Limit ?? Page.DefaultLimit;
        var cursor = default(Cursor?);
        if (filter.After is { } after)
        {
            if (!Cursor.TryParse(after, out var parsed)) return Cursor.Malformed.ToProblem();
            cursor = parsed;
        }
        var rows = await read.ListAsync(CaseListSql.Of(filter, cursor, read.Scope, limit + 1), CaseListSql.Read, ct);
        return TypedResults.Ok(Page.Of(rows, limit, row => new Cursor(row.ReceivedAt, row.Id)));
    }

    private static Error? Check(Filter filter)
    {
        var check = new ShapeCheck().OptionalText(filter.Matter, IntakeLimits.Matter);
        if (filter.Status is not null) check.Code(filter.Status, CaseStatuses.All);
        if (filter.Channel is not null) check.Code(filter.Channel, Channels.All);
        if (filter.Type is not null) check.Code(filter.Type, CaseTypes.All);
        check.Limit(filter.Limit);
        return check.Error;
    }
}
