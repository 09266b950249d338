using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>What the places of a JSON body may hold, for findings about values that do not fit there.</summary>
/// <param name="body">Type of the whole body.</param>
/// <param name="options">The rules by which it is read.</param>
internal sealed partial class JsonPlace(Type body, JsonSerializerOptions options)
{
    private readonly Type _body = Nullable.GetUnderlyingType(body) ?? body;

    /// <summary>Code and Chinese words of the finding at a path such as <c>$.lifts[0].state</c>.</summary>
    public (string Code, string Detail)? Expect(string? path)
    {
        if (TypeAt(path ?? "$") is not { } type) return null;
        if (type.IsEnum) return ("code.unknown", $"应为 {string.Join('、', CodesOf(type, options))} 之一");
        return Words(type) is { } words ? ("request.unreadable_field", words) : null;
    }

    /// <summary>The published codes of an enum, as JSON has them.</summary>
    public static IEnumerable<string> CodesOf(Type type, JsonSerializerOptions options) =>
        Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToElement(value, type, options))
            .Select(code => code.GetString()!);

    private Type? TypeAt(string path)
    {
        var type = _body;
        foreach (var part in Step().Matches(path).Select(match => match.Groups[1]))
        {
            var info = options.GetTypeInfo(type);
            var next = info.Kind is JsonTypeInfoKind.Object
                ? info.Properties.FirstOrDefault(p => p.Name == part.Value)?.PropertyType
                : info.ElementType;
            if (next is null) return null;
            type = Nullable.GetUnderlyingType(next) ?? next;
        }
        return type;
    }

    private string? Words(Type type) => type switch
    {
        _ when type == typeof(string) => "应为文本",
        _ when type == typeof(bool) => "应为 true 或 false",
        _ when type == typeof(int) || type == typeof(long) => "应为整数",
        _ when type == typeof(Guid) => "应为 UUID",
        _ when type == typeof(DateOnly) => "应为日期，例如 \"2023-05-20\"",
        _ when type == typeof(DateTimeOffset) => "应为带时区的时刻，例如 \"2023-05-20T09:02:00+08:00\"",
        _ => options.GetTypeInfo(type).Kind switch
        {
            JsonTypeInfoKind.Enumerable => "应为数组",
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "应为对象",
            _ => null,
        },
    };

    [GeneratedRegex(@"(?:\.|\['?)([^.\[\]']+)'?\]?")]
    private static partial Regex Step();
}
