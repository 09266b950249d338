using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CivicPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>
/// Refuses query parameters that an endpoint does not know, or that would be read otherwise than they were meant: a
/// mistyped filter would find everything, an instant without its offset another day.
/// </summary>
internal static partial class KnownQuery
{
    private const int LongestName = 40;

    private static readonly Error s_malformed = Error.Invalid("request.invalid", "查询参数有误");

    // Once for each endpoint; a request without a query never asks.
    private static readonly ConditionalWeakTable<Endpoint, Known[]> s_known = [];

    /// <summary>The refusal with a finding for each unknown, repeated or zoneless parameter, or null.</summary>
    public static Error? Check(HttpRequest request, Endpoint endpoint)
    {
        if (!request.QueryString.HasValue) return null;
        var known = s_known.GetValue(endpoint, KnownOf);
        List<Finding> unknown = [], wrong = [];
        foreach (var (name, values) in request.Query)
        {
            var field = name[..Math.Min(name.Length, LongestName)];
            var parameter = known.FirstOrDefault(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (parameter is null) unknown.Add(new Finding("request.unknown_parameter", Describe(known), field));
            else if (parameter.FaultOf(values) is { } fault) wrong.Add(fault with { Field = field });
        }
        if (unknown.Count > 0)
            return Error.Invalid("request.unknown_parameter", "没有这个查询参数") with { Findings = unknown };
        return wrong.Count > 0 ? s_malformed with { Findings = wrong } : null;
    }

    private static string Describe(Known[] known) =>
        known.Length == 0 ? "该地址没有查询参数" : $"应为 {string.Join('、', known.Select(k => k.Name))} 之一";

    private static Known[] KnownOf(Endpoint endpoint)
    {
        var route = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(p => p.Name) ?? [];
        return [.. endpoint.Metadata.OfType<IParameterBindingMetadata>().Where(IsOfQuery)
            .ExceptBy(route, parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
            .Select(p => new Known(char.ToLowerInvariant(p.Name[0]) + p.Name[1..], p.ParameterInfo.ParameterType))];
    }

    // What can be read from one text comes from route or query unless it says otherwise.
    private static bool IsOfQuery(IParameterBindingMetadata parameter)
    {
        var said = parameter.ParameterInfo.GetCustomAttributes(inherit: true);
        if (said.Any(a => a is IFromQueryMetadata)) return true;
        return (parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string))
            && !said.Any(a => a is IFromHeaderMetadata or IFromBodyMetadata or IFromServiceMetadata);
    }

    /// <summary>A parameter that an endpoint reads.</summary>
    private sealed partial record Known(string Name, Type Type)
    {
        private readonly bool _isInstant = Nullable.GetUnderlyingType(Type) == typeof(DateTimeOffset)
            || Type == typeof(DateTimeOffset);

        /// <summary>What the framework would take without a word, and mean something else.</summary>
        public Finding? FaultOf(StringValues values)
        {
            if (values.Count > 1 && !Type.IsArray) return new Finding("request.repeated_parameter", "此参数只能给一次");
            return _isInstant && values is [{ } text] && !Zoned().IsMatch(text)
                ? new Finding("instant.without_offset",
                    "应为带时区的时刻，例如 2023-05-20T01:02:00Z 或 2023-05-20T09:02:00%2B08:00（网址中 + 须写作 %2B）")
                : null;
        }

        [GeneratedRegex("(?:Z|[+-][0-9]{2}:[0-9]{2})$")]
        private static partial Regex Zoned();
    }
}
