using System.Net;
using System.Text;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.ConsentBoards;

/// <summary>Visits that staff wrote down where there was no network (PIPE-02).</summary>
public sealed class VisitImportTests(ConsultationService service)
{
    private const string Header = "ref,building,entrance,room,visited_on,channel,outcome,offer\n";
    private const string First = "pad3-1,1,1,101,2024-05-06,VISIT,UNCHANGED,施工期间代管家具\n";
    private const string Second = "pad3-2,1,1,102,2024-05-06,PHONE,NOT_MET,\n";

    [Fact, Trait("rule", "PIPE-02"), Trait("scenario", "001-4")]
    public async Task a_file_may_be_sent_again_and_a_longer_one_adds_what_is_new()
    {
        var (office, path) = await OpenAsync();
        Assert.Equal("1 1 0", await SendAsync(office, path, Header + First));
        Assert.Equal("1 0 1", await SendAsync(office, path, Header + First));
        Assert.Equal("2 1 1", await SendAsync(office, path, Header + First + Second));
        const string lines =
            """{"ref":"pad3-1","building":"1","entrance":"1","room":"101","visited_on":"2024-05-06",""" +
            """ "channel":"VISIT","outcome":"UNCHANGED","offer":"施工期间代管家具"}""" + "\n" +
            """{"ref":"pad3-2","building":1,"entrance":1,"room":102,"visited_on":"2024-05-06",""" +
            """ "channel":"PHONE","outcome":"NOT_MET","offer":null}""";
        Assert.Equal("2 0 2", await SendAsync(office, path, lines, "application/x-ndjson"));

        var households = (await office.Clerk.GetAsync($"{path}/households")).Json.GetProperty("items");
        Assert.Equal([1, 1, 0], households.EnumerateArray().Select(h => h.GetProperty("visits").GetInt32()));
        var unit = households[0].GetProperty("unitId").GetString();
        var visits = (await office.Clerk.GetAsync($"{path}/visits?unitId={unit}")).Json.GetProperty("items");
        Assert.Equal("施工期间代管家具", visits[0].GetProperty("offer").GetString());
    }

    [Fact, Trait("rule", "PIPE-02")]
    public async Task the_same_file_from_two_devices_at_once_is_taken_once()
    {
        var (office, path) = await OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(office, path, Header + First)));
        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
        Assert.Equal(1, answers.Sum(answer => answer.Json.GetProperty("visits").GetInt32()));
    }

    [Theory]
    [InlineData("pad3-9,1,1,999,2024-05-06,VISIT,UNCHANGED,\n", "consent_boards.household_not_found", 3)]
    [InlineData("pad3-9,1,1,102,2099-05-06,VISIT,UNCHANGED,\n", "consent_boards.visit_in_future", 3)]
    [InlineData("pad3-9,1,1,102,6.5.2024,VISIT,UNCHANGED,\n", "day.malformed", 3)]
    [InlineData("pad3-9,1,1,102,2024-05-06,DRONE,UNCHANGED,\n", "code.unknown", 3)]
    [InlineData(",1,1,102,2024-05-06,VISIT,UNCHANGED,\n", "text.required", 3)]
    [InlineData("pad3-1,1,1,102,2024-05-06,VISIT,UNCHANGED,\n", "visits.ref_reused", 3)]
    public async Task one_bad_row_keeps_the_whole_file_out(string bad, string code, int row)
    {
        var (office, path) = await OpenAsync();
        var refused = await PostAsync(office, path, Header + First + bad);
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "import.rows_refused");
        var finding = Assert.Single(refused.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal((code, row), (finding.GetProperty("code").GetString(), finding.GetProperty("row").GetInt32()));
        Assert.Equal("1 1 0", await SendAsync(office, path, Header + First)); // Nothing of it was here.
    }

    [Theory]
    [InlineData("""{"ref":"a","building":"1"}""", HttpStatusCode.UnprocessableEntity, "import.header")]
    [InlineData("""{"ref":"a","who":"x"}""", HttpStatusCode.UnprocessableEntity, "import.header")]
    [InlineData("""{"ref":["a"]}""", HttpStatusCode.UnprocessableEntity, "import.header")]
    [InlineData("""{"ref":"a",""", HttpStatusCode.BadRequest, "import.truncated")]
    [InlineData("""["a"]""", HttpStatusCode.BadRequest, "import.truncated")]
    [InlineData("", HttpStatusCode.UnprocessableEntity, "import.header")]
    public async Task lines_that_are_no_visits_are_named(string file, HttpStatusCode status, string code)
    {
        var (office, path) = await OpenAsync();
        (await PostAsync(office, path, file, "application/x-ndjson")).ExpectProblem(status, code);
    }

    [Fact, Trait("rule", "PIPE-02")]
    public async Task a_number_that_stands_for_another_visit_is_refused()
    {
        var (office, path) = await OpenAsync();
        await SendAsync(office, path, Header + First);
        var changed = First.Replace("UNCHANGED", "RESOLVED", StringComparison.Ordinal);
        var refused = await PostAsync(office, path, Header + Second + changed);
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "import.rows_refused");
        Assert.Equal("PIPE-02", refused.Rule);
        Assert.Equal("1 0 1", await SendAsync(office, path, Header + First));
        (await PostAsync(service.NewOffice(), path, Header + First)).Expect(HttpStatusCode.NotFound);
        (await office.As(Roles.Owner).PostCsvAsync($"{path}/visit-imports", Encoding.UTF8.GetBytes(Header + First)))
            .Expect(HttpStatusCode.Forbidden);
    }

    private async Task<(Office Office, string Path)> OpenAsync()
    {
        var (office, units) = (service.NewOffice(), Estates.Of(3));
        var estate = await office.RegisterAsync(units);
        var roll = (await office.Clerk.PostAsync("/api/v1/rolls", new
        {
            estateId = estate, scope = new { kind = "RISER", units = units.Select(u => u.UnitId) },
        })).Expect(HttpStatusCode.Created).Id;
        await office.SealAsync(roll);
        var board = (await office.Clerk.PostAsync("/api/v1/consent-boards", new { rollId = roll, title = "上下水改造" }))
            .Expect(HttpStatusCode.Created).Id;
        return (office, $"/api/v1/consent-boards/{board}");
    }

    private static Task<Answer> PostAsync(Office office, string path, string file, string mediaType = "text/csv") =>
        office.Clerk.PostCsvAsync($"{path}/visit-imports", Encoding.UTF8.GetBytes(file), mediaType: mediaType);

    private static async Task<string> SendAsync(Office office, string path, string file, string mediaType = "text/csv")
    {
        var answer = (await PostAsync(office, path, file, mediaType)).Expect(HttpStatusCode.OK);
        return $"{answer["rows"]} {answer["visits"]} {answer["unchanged"]}";
    }
}
