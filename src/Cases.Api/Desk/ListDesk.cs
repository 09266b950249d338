using System.Globalization;
using System.Text;
using CivicPlatform.Cases.Duties;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

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
        var query = new DeskSql(filter, now);
        query.InScope(read.Scope);
        if (!access.IsOffice) query.OfMember(user.Subject);
        if (cursor is { } place) query.After(place);
        var rows = await read.ListAsync(query.Take(limit + 1), DeskSql.Read, ct);
        return TypedResults.Ok(Page.Of(rows, limit, row => new Cursor(row.At, row.Id)));
    }

    private static Error? Check(Filter filter)
    {
        var check = new ShapeCheck().OptionalText(filter.Department, HandlingLimits.Code)
            .OptionalText(filter.Matter, HandlingLimits.Code).OptionalText(filter.Community, 12)
            .That(filter.Within is null or (>= 1 and <= 720), "within", "within.out_of_range", "应为 1 至 720 小时")
            .That(filter.Limit is null or (>= 1 and <= Page.MaxLimit), "limit", "limit.out_of_range",
                $"应为 1 至 {Page.MaxLimit}");
        if (filter.View is not null) check.Code(filter.View, Views);
        if (filter.For is not null) check.Code(filter.For, Waits.All);
        return check.Error;
    }
}

/// <summary>
/// The query of a desk: a hot read, so its text is written here; what is not asked for leaves no trace.
/// </summary>
internal sealed class DeskSql
{
    private readonly StringBuilder _text;
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly string _order;

    public DeskSql(ListDesk.Filter filter, DateTimeOffset now)
    {
        _order = filter.View == "AWAITING" ? "received_at" : "due_at";
        _text = new StringBuilder(
            $"select id, number, status, matter, division_code, department, grade, {_order}, awaits from cases where ");
        _text.Append(_order == "due_at" ? "due_at is not null" : "awaits is not null");
        if (filter.View == "OVERDUE") Where("due_at <= {0}", now.UtcDateTime);
        if (filter.View == "DUE_SOON")
        {
            Where("due_at > {0}", now.UtcDateTime);
            Where("due_at <= {0}", now.AddHours(filter.Within ?? 24).UtcDateTime);
        }
        if (filter.For is { } waits) Where("awaits = {0}", waits);
        if (filter.Department is { } department) Where("department = {0}", department);
        if (filter.Community is { } community) Where("division_code = {0}", community);
        if (filter.Matter is { } matter) Where("matter = {0}", matter);
    }

    public void InScope(DivisionScope scope)
    {
        // The usual caller has one street: said as an equality, the index gives the order without a sort.
        if (scope.Streets is [var street]) Where("street_code = {0}", street);
        else Where("street_code = any({0})", scope.Streets);
        if (scope.Communities.Length > 0) Where("division_code = any({0})", scope.Communities);
    }

    public void OfMember(string subject) => Where(
        "department in (select m.code from department_members m where m.subject = {0} " +
        "and m.street_code = cases.street_code)", subject);

    public void After(Cursor place) => _text.Append(CultureInfo.InvariantCulture,
        $" and ({_order}, id) > ({Add(place.At.UtcDateTime)}, {Add(place.Id)})");

    public NpgsqlBatchCommand Take(int rows)
    {
        _text.Append(CultureInfo.InvariantCulture, $" order by {_order}, id limit {Add(rows)}");
        var command = new NpgsqlBatchCommand(_text.ToString());
        foreach (var parameter in _parameters) command.Parameters.Add(parameter);
        return command;
    }

    public static ListDesk.Item Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6),
        row.GetFieldValue<DateTimeOffset>(7), row.IsDBNull(8) ? null : row.GetString(8));

    private void Where<T>(string condition, T value) =>
        _text.Append(" and ").Append(condition.Replace("{0}", Add(value), StringComparison.Ordinal));

    private string Add<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }
}
