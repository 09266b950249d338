using System.Text.RegularExpressions;
using CivicPlatform.Cases.Data;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Duties;

/// <summary>/departments: who can be given a case in an office, and which logins act for them.</summary>
public static partial class Departments
{
    /// <summary>A new department.</summary>
    public sealed record NewDepartment
    {
        /// <summary>9 digits of the street, or 12 of a community for its committee.</summary>
        public required string DivisionCode { get; init; }

        /// <summary>
        /// Capitals, digits, underscores and hyphens, 2 to 40; unique in the street and never changed.
        /// </summary>
        public required string Code { get; init; }

        /// <summary>At most 60 characters.</summary>
        public required string Name { get; init; }

        [CodesOf(typeof(DepartmentKinds))]
        public required string Kind { get; init; }
    }

    /// <summary>What of a department can change.</summary>
    public sealed record Change
    {
        /// <summary>At most 60 characters.</summary>
        public required string Name { get; init; }

        /// <summary>False: nothing new is given to it; what it has it keeps.</summary>
        public required bool Active { get; init; }
    }

    /// <summary>A login that acts for it.</summary>
    public sealed record NewMember
    {
        /// <summary>Claim <c>sub</c> of the login.</summary>
        public required string Subject { get; init; }
    }

    /// <summary>One department.</summary>
    public sealed record View(
        Guid Id, string DivisionCode, string Code, string Name, [CodesOf(typeof(DepartmentKinds))] string Kind,
        bool Active, long Version)
    {
        internal static View Of(Department found) => new(
            found.Id, found.DivisionCode, found.Code, found.Name, found.Kind, found.Active, found.Version);
    }

    /// <summary>A login that was tied to a department.</summary>
    public sealed record MemberView(Guid Id, Guid DepartmentId, string Subject, DateTimeOffset AddedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/departments", PostAsync).Requires(Permissions.DutyWrite)
            .WithTags("Duties").WithSummary("Register a department that handles cases (登记承办单位)")
            .WithDescription("409 duties.code_taken; 404 division.not_found outside the caller's divisions.")
            .WithRequestExample(
                """{"divisionCode":"110114009","code":"HOUSING","name":"房管所","kind":"DISTRICT_DEPARTMENT"}""");
        routes.MapGet("/departments", ListAsync).Requires(Permissions.DutyRead)
            .WithTags("Duties").WithSummary("List departments, by code (承办单位)")
            .WithDescription("Keyset pages by after (the last code) and limit (1 to 200, 50 when left out).");
        routes.MapPut("/departments/{id:guid}", PutAsync).Requires(Permissions.DutyWrite).Produces<View>()
            .WithTags("Duties").WithSummary("Change a department's name, or put it out of use (变更承办单位)")
            .WithDescription("If-Match is asked for (428, 412). 404 duties.department_not_found.")
            .WithRequestExample("""{"name":"房屋管理所","active":true}""");
        routes.MapPost("/departments/{id:guid}/members", PostMemberAsync).Requires(Permissions.DutyWrite)
            .WithTags("Duties").WithSummary("Tie a login to a department (关联承办单位账号)")
            .WithDescription(
                "It then sees and handles the cases that the department has or helps with. 409 " +
                "duties.member_there; 404 " +
                "duties.department_not_found.")
            .WithRequestExample("""{"subject":"housing-1"}""");
    }

    private static async Task<Results<Created<View>, ProblemHttpResult>> PostAsync(
        NewDepartment request, CasesDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        var check = new ShapeCheck().Division(request.DivisionCode).Text(request.Name, 60)
            .Code(request.Kind, DepartmentKinds.All)
            .That(DepartmentCode().IsMatch(request.Code), "code", "code.malformed", "应为 2 至 40 位大写字母、数字、下划线或连字符");
        if (check.Error is { } malformed) return malformed.ToProblem();
        if (!user.Scope.Covers(request.DivisionCode)) return DutyErrors.DivisionNotFound.ToProblem();
        var street = DivisionCode.Parse(request.DivisionCode).Street;
        if (await db.Departments.AnyAsync(d => d.StreetCode == street && d.Code == request.Code, ct))
            return DutyErrors.CodeTaken.ToProblem();
        var department = new Department
        {
            Id = Guid.CreateVersion7(), StreetCode = street, DivisionCode = request.DivisionCode, Code = request.Code,
            Name = request.Name, Kind = request.Kind, Active = true,
        };
        db.Departments.Add(department);
        db.Audit.Record(user, "duties.department", department.Id, street, department.Code);
        await db.SaveChangesAsync(ct);
        http.SetETag(department.Version);
        return TypedResults.Created($"/api/v1/departments/{department.Id}", View.Of(department));
    }

    private static async Task<Results<Ok<Page<View>>, ProblemHttpResult>> ListAsync(
        string? after, int? limit, CasesDbContext db, CancellationToken ct)
    {
        var check = new ShapeCheck().OptionalText(after, 40).Limit(limit);
        if (check.Error is { } malformed) return malformed.ToProblem();
        var rows = await db.Departments.AsNoTracking().Where(d => string.Compare(d.Code, after ?? "") > 0)
            .OrderBy(d => d.Code).Take((limit ?? Page.DefaultLimit) + 1).ToListAsync(ct);
        return TypedResults.Ok(Page.Of(rows.ConvertAll(View.Of), limit ?? Page.DefaultLimit, row => row.Code));
    }

    private static async Task<IResult> PutAsync(
        Guid id, Change request, CasesDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Name, 60).Error is { } malformed) return malformed.ToProblem();
        if (await db.Departments.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } found)
            return DutyErrors.DepartmentNotFound.ToProblem();
        if (http.RequireIfMatch(found.Version) is { } stale) return stale;
        (found.Name, found.Active) = (request.Name, request.Active);
        db.Audit.Record(user, "duties.department", id, found.StreetCode, found.Code);
        await db.SaveChangesAsync(ct);
        http.SetETag(found.Version);
        return TypedResults.Ok(View.Of(found));
    }

    private static async Task<Results<Created<MemberView>, ProblemHttpResult>> PostMemberAsync(
        Guid id, NewMember request, CasesDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Subject, 100).Error is { } malformed) return malformed.ToProblem();
        if (await db.Departments.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } found)
            return DutyErrors.DepartmentNotFound.ToProblem();
        if (await db.DepartmentMembers.AnyAsync(m => m.DepartmentId == id && m.Subject == request.Subject, ct))
            return DutyErrors.MemberThere.ToProblem();
        var member = new DepartmentMember
        {
            Id = Guid.CreateVersion7(), DepartmentId = id, StreetCode = found.StreetCode,
            DivisionCode = found.DivisionCode, Code = found.Code, Subject = request.Subject,
            AddedAt = clock.GetUtcNow().InMicroseconds(), AddedBy = user.Subject,
        };
        db.DepartmentMembers.Add(member);
        db.Audit.Record(user, "duties.member", id, found.StreetCode, found.Code);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created(
            $"/api/v1/departments/{id}", new MemberView(member.Id, id, member.Subject, member.AddedAt));
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_-]{1,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DepartmentCode();
}
