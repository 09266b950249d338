using System.Text.Json;
using System.Text.Json.Nodes;

namespace CivicPlatform.Platform.Tests;

/// <summary>The OpenAPI documents of the repository are those that the gateway serves.</summary>
public sealed class ApiDocumentTests(PlatformFixture platform)
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Theory]
    [InlineData("registry"), InlineData("cases"), InlineData("consultation")]
    [InlineData("funds"), InlineData("notifications")]
    public async Task the_committed_document_is_the_served_one(string service)
    {
        var served = (await platform.Anonymous().GetAsync($"/openapi/{service}.json")).Expect(HttpStatusCode.OK);
        var text = JsonNode.Parse(served.Body)!.ToJsonString(s_indented) + "\n";
        var path = Repository.PathOf("docs", "http", $"{service}.json");
        if (Environment.GetEnvironmentVariable("CIVIC_WRITE_DOCS") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }
        Assert.True(
            File.Exists(path) && await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) == text,
            $"docs/http/{service}.json is not what {service} serves; run CIVIC_WRITE_DOCS=1 ./civic test Platform");
    }
}
