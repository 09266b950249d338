using System.Text.Json;
using System.Text.RegularExpressions;
using CivicPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>Says in Chinese which parameter of query or address cannot be read, and what would be right.</summary>
internal static partial class ParameterFaults
{
    /// <summary>The standard answer with the parameter that the message names; as it was for other faults.</summary>
    public static Error Describe(
        Error standard, BadHttpRequestException fault, Endpoint? endpoint, JsonSerializerOptions options)
    {
        var match = Named().Match(fault.Message); // The framework says it in its message only.
        if (!match.Success) return standard;
        var name = match.Groups["name"].Value;
        var field = char.ToLowerInvariant(name[0]) + name[1..];
        if (match.Groups["missing"].Success)
            return standard with { Findings = [new("request.missing_parameter", "缺少此参数", field)] };
        var type = endpoint?.Metadata.OfType<IParameterBindingMetadata>().FirstOrDefault(p => p.Name == name)
            ?.ParameterInfo.ParameterType;
        var (code, detail) = (type is null ? null : new JsonPlace(type, options).Expect("$"))
            ?? ("request.unreadable_field", "参数无法识别或格式有误");
        return standard with { Findings = [new(code, detail, field)] };
    }

    [GeneratedRegex("^(?:(?<missing>Required)|Failed to bind) parameter \"[^\"]* (?<name>[A-Za-z]+)\"")]
    private static partial Regex Named();
}
