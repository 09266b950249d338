using System.Net;
using System.Text.Json;
using CivicPlatform.Consultation.Data;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Kernel;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>POST /tallies:preview over HTTP, without a token.</summary>
public sealed class PreviewTallyTests(ConsultationService service)
{
    private const string Route = "/api/v1/tallies:preview";

    public static IEnumerable<TheoryDataRow<TallyVector>> Vectors() =>
        TallyVectors.All().Select(v => new TheoryDataRow<TallyVector>(v) { TestDisplayName = v.Id });

    [Theory, MemberData(nameof(Vectors), DisableDiscoveryEnumeration = true), Trait("rule", "VOTE-01")]
    public async Task counts_every_vector_of_the_domain_text(TallyVector vector)
    {
        var answer = (await PostAsync(BodyOf(vector.Input))).Expect(HttpStatusCode.OK);
        var expected = Tally.Count(vector.Input);

        Assert.Equal(Codes.Of(vector.Outcome), answer["outcome"]);
        Assert.Equal(Codes.Of(vector.Input.Matter), answer["rule"]);
        Assert.Equal(expected.QuorumMet, answer.Json.GetProperty("quorumMet").GetBoolean());
        AssertFigures(expected.Count, answer.Json);
        Assert.Equal(vector.Strict is not null, answer.Json.TryGetProperty("strict", out var strict));
        if (expected.Strict is null) return;
        Assert.Equal(Codes.Of(vector.Strict!.Value), strict.GetProperty("outcome").GetString());
        AssertFigures(expected.Strict.Count, strict);
    }

    [Fact]
    public async Task answers_in_exactly_the_published_shape()
    {
        var answer = await PostAsync("""
            {"matter":"M5","ruleSet":"CC278","units":[{"unit":"1-101","area":"100.00","owners":["A"],"status":"SOLD"}],
             "ballots":[{"unit":"1-101","choice":"FOR"}]}
            """);

        const string All = """{"area":"100.00","heads":1}""";
        const string None = """{"area":"0.00","heads":0}""";
        Assert.Equal(
            $$"""{"outcome":"PASSED","rule":"M5","total":{{All}},"participating":{{All}},"for":{{All}},""" +
            $$"""
            "against":{{None}},"abstain":{{None}},"invalid":{{None}},"conflict":{{None}},"silent":{{None}},
            """.Trim() +
            """ "quorumMet":true,"usesSilenceRule":false}""".Trim(),
            answer.Expect(HttpStatusCode.OK).Text);
    }

    [Fact, Trait("rule", "VOTE-25"), Trait("rule", "VOTE-26")]
    public async Task gives_the_strict_figures_beside_the_silence_rule_and_reviews_a_split_majority()
    {
        const string Units = """
            [{"unit":"1","area":"100","owners":["A"],"status":"SOLD"},
             {"unit":"2","area":"90.5","owners":["B"],"status":"SOLD"},
             {"unit":"3","area":"1.05","owners":["C"],"status":"SOLD"}]
            """;
        var used = await PostAsync($$$"""
            {"matter":"M5","ruleSet":"CC278","units":{{{Units}}},"ballots":[{"unit":"1","choice":"FOR"}],
             "silenceRule":{"deliveredUnits":["1","2"]}}
            """);
        Assert.Equal(("PASSED", "True"), (used["outcome"], used["usesSilenceRule"]));
        Assert.Equal(("90.50", "190.50"), (used["silent.area"], used["for.area"]));
        Assert.Equal(("FAILED_QUORUM", "100.00"), (used["strict.outcome"], used["strict.participating.area"]));

        var split = await PostAsync($$$"""
            {"matter":"M5","ruleSet":"CC278","units":{{{Units}}},"silenceRule":{"deliveredUnits":["1","2","3"]},
             "ballots":[{"unit":"1","choice":"FOR"},{"unit":"2","choice":"AGAINST"},{"unit":"3","choice":"AGAINST"}]}
            """);
        Assert.Equal(("MANUAL_REVIEW", "False"), (split["outcome"], split["usesSilenceRule"]));
        Assert.Equal(("0.00", "0"), (split["silent.area"], split["silent.heads"]));
        Assert.False(split.Json.TryGetProperty("strict", out _));
    }

    [Theory]
    [InlineData("""{"unit":"1","area":"1.00","owners":["B"],"status":"SOLD"}""", "", "duplicate", "units[1].unit")]
    [InlineData("""{"unit":"2","area":"1.00","owners":[],"status":"SOLD"}""", "", "owners_missing", "units[1].owners")]
    [InlineData("""{"unit":"2","area":"1","status":"UNSOLD"}""", """{"unit":"9","choice":"FOR"}""", "unknown_unit",
        "ballots[0].unit")]
    public async Task refuses_what_contradicts_itself_and_says_where(
        string unit, string ballot, string code, string field)
    {
        var answer = await PostAsync($$$"""
            {"matter":"M5","ruleSet":"CC278","ballots":[{{{ballot}}}],
             "units":[{"unit":"1","area":"100.00","owners":["A"],"status":"SOLD"},{{{unit}}}]}
            """);

        answer.ExpectProblem(HttpStatusCode.UnprocessableEntity, "tallies.inconsistent");
        AssertFinding(code, field, answer);
    }

