using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Duties;

/// <summary>/duties: the catalogue by which cases are dispatched (职责清单, CASE-03, CASE-07).</summary>
public static class DutyCatalogue
{
    /// <summary>A new line of the catalogue.</summary>
    public sealed record NewDuty
    {
        /// <summary>9 digits of the street.</summary>
        public required string DivisionCode { get; init; }

        /// <summary>Code of the matter; one line a matter.</summary>
        public required string Matter { get; init; }

        /// <summary>Code of the department that leads.</summary>
        public required string Department { get; init; }

        /// <summary>Codes of those that help, at most 20.</summary>
        public IReadOnlyList<string> CoHandlers { get; init; } = [];

        /// <summary>True when the matter stands on the residents' committees' list (CASE-07).</summary>
        public bool CommunityDuty { get; init; }
    }

    /// <summary>What of a line can change.</summary>
    public sealed record Change
    {
        public required string Department { get; init; }

        public IReadOnlyList<string> CoHandlers { get; init; } = [];

        public required bool CommunityDuty { get; init; }
    }

    /// <summary>One line of the catalogue.</summary>
    public sealed record View(
        Guid Id, string DivisionCode, string Matter, string Department, IReadOnlyList<string> CoHandlers,
        bool CommunityDuty, long Version)
    {
        internal static View Of(Duty duty) => new(
            duty.Id, duty.DivisionCode, duty.Matter, duty.Department, duty.CoHandlers, duty.CommunityDuty,
            duty.Version);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/duties", PostAsync).Requires(Permissions.DutyWrite)
            .WithTags("Duties").WithSummary("Add a line to the duty catalogue (登记职责)")
            .WithDescription(
                "409 duties.matter_taken, 422 duties.unknown_department, rule CASE-03; 404 division.not_found " +
                "outside " +
                "the caller's divisions.")
            .WithRequestExample(
                """{"divisionCode":"110114009","matter":"LIFT_FAILURE","department":"HOUSING","coHandlers":[]}""");
        routes.MapGet("/duties", ListAsync).Requires(Permissions.DutyRead)
            .WithTags("Duties").WithSummary("List the duty catalogue, by matter (职责清单)")
            .WithDescription("Keyset pages by after (the last matter) and limit (1 to 200, 50 when left out).");
        routes.MapPut("/duties/{id:guid}", PutAsync).Requires(Permissions.DutyWrite).Produces<View>()
            .WithTags("Duties").WithSummary("Change who handles a matter (变更职责)")
            .WithDescription(
                "Cases already dispatched stay where they are. If-Match is asked for (428, 412). 422 " +
                "duties.unknown_department, rule CASE-03; 404 duties.not_found.")
            .WithRequestExample("""{"department":"HOUSING","coHandlers":["WATER"],"communityDuty":false}""");
    }

    private static async Task<Results<Created<View>, ProblemHttpResult>> PostAsync(
        NewDuty request, CasesDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        var check = Check(request.Department, request.CoHandlers).Division(request.DivisionCode)
            .That(CaseShape.MatterCode().IsMatch(request.Matter), "matter", "matter.malformed",
                "应为大写字母、数字和下划线组成的事项代码");
        if (check.Error is { } malformed) return malformed.ToProblem();
        if (!user.Scope.Covers(request.DivisionCode)) return DutyErrors.DivisionNotFound.ToProblem();
        var street = DivisionCode.Parse(request.DivisionCode).Street;
        if (await db.Duties.AnyAsync(d => d.StreetCode == street && d.Matter == request.Matter, ct))
            return DutyErrors.MatterTaken.ToProblem();
        if (await UnknownAsync(db, street, request.Department, request.CoHandlers, ct) is { } unknown)
            return unknown.ToProblem();
        var duty = new Duty
        {
            Id = Guid.CreateVersion7(), StreetCode = street, DivisionCode = request.DivisionCode,
            Matter = request.Matter, Department = request.Department, CoHandlers = [.. request.CoHandlers],
            CommunityDuty = request.CommunityDuty,
        };
        db.Duties.Add(duty);
        db.Audit.Record(user, "duties.write", duty.Id, street, duty.Matter);
        await db.SaveChangesAsync(ct);
        http.SetETag(duty.Version);
        return TypedResults.Created($"/api/v1/duties/{duty.Id}", View.Of(duty));
    }

    private static async Task<Results<Ok<Page<View>>, ProblemHttpResult>> ListAsync(
        string? after, int? limit, CasesDbContext db, CancellationToken ct)
    {
        var check = new ShapeCheck().OptionalText(after, 40).Limit(limit);
        if (check.Error is { } malformed) return malformed.ToProblem();
        var rows = await db.Duties.AsNoTracking().Where(d => string.Compare(d.Matter, after ?? "") > 0)
            .OrderBy(d => d.Matter).Take((limit ?? Page.DefaultLimit) + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows.ConvertAll(View.Of), limit ?? Page.DefaultLimit, row => row.Matter));
    }

    private static async Task<IResult> PutAsync(
        Guid id, Change request, CasesDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (Check(request.Department, request.CoHandlers).Error is { } malformed) return malformed.ToProblem();
        if (await db.Duties.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } found)
            return DutyErrors.DutyNotFound.ToProblem();
        if (http.RequireIfMatch(found.Version) is { } stale) return stale;
        if (await UnknownAsync(db, found.StreetCode, request.Department, request.CoHandlers, ct) is { } unknown)
            return unknown.ToProblem();
        (found.Department, found.CoHandlers) = (request.Department, [.. request.CoHandlers]);
        found.CommunityDuty = request.CommunityDuty;
        db.Audit.Record(user, "duties.write", id, found.StreetCode, found.Matter);
        await db.SaveChangesAsync(ct);
        http.SetETag(found.Version);
        return TypedResults.Ok(View.Of(found));
    }

    private static ShapeCheck Check(string department, IReadOnlyList<string>? coHandlers)
    {
        var check = new ShapeCheck().Text(department, HandlingLimits.Code, "department").That(
            coHandlers is { Count: <= HandlingLimits.CoHandlers }, "coHandlers", "coHandlers.count",
            $"至多 {HandlingLimits.CoHandlers} 个协办单位");
        foreach (var (index, code) in (coHandlers ?? []).Take(HandlingLimits.CoHandlers).Index())
            check.Text(code, HandlingLimits.Code, $"coHandlers[{index}]");
        return check;
    }

    private static async Task<Error?> UnknownAsync(
        CasesDbContext db, string street, string lead, IReadOnlyList<string> helpers, CancellationToken ct)
    {
        if (helpers.Contains(lead) || helpers.Distinct().Count() != helpers.Count) return HandlingErrors.CoHandlerTwice;
        var named = helpers.Append(lead).ToArray();
        var known = await db.Departments.Where(d => d.StreetCode == street && d.Active && named.Contains(d.Code))
            .Select(d => d.Code).ToListAsync(ct);
        return named.FirstOrDefault(code => !known.Contains(code)) is { } unknown
            ? DutyErrors.UnknownDepartment(unknown)
            : null;
    }
}

/// <summary>The duties slice: departments, their logins, and who handles what.</summary>
public static class DutiesModule
{
    public static void AddDuties(this IServiceCollection services) => services.AddScoped<DepartmentAccess>();

    public static void MapDuties(this IEndpointRouteBuilder routes)
    {
        Departments.Map(routes);
        DutyCatalogue.Map(routes);
    }
}
