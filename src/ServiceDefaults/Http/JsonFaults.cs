using System.Text.Json;
using System.Text.RegularExpressions;
using CivicPlatform.Kernel;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>A value of a kind of its own that was written in another way.</summary>
/// <param name="code">Stable code of the finding.</param>
/// <param name="detail">How it is written, in Chinese.</param>
/// <param name="rule">The rule that asks for it.</param>
internal sealed class UnfitValueException(string code, string detail, string? rule = null) : JsonException(detail)
{
    public string Code => code;

    public string? Rule => rule;
}

/// <summary>Says in Chinese what is wrong with a JSON body, and where.</summary>
internal static partial class JsonFaults
{
    private const int MaxFindings = 20;

    /// <summary>The standard answer with what the reader found in it.</summary>
    public static Error Describe(Error standard, JsonException fault, JsonPlace? place)
    {
        var field = fault.Path?.TrimStart('$', '.');
        return fault switch
        {
            ForbiddenTextException => standard with
            {
                Findings = [new("text.forbidden_character", "含有不允许的控制字符或双向排版字符", field)],
            },
            UnfitValueException unfit => standard with
            {
                Findings = [new(unfit.Code, unfit.Message.Split(" Path:")[0], field)],
                Rule = unfit.Rule,
            },
            _ => standard with { Findings = [.. OfReader(fault, field, place).Take(MaxFindings)] },
        };
    }

    // The reader says these things in its message only.
    private static IEnumerable<Finding> OfReader(JsonException fault, string? field, JsonPlace? place)
    {
        if (fault.InnerException is JsonException || fault.Message.Contains("LineNumber: 0 | BytePositionInLine: 0."))
            return [new("request.malformed_json", $"JSON 语法有误，第 {(fault.LineNumber ?? 0) + 1} 行", field)];
        if (fault.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            var names = Quoted().Matches(fault.Message[fault.Message.IndexOf("including", StringComparison.Ordinal)..]);
            return names.Select(name =>
                new Finding("request.missing_field", "缺少此字段", Join(field, name.Groups[1].Value)));
        }
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return [new("request.unknown_field", "没有此字段", field)];
        var (code, detail) = place?.Expect(fault.Path) ?? ("request.unreadable_field", "字段无法识别或格式有误");
        return [new(code, detail, field)];
    }

    private static string Join(string? parent, string name) => string.IsNullOrEmpty(parent) ? name : $"{parent}.{name}";

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
