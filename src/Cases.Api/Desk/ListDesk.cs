using CivicPlatform.Cases.Duties;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CivicPlatform.Cases.Desk;

/// <summary>GET /case-desk: the lists that staff work from all day, the most urgent first.</summary>
public static class ListDesk
{
    /// <summary>What a desk shows.</summary>
    public static readonly IReadOnlyList<string> Views = ["RUNNING", "DUE_SOON", "OVERDUE", "AWAITING"];

    /// <summary>Which list, and of what.</summary>
    public sealed class Filter
    {
        /// <summary>RUNNING (every clock that runs) when left out.</summary>
        [FromQuery, CodesOf(typeof(ListDesk), nameof(Views))] public string? View { get; init; }

        /// <summary>Of AWAITING: for what.</summary>
        [FromQuery, CodesOf(typeof(Waits))] public string? For { get; init; }

        /// <summary>Only that department's.</summary>
        [FromQuery] public string? Department { get; init; }

        /// <summary>Only that community's: 12 digits.</summary>
        [FromQuery] public string? Community { get; init; }

        [FromQuery] public string? Matter { get; init; }

        /// <summary>Of DUE_SOON: within how many hours, 1 to 720; 24 when left out.</summary>
        [FromQuery] public int? Within { get; init; }

        [FromQuery] public string? After { get; init; }

        /// <summary>1 to 200, 50 when left out.</summary>
        [FromQuery] public int? Limit { get; init; }
    }

    /// <summary>One line of a desk.</summary>
    /// <param name="At">The limit; of AWAITING the time of the request.</param>
    public sealed record Item(
        Guid Id, string Number, [CodesOf(typeof(CaseStatuses))] string Status, string Matter, string DivisionCode,
        string? Department, string? Grade, DateTimeOffset At, [CodesOf(typeof(Waits))] string? Awaits);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/case-desk", GetAsync).Requires(Permissions.CaseSheet).OwnsItsTransaction()
            .WithTags("Desk").WithSummary("List what is to be done, the most urgent first (待办)")
            .WithDescription(
                "RUNNING: every clock that runs; DUE_SOON and OVERDUE by the civil clock; AWAITING: what waits for a " +
                "dispatch, a ruling or a callback. A department's login sees its departments' cases only. Keyset " +
                "pages by after and limit (1 to 200, 50 when left out).");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        [AsParameters] Filter filter, ScopedRead read, CurrentUser user, DepartmentAccess access, ICivilClock civil,
        CancellationToken ct)
    {
        if (Check(filter) is { } error) return error.ToProblem();
        var limit = filter.Limit ?? Page.DefaultLimit;
        var cursor = default(Cursor?);
        if (filter.After is { } after)
        {
            if (!Cursor.TryParse(after, out var parsed)) return Cursor.Malformed.ToProblem();
            cursor = parsed;
        }
        var now = await civil.NowAsync(read.Scope.Streets is [var street, ..] ? street : "", ct);
        var query = DeskSql.Of(filter, now, read.Scope);
        if (!access.IsOffice) DeskSql.OfMember(query, user.Subject);
        var page = query.Page(DeskSql.OrderOf(filter), newestFirst: false, cursor, limit + 1);
        var rows = await read.ListAsync(page, DeskSql.Read, ct);
        return TypedResults.Ok(Page.Of(rows, limit, row => new Cursor(row.At, row.Id)));
    }

    private static Error? Check(Filter filter)
    {
        var check = new ShapeCheck().OptionalText(filter.Department, HandlingLimits.Code)
            .OptionalText(filter.Matter, HandlingLimits.Code).OptionalText(filter.Community, 12)
            .That(filter.Within is null or (>= 1 and <= 720), "within", "within.out_of_range", "应为 1 至 720 小时")
            .Limit(filter.Limit);
        if (filter.View is not null) check.Code(filter.View, Views);
        if (filter.For is not null) check.Code(filter.For, Waits.All);
        return check.Error;
    }
}
