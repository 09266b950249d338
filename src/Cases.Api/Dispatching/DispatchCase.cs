using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Disputes;
using CivicPlatform.Cases.Duties;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Dispatching;

/// <summary>
/// POST /cases/{id}/dispatch: the desk hands a case to its department; the clock starts (CASE-03, CASE-10).
/// </summary>
public static class DispatchCase
{
    public sealed record Request
    {
        /// <summary>Code of the department that leads; by the duty catalogue when left out.</summary>
        public string? Department { get; init; }

        /// <summary>Departments that help; those of the catalogue when left out. At most 20.</summary>
        public IReadOnlyList<CoHandler>? CoHandlers { get; init; }

        /// <summary>Grade of the time; by the type of the case when left out.</summary>
        public string? Grade { get; init; }

        /// <summary>Code of the department that the request complains of; it never learns who complained.</summary>
        public string? ComplainedOf { get; init; }

        /// <summary>At most 2,000 characters; kept ciphered.</summary>
        public string? Note { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/dispatch", PostAsync).Requires(Permissions.CaseDispatch)
            .WithTags("Handling").WithSummary("Dispatch a case (派单)")
            .WithDescription(
                "By the duty catalogue, or to a named department; the first receiver leads (CASE-06). The time " +
                "is that " +
                "of the grade in the profile of the place and starts now. 422 dispatching.unclear_duty, " +
                "handling.unknown_grade, handling.grade_needs_approval (CASE-03), dispatching.unknown_department, " +
                "dispatching.not_on_community_list (CASE-07), handling.co_handler_twice (CASE-06); " +
                "dispatching.in_litigation while a suit over the same matter is pending (CASE-04). 404 " +
                "intake.case_not_found; 409 handling.not_now. If-Match is checked when given (412).")
            .WithRequestExample("""{"department":"HOUSING","coHandlers":[{"department":"WATER","on":"2023-02-09"}]}""");

    private static Task<Results<Ok<HandlingView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
        Check(request) is { } malformed
            ? malformed.ToAnswerAsync()
            : handler.HandleAsync(id, request, http, ct).ToAnswerAsync();

    private static Error? Check(Request request)
    {
        var check = new ShapeCheck()
            .OptionalText(request.Department, HandlingLimits.Code).OptionalText(request.Grade, HandlingLimits.Code)
            .OptionalText(request.ComplainedOf, HandlingLimits.Code).OptionalText(request.Note, HandlingLimits.Note)
            .That(request.CoHandlers is not { Count: > HandlingLimits.CoHandlers }, "coHandlers", "coHandlers.count",
                $"至多 {HandlingLimits.CoHandlers} 个协办单位");
        foreach (var (index, helper) in (request.CoHandlers ?? []).Take(HandlingLimits.CoHandlers).Index())
            check.Text(helper?.Department, HandlingLimits.Code, $"coHandlers[{index}].department");
        return check.Error;
    }

    public sealed class Handler(CasesDbContext db, HandlingDesk desk)
    {
        public Task<Result<HandlingView>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct) =>
            desk.MoveAsync(id, (order, token) => DecideAsync(order, request, token), http, ct);

        private async Task<Result<IReadOnlyList<MoveDraft>>> DecideAsync(
            OpenOrder order, Request request, CancellationToken ct)
        {
            var street = order.Case.StreetCode;
            if (await PendingLitigation.OverSameMatterAsync(db, order.Case, ct) is { } sued)
                return DispatchingErrors.InLitigation(sued);
            var duty = await db.Duties.AsNoTracking()
                .SingleOrDefaultAsync(d => d.StreetCode == street && d.Matter == order.Case.Matter, ct);
            if ((request.Department ?? duty?.Department) is not { } lead) return DispatchingErrors.UnclearDuty;
            var helpers = request.CoHandlers
                ?? [.. (duty?.CoHandlers ?? []).Where(code => code != lead).Select(code => new CoHandler(code, null))];

            var named = helpers.Select(h => h.Department).Append(lead).Append(request.ComplainedOf ?? lead).ToArray();
            var known = await db.Departments.AsNoTracking()
                .Where(d => d.StreetCode == street && d.Active && named.Contains(d.Code))
                .ToDictionaryAsync(d => d.Code, d => d.Kind, ct);
            if (named.FirstOrDefault(code => !known.ContainsKey(code)) is { } unknown)
                return DispatchingErrors.UnknownDepartment(unknown);
            if (known[lead] == DepartmentKinds.CommunityCommittee && duty is not { CommunityDuty: true })
                return DispatchingErrors.NotOnCommunityList;

            order.Case.ComplainedOf = request.ComplainedOf ?? order.Case.ComplainedOf;
            var grade = request.Grade ?? order.Profile.Handling.GradeOf(order.Case.Type);
            return new MoveDraft[]
            {
                new(MoveKinds.Dispatch)
                {
                    Department = lead, Code = grade, Length = order.Profile.CaseLength(grade), Note = request.Note,
                },
            }.Concat(helpers.Select(h => new MoveDraft(MoveKinds.CoHandler) { Department = h.Department, Day = h.On }))
            .ToArray();
        }
    }
}

internal static class DispatchingErrors
{
    public static readonly Error UnclearDuty =
        Error.Refused("dispatching.unclear_duty", "职责清单没有该事项，请指定承办单位或报区级协调", "CASE-03");

    public static readonly Error NotOnCommunityList =
        Error.Refused("dispatching.not_on_community_list", "该事项不在居民委员会清单内，不能由其主办", "CASE-07");

    public static Error InLitigation(string number) => Error.Refused(
        "dispatching.in_litigation", "同一事项正在诉讼中，不再派单，请告知诉求人法定渠道", "CASE-04") with
    {
        Detail = $"诉讼登记在工单 {number}。",
    };

    public static Error UnknownDepartment(string code) =>
        Error.Refused("dispatching.unknown_department", "本街道没有这个承办单位，或已停用", "CASE-03") with
        {
            Detail = code,
        };
}