    [Theory, Trait("rule", "NUM-01")]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("-1.00")]
    [InlineData("1.005")]
    [InlineData("1e2")]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1,000.00")]
    [InlineData("99999999999999999999999999999999")]
    public async Task refuses_an_area_that_is_no_positive_decimal_of_two_places(string area)
    {
        var answer = await PostAsync($$$"""
            {"matter":"M5","units":[{"unit":"1","area":"{{{area}}}","owners":["A"],"status":"SOLD"}],"ballots":[]}
            """);

        answer.ExpectProblem(HttpStatusCode.UnprocessableEntity, "tallies.inconsistent");
        AssertFinding("area_not_positive", "units[0].area", answer);
    }

    [Theory]
    [InlineData("\"deliveredUnits\":[\"9\"]", "M5", "tallies.inconsistent")]
    [InlineData("\"deliveredUnits\":[\"1\",\"1\"]", "M5", "tallies.inconsistent")]
    [InlineData("\"deliveredUnits\":[\"1\"]", "UNANIMOUS", "motions.silence_with_unanimity")]
    public async Task refuses_a_silence_rule_that_does_not_fit(string silence, string matter, string code) =>
        (await PostAsync($$$"""
            {"matter":"{{{matter}}}","ruleSet":"CC278","silenceRule":{{{{silence}}}},"ballots":[],
             "units":[{"unit":"1","area":"100.00","owners":["A"],"status":"SOLD"}]}
            """)).ExpectProblem(HttpStatusCode.UnprocessableEntity, code);

    [Theory]
    [InlineData("""{"matter":"M10","units":[],"ballots":[]}""")]
    [InlineData("""{"matter":0,"units":[],"ballots":[]}""")]
    [InlineData("""{"matter":"M5","units":[],"ballots":[],"extra":1}""")]
    [InlineData("""{"matter":"M5","units":[null],"ballots":[]}""")]
    [InlineData("""{"matter":"M5","units":[],"ballots":[null]}""")]
    [InlineData("""{"matter":"M5","units":null,"ballots":[]}""")]
    [InlineData("""{"matter":"M5","units":[{"unit":"1","area":"1","owners":[null],"status":"SOLD"}],"ballots":[]}""")]
    [InlineData("""{"matter":"M5","units":[{"unit":"1","area":1,"owners":["A"],"status":"SOLD"}],"ballots":[]}""")]
    [InlineData("""{"matter":"M5","units":[],"ballots":[{"unit":"1","choice":"YES"}]}""")]
    [InlineData("""{"matter":"M5","units":[{"unit":"1\u202e","area":"1","owners":["A"]}],"ballots":[]}""")]
    [InlineData("""{"matter":"M5","ballots":[]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task refuses_a_malformed_request(string json)
    {
        var answer = await PostAsync(json);

        answer.Expect(HttpStatusCode.BadRequest);
        Assert.NotNull(answer.Code);
    }

    [Fact]
    public async Task refuses_an_empty_roll() =>
        (await PostAsync("""{"matter":"M5","units":[],"ballots":[]}"""))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "tallies.inconsistent");

    private static void AssertFinding(string code, string field, Answer answer)
    {
        var finding = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal(code, finding.GetProperty("code").GetString());
        Assert.Equal(field, finding.GetProperty("field").GetString());
    }

    private Task<Answer> PostAsync(string json) => service.Host.Anonymous().SendAsync(
        HttpMethod.Post, Route, new StringContent(json, System.Text.Encoding.UTF8, "application/json"), key: null);

    private static string BodyOf(TallyInput input) => JsonSerializer.Serialize(new
    {
        matter = Codes.Of(input.Matter),
        ruleSet = Codes.Of(input.RuleSet),
        units = input.Units.Select(u => new
        {
            unit = u.Unit, area = new Area(u.Area).ToString(), owners = u.Owners, status = Codes.Of(u.Status),
        }),
        ballots = input.Ballots.Select(b => new { unit = b.Unit, choice = Codes.Of(b.Choice) }),
        silenceRule = input.DeliveredUnits is { } delivered ? new { deliveredUnits = delivered } : null,
    });

    private static void AssertFigures(TallyCount expected, JsonElement actual)
    {
        AssertFigure(expected.Total, actual.GetProperty("total"));
        AssertFigure(expected.Participating, actual.GetProperty("participating"));
        AssertFigure(expected.For, actual.GetProperty("for"));
        AssertFigure(expected.Against, actual.GetProperty("against"));
        AssertFigure(expected.Abstain, actual.GetProperty("abstain"));
        AssertFigure(expected.Invalid, actual.GetProperty("invalid"));
        AssertFigure(expected.Conflict, actual.GetProperty("conflict"));
        AssertFigure(expected.Silent, actual.GetProperty("silent"));
    }

    private static void AssertFigure(TallyFigure expected, JsonElement actual) => Assert.Equal(
        (new Area(expected.Area).ToString(), expected.Heads),
        (actual.GetProperty("area").GetString()!, actual.GetProperty("heads").GetInt32()));
}
