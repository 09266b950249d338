using System.Text.Json.Nodes;

namespace CivicPlatform.House.Tests;

/// <summary>The OpenAPI documents explain themselves: an integrator has nothing else.</summary>
/// <remarks>Platform.Tests holds the documents to what the services serve.</remarks>
public sealed class ApiDocumentTests
{
    private static readonly string[] Services = ["registry", "cases", "consultation", "funds", "notifications"];

    // Commands whose address says it all: nothing is read from a body.
    private static readonly string[] WithoutBody = ["/replay", "/promote", "/end", "/resend", "/lock", "/done",
        "/settle", "/maintain", "/withdraw", "/seal", "/secrets", "/refunds/{id}/approve", "/shared-costs/{id}/approve",
        "/reminder-runs", "/draw", "/retract", "/case-feedback/{id}/publish"];

    [Fact]
    public void every_operation_says_what_it_does() => Assert.Empty(
        from operation in Operations()
        where Text(operation, "summary").Length == 0 || Text(operation, "description").Length == 0
        select operation.Name);

    [Fact]
    public void every_command_declares_its_body() => Assert.Empty(
        from operation in Operations()
        where operation.Method is "post" or "put" or "patch" && operation.Node["requestBody"]?["content"] is null
        where !WithoutBody.Any(end => operation.Path.EndsWith(end, StringComparison.Ordinal))
        select operation.Name);

    [Fact]
    public void every_import_tells_its_columns() => Assert.All(
        Operations().Where(o => o.Method == "post" && o.Path.EndsWith("-imports", StringComparison.Ordinal)),
        operation =>
        {
            var body = operation.Node["requestBody"]!;
            Assert.NotNull(body["content"]!["text/csv"]);
            Assert.Contains("Columns", (string?)body["description"], StringComparison.Ordinal);
        });

    [Fact]
    public void every_operation_declares_what_it_answers() => Assert.Empty(
        from operation in Operations()
        let success = operation.Node["responses"]!.AsObject().Where(r => r.Key[0] == '2').ToArray()
        where success.Length == 0 || success.Any(r => r.Key is not ("202" or "204") && r.Value!["content"] is null)
        where !operation.Path.EndsWith("/promote", StringComparison.Ordinal) // Always refused (VOTE-05).
        select operation.Name);

    [Fact]
    public void every_operation_says_who_may_call_it() => Assert.Empty(
        from operation in Operations()
        let isPublic = Text(operation, "x-permission") == "public"
        where operation.Node["security"] is not JsonArray security || security.Count == 0 != isPublic
        select operation.Name);

    [Fact]
    public void query_parameters_have_one_form() => Assert.Empty(
        from operation in Operations()
        from parameter in operation.Node["parameters"]?.AsArray() ?? []
        where (string?)parameter!["in"] == "query" && !char.IsAsciiLetterLower(((string)parameter["name"]!)[0])
        select $"{operation.Name} {parameter["name"]}");

    private static string Text(Operation operation, string member) => (string?)operation.Node[member] ?? "";

    private static IEnumerable<Operation> Operations() =>
        from service in Services
        let path = Path.Combine(SourceFile.Root, "docs", "http", $"{service}.json")
        from address in JsonNode.Parse(File.ReadAllText(path))!["paths"]!.AsObject()
        from operation in address.Value!.AsObject()
        select new Operation(operation.Key, address.Key, operation.Value!);

    private sealed record Operation(string Method, string Path, JsonNode Node)
    {
        public string Name => $"{Method} {Path}";
    }
}
