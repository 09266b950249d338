using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CivicPlatform.Cases.Callbacks;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace CivicPlatform.Cases.Rates;

/// <summary>
/// GET /case-rates: the three rates of a month, by office, department, community or matter (CASE-20, 21).
/// </summary>
public static partial class GetRates
{
    /// <summary>Groups of one answer at most.</summary>
    public const int MaxGroups = 1_000;

    /// <summary>By what the facts are grouped.</summary>
    public static readonly IReadOnlyList<string> Groups = ["OFFICE", "DEPARTMENT", "COMMUNITY", "MATTER"];

    /// <summary>What is asked for.</summary>
    public sealed class Filter
    {
        /// <summary>Civil month, such as 2024-10.</summary>
        [FromQuery] public required string Period { get; init; }

        /// <summary>OFFICE when left out.</summary>
        [FromQuery, CodesOf(typeof(GetRates), nameof(Groups))] public string? By { get; init; }

        /// <summary>Only that department's.</summary>
        [FromQuery] public string? Department { get; init; }

        /// <summary>Only that matter's.</summary>
        [FromQuery] public string? Matter { get; init; }
    }

    /// <summary>The rates of a month.</summary>
    /// <param name="Period">As asked.</param>
    /// <param name="By">As asked.</param>
    /// <param name="Weights">What a rating counts, in percent, by the office's profile.</param>
    /// <param name="Items">Ordered by key, at most 1,000.</param>
    public sealed record Response(
        string Period, [CodesOf(typeof(GetRates), nameof(Groups))] string By,
        IReadOnlyDictionary<string, int> Weights, IReadOnlyList<ThreeRates> Items);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/case-rates", GetAsync).Requires(Permissions.RateRead).OwnsItsTransaction()
            .WithTags("Rates").WithSummary("The three rates of a month (三率)")
            .WithDescription(
                "Response, resolution and satisfaction, each with what it was divided from (CASE-21); a rate with " +
                "nothing to divide by is absent, not 0. From facts that are written at the callback and never " +
                "rewritten; period is a civil month. With Accept: text/csv the same as CSV. GET /case-rate-facts " +
                "shows the facts behind a figure.")
            .Produces<Response>(StatusCodes.Status200OK, "application/json", "text/csv");

    private static async Task<IResult> GetAsync(
        [AsParameters] Filter filter, ScopedRead read, HttpContext http, CancellationToken ct)
    {
        var check = new ShapeCheck().OptionalText(filter.Department, 40).OptionalText(filter.Matter, 40)
            .That(Month().IsMatch(filter.Period), "period", "period.malformed", "应为 2024-10 这样的月份");
        if (filter.By is not null) check.Code(filter.By, Groups);
        if (check.Error is { } malformed) return malformed.ToProblem();

        var by = filter.By ?? Groups[0];
        var rows = await read.ListAsync(Sql(filter, by, read.Scope), Read, ct);
        var weights = PolicyProfiles.ResolveFor(read.Scope.Streets is [var one, ..] ? one : "")
            .Handling.SatisfactionPercent;
        var items = rows.ConvertAll(row => ThreeRates.Of(row, by == Groups[0]
            ? PolicyProfiles.ResolveFor(row.Key).Handling.SatisfactionPercent
            : weights));
        return http.Request.Headers.Accept.ToString().Contains("text/csv", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Text(Csv(items), "text/csv; charset=utf-8")
            : TypedResults.Ok(new Response(filter.Period, by, weights, items));
    }

    private static NpgsqlBatchCommand Sql(Filter filter, string by, DivisionScope scope)
    {
        var key = by switch
        {
            "DEPARTMENT" => "coalesce(department, '')", "COMMUNITY" => "division_code", "MATTER" => "matter",
            _ => "street_code",
        };
        var rated = string.Join(", ", Ratings.All.Select(r => $"count(*) filter (where rating = '{r}')"));
        return new NpgsqlBatchCommand(
            $"select {key}, count(*), count(*) filter (where ratable), count(*) filter (where contacted_in_time), " +
            $"count(*) filter (where valid_callback), count(*) filter (where resolved), {rated} " +
            "from case_rate_facts where street_code = any($1) and period = $2 " +
            "and ($3::text[] = '{}' or division_code = any($3)) and ($4::text is null or department = $4) " +
            "and ($5::text is null or matter = $5) group by 1 order by 1 limit 1000")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = scope.Streets },
                new NpgsqlParameter<string> { TypedValue = filter.Period },
                new NpgsqlParameter<string[]> { TypedValue = scope.Communities },
                Optional(filter.Department), Optional(filter.Matter),
            },
        };
    }

    private static NpgsqlParameter Optional(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };

    private static RateCounts Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
        Ratings.All.Index().ToDictionary(r => r.Item, r => row.GetInt64(6 + r.Index)));

    private static string Csv(List<ThreeRates> items)
    {
        var text = new StringBuilder(
            "key,orders,ratable,contacted,response,validCallbacks,resolved,resolution,points,satisfaction\n");
        foreach (var (counts, points, response, resolution, satisfaction) in items)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{counts.Key},{counts.Orders},{counts.Ratable},{counts.Contacted},{response},{counts.ValidCallbacks},")
                .Append(CultureInfo.InvariantCulture, $"{counts.Resolved},{resolution},{points},{satisfaction}\n");
        }
        return text.ToString();
    }

    [GeneratedRegex(@"^20[0-9]{2}-(0[1-9]|1[0-2])\z", RegexOptions.CultureInvariant)]
    internal static partial Regex Month();
}
