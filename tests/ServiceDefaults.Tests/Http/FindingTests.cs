using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Tests.Sample;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

/// <summary>Refusals say where the fault is and what would be right.</summary>
public sealed class FindingTests(SampleFixture fixture)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"author":{"name":"a","kind":"CARVED"}}""", "code.unknown", "author.kind", "BY_HAND、TYPED")]
    [InlineData(
        """{"author":{"name":"a"},"others":[{"name":"b"},{"name":"c","kind":3}]}""", "code.unknown", "others[1].kind",
        "BY_HAND、TYPED")]
    [InlineData("""{"author":{"name":"a"},"caseId":"x"}""", "request.unreadable_field", "caseId", "UUID")]
    [InlineData("""{"author":{"name":7}}""", "request.unreadable_field", "author.name", "应为文本")]
    [InlineData("""{"author":[]}""", "request.unreadable_field", "author", "应为对象")]
    public async Task a_value_that_does_not_fit_is_told_what_would(string body, string code, string field, string words)
    {
        var finding = (await CheckAsync(body)).Single();
        Assert.Equal((code, field), (Text(finding, "code"), Text(finding, "field")));
        Assert.Contains(words, Text(finding, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_finding_names_the_whole_path() => Assert.Equal(
        ["author.name", "tone", "author.phone"],
        (await CheckAsync("""{"author":{"name":"far too long"},"tone":"SHRILL"}""")).Select(f => Text(f, "field")));

    [Theory]
    [InlineData("?text=a&limit=3&Kind=TYPED", HttpStatusCode.OK)]
    [InlineData("?txt=a", HttpStatusCode.BadRequest)]
    public async Task an_unknown_parameter_is_refused(string query, HttpStatusCode expected)
    {
        using var http = new HttpClient { BaseAddress = fixture.Service.Address };
        using var answer = await http.GetAsync($"/api/v1/note-filters{query}", Ct);
        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.OK) return;

        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!;
        var finding = problem["errors"]![0]!;
        Assert.Equal("request.unknown_parameter", Text(problem, "code"));
        Assert.Equal("txt", Text(finding, "field"));
        Assert.Contains("text、limit、kind", Text(finding, "detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?limit=many", "request.unreadable_field", "limit", "应为整数")]
    [InlineData("?drawnAs=CARVED", "code.unknown", "drawnAs", "BY_HAND、TYPED")]
    [InlineData("?limit=1", "request.missing_parameter", "must", "缺少")]
    public async Task a_parameter_that_does_not_fit_is_told_what_would(
        string query, string code, string field, string words)
    {
        using var http = new HttpClient { BaseAddress = fixture.Service.Address };
        using var answer = await http.GetAsync($"/api/v1/note-pages{query}", Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        var finding = JsonNode.Parse(text)!["errors"]![0]!;
        Assert.Equal((code, field), (Text(finding, "code"), Text(finding, "field")));
        Assert.Contains(words, Text(finding, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_endpoint_without_parameters_says_so() => (await fixture.Service.As(
        Roles.StreetClerk, "110114009").PostAsync("/api/v1/notes?dryRun=true", new { text = "a" }))
        .ExpectProblem(HttpStatusCode.BadRequest, "request.unknown_parameter");

    [Fact]
    public async Task a_bad_token_is_told_in_development_only_where_local_ones_come_from()
    {
        await using var elsewhere = await SampleService.StartAsync("--environment=Staging");
        Assert.Contains("./civic token", await RefuseTokenAsync(fixture.Service), StringComparison.Ordinal);
        Assert.DoesNotContain("civic", await RefuseTokenAsync(elsewhere), StringComparison.Ordinal);

        static async Task<string> RefuseTokenAsync(SampleService service)
        {
            var refused = await service.WithToken("nonsense").GetAsync($"/api/v1/notes/{Guid.NewGuid()}");
            refused.ExpectProblem(HttpStatusCode.Unauthorized, "auth.token_invalid");
            return (string?)JsonNode.Parse(refused.Text)!["detail"] ?? "";
        }
    }

    [Fact]
    public async Task the_document_lists_codes_and_who_may_call()
    {
        using var http = new HttpClient { BaseAddress = fixture.Service.Address };
        var document = (await http.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Ct))!;
        var list = document["paths"]!["/api/v1/note-filters"]!["get"]!;
        var kind = list["parameters"]!.AsArray().Single(p => Text(p!, "name") == "kind")!["schema"]!;

        Assert.Equal("""["BY_HAND","TYPED"]""", kind["enum"]!.ToJsonString());
        Assert.Equal("[]", list["security"]!.ToJsonString());
        Assert.Equal("""["CALM","LOUD"]""", document["components"]!["schemas"]!["NoteDraft"]!["properties"]!["tone"]!
            ["enum"]!.ToJsonString());
        Assert.Equal("""[{"bearer":[]}]""", document["paths"]!["/api/v1/notes"]!["post"]!["security"]!.ToJsonString());
    }

    [Fact]
    public async Task the_document_says_what_the_code_says()
    {
        using var http = new HttpClient { BaseAddress = fixture.Service.Address };
        var document = (await http.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Ct))!;
        var draft = document["components"]!["schemas"]!["NoteDraft"]!;

        Assert.Equal("A note that is not kept.", Text(draft, "description"));
        Assert.Equal("What it is about, see tone.", Text(draft["properties"]!["caseId"]!, "description"));
        Assert.Equal("""["author"]""", draft["required"]!.ToJsonString());
        var parameters = document["paths"]!["/api/v1/note-filters"]!["get"]!["parameters"]!.AsArray();
        Assert.Equal("Start of the text.", Text(parameters.Single(p => Text(p!, "name") == "text")!, "description"));
    }

    private async Task<JsonNode[]> CheckAsync(string body)
    {
        using var http = new HttpClient { BaseAddress = fixture.Service.Address };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/api/v1/drafts:check", content, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        return [.. JsonNode.Parse(text)!["errors"]!.AsArray().Select(e => e!)];
    }

    private static string Text(JsonNode node, string member) => (string)node[member]!;
}
