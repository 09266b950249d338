using System.Runtime.CompilerServices;
using CivicPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>Refuses query parameters that an endpoint does not know: a mistyped filter would find everything.</summary>
internal static class KnownQuery
{
    private const int LongestName = 40;

    // Once for each endpoint; a request without a query never asks.
    private static readonly ConditionalWeakTable<Endpoint, string[]> s_names = [];

    /// <summary>The refusal with a finding for each unknown name, or null.</summary>
    public static Error? Check(HttpRequest request, Endpoint endpoint)
    {
        if (!request.QueryString.HasValue) return null;
        var known = s_names.GetValue(endpoint, NamesOf);
        List<Finding>? findings = null;
        foreach (var (name, _) in request.Query)
        {
            if (known.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            findings ??= [];
            findings.Add(new Finding("request.unknown_parameter", Describe(known), name[..Math.Min(name.Length,
                LongestName)]));
        }
        return findings is null
            ? null
            : Error.Invalid("request.unknown_parameter", "没有这个查询参数") with { Findings = findings };
    }

    private static string Describe(string[] known) =>
        known.Length == 0 ? "该地址没有查询参数" : $"应为 {string.Join('、', known)} 之一";

    private static string[] NamesOf(Endpoint endpoint)
    {
        var route = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(p => p.Name) ?? [];
        var bound = endpoint.Metadata.OfType<IParameterBindingMetadata>().Where(IsOfQuery).Select(p => p.Name);
        return [.. bound.Except(route, StringComparer.OrdinalIgnoreCase)
            .Select(name => char.ToLowerInvariant(name[0]) + name[1..])];
    }

    // What can be read from one text comes from route or query unless it says otherwise.
    private static bool IsOfQuery(IParameterBindingMetadata parameter)
    {
        var said = parameter.ParameterInfo.GetCustomAttributes(inherit: true);
        if (said.Any(a => a is IFromQueryMetadata)) return true;
        return (parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string))
            && !said.Any(a => a is IFromHeaderMetadata or IFromBodyMetadata or IFromServiceMetadata);
    }
}
