using System.Text.Json;
using System.Text.RegularExpressions;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>One operation of a served OpenAPI document, with who may call it.</summary>
/// <param name="Permission">Row of the access table, or <c>public</c>.</param>
/// <param name="Query">Names of the query parameters that take an id or must be given, and which of it.</param>
/// <param name="HasLimit">Whether it is a list whose pages the caller may size.</param>
public sealed partial record ApiOperation(
    string Method, string Path, string Permission, IReadOnlyList<string> Roles,
    IReadOnlyList<(string Name, bool Required)> Query, bool HasLimit)
{
    private static readonly string[] s_services = ["registry", "cases", "consultation", "funds", "notifications"];

    public bool IsPublic => Permission == "public";

    /// <summary>Opened by another system's signature: no token is good there.</summary>
    public bool IsSigned => Roles.Count > 0 && !Roles.Any(Cli.Tokens.Roles.All.Contains);

    public bool IsRead => Method == "GET";

    /// <summary>Path parameters with the segment before each: <c>("cases", "id")</c>.</summary>
    public IReadOnlyList<(string Resource, string Name)> Parameters { get; } =
        [.. Parameter().Matches(Path).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    public override string ToString() => $"{Method} {Path}";

    /// <summary>Query parameters whose values are published codes, with all of them.</summary>
    public IReadOnlyList<(string Name, string Code)> Codes { get; init; } = [];

    /// <summary>Every operation that the gateway's documents name.</summary>
    public static async Task<IReadOnlyList<ApiOperation>> ReadAsync(PlatformFixture platform)
    {
        var all = new List<ApiOperation>();
        foreach (var service in s_services)
        {
            var document = (await platform.Anonymous().GetAsync($"/openapi/{service}.json")).Expect(HttpStatusCode.OK);
            all.AddRange(
                from path in document.Json.GetProperty("paths").EnumerateObject()
                from operation in path.Value.EnumerateObject()
                select Of(operation.Name.ToUpperInvariant(), path.Name, operation.Value) with
                {
                    Codes = [.. CodesOf(operation.Value, document.Json)],
                });
        }
        return all;
    }

    private static ApiOperation Of(string method, string path, JsonElement operation)
    {
        JsonElement[] parameters = operation.TryGetProperty("parameters", out var named)
            ? [.. named.EnumerateArray()]
            : [];
        return new ApiOperation(
            method, path, operation.GetProperty("x-permission").GetString()!,
            [.. operation.GetProperty("x-roles").EnumerateArray().Select(r => r.GetString()!)],
            [.. parameters.Where(IsNeededInQuery).Select(p => (p.GetProperty("name").GetString()!,
                p.TryGetProperty("required", out var required) && required.GetBoolean()))],
            parameters.Any(p => p.GetProperty("name").GetString() == "limit"));
    }

    private static IEnumerable<(string Name, string Code)> CodesOf(JsonElement operation, JsonElement document) =>
        from parameter in operation.TryGetProperty("parameters", out var named) ? named.EnumerateArray() : []
        where parameter.GetProperty("in").GetString() == "query"
        let schema = Resolve(parameter.GetProperty("schema"), document)
        where schema.TryGetProperty("enum", out _)
        from code in schema.GetProperty("enum").EnumerateArray()
        where code.ValueKind is JsonValueKind.String
        select (parameter.GetProperty("name").GetString()!, code.GetString()!);

    private static JsonElement Resolve(JsonElement schema, JsonElement document) =>
        schema.TryGetProperty("$ref", out var reference)
            ? reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name))
            : schema;

    private static bool IsNeededInQuery(JsonElement parameter) => parameter.GetProperty("in").GetString() == "query"
        && (parameter.GetProperty("name").GetString()!.EndsWith("Id", StringComparison.OrdinalIgnoreCase)
            || (parameter.TryGetProperty("required", out var required) && required.GetBoolean()));

    [GeneratedRegex(@"([^/]+)/\{(\w+)\}")]
    private static partial Regex Parameter();
}
