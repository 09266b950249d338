using System.Net;
using System.Text;
using CivicPlatform.Consultation.Tests.Hosting;

namespace CivicPlatform.Consultation.Tests.Ballots;

public sealed class ImportBallotsTests(ConsultationService service)
{
    private const string Header = "building,entrance,room,choice,channel,cast_at\n";

    [Fact, Trait("rule", "VOTE-13")]
    public async Task takes_conflicts_and_repeated_answers_and_counts_each_owner_once()
    {
        var (office, motion) = await OpenAsync(6);
        var imported = await office.ImportAsync(motion, Header + """
            1,1,101,FOR,PAPER,2023-05-20 09:02:00
            1,1,102,FOR,DOOR_TO_DOOR,2023-05-20 09:03:00
            1,1,102,AGAINST,PAPER,2023-05-20 09:03:00
            1,1,103,AGAINST,PAPER,2023-05-20 09:04:00
            1,1,103,AGAINST,MEETING,2023-05-20 09:04:00
            1,1,104,INVALID,ASSISTED,2023-05-20 09:05:00

            """);

        imported.Expect(HttpStatusCode.Created);
        Assert.Equal(("6", "6", "1", "0"),
            (imported["rows"], imported["ballots"], imported["repeated"], imported["unchanged"]));
        var tally = await office.CloseAsync(motion);
        Assert.Equal(("1", "1", "1", "1"), (tally["tally.for.heads"], tally["tally.against.heads"],
            tally["tally.conflict.heads"], tally["tally.invalid.heads"]));
    }

    [Fact]
    public async Task changes_nothing_for_the_same_file_and_adds_only_what_is_new_of_a_longer_one()
    {
        var (office, motion) = await OpenAsync(4);
        const string File = Header + "1,1,101,FOR,PAPER,2023-05-20 09:02:00\n1,1,101,FOR,MEETING,2023-05-20 09:02:00\n";
        (await office.ImportAsync(motion, File)).Expect(HttpStatusCode.Created);

        var again = (await office.ImportAsync(motion, File)).Expect(HttpStatusCode.OK);
        var longer = await office.ImportAsync(motion, File + "1,1,102,FOR,PAPER,2023-05-20 09:02:00\n");

        Assert.Equal(("2", "0", "2"), (again["rows"], again["ballots"], again["unchanged"]));
        Assert.Equal(("3", "1", "2"), (longer["rows"], longer["ballots"], longer["unchanged"]));
        Assert.Equal(3L, await CountAsync(motion));
    }

    [Fact]
    public async Task takes_ndjson_as_it_takes_csv()
    {
        var (office, motion) = await OpenAsync(2);
        const string rest = "\"channel\":\"PAPER\",\"cast_at\":\"2023-05-20 09:02:00\"}\n";
        const string lines = """{"building":"1","entrance":"1","room":"101","choice":"FOR",""" + rest + "\n" +
            """{"building":1,"entrance":1,"room":102,"choice":"AGAINST",""" + rest;
        var imported = (await office.TallyClerk.PostCsvAsync($"/api/v1/motions/{motion}/ballot-imports",
            Encoding.UTF8.GetBytes(lines), mediaType: "application/x-ndjson")).Expect(HttpStatusCode.Created);
        Assert.Equal(("2", "2"), (imported["rows"], imported["ballots"]));
        (await office.ImportAsync(motion, Header + "1,1,101,FOR,PAPER,2023-05-20 09:02:00\n"))
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task stores_nothing_of_a_file_with_faults_and_names_every_row_and_column()
    {
        var (office, motion) = await OpenAsync(3);
        var refused = await office.ImportAsync(motion, Header + """
            1,1,101,FOR,PAPER,2023-05-20 09:02:00
            1,1,999,FOR,PAPER,2023-05-20 09:02:00
            1,1,102,YES,PIGEON,2023-05-20 09:02:00
            1,1,103,FOR,PAPER,20.5.2023
            1,1,103,FOR,PAPER,2199-05-20 09:02:00
            1,1,101,FOR,PAPER,2023-05-20 09:02:00

            """);

        refused.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            [(3, "room"), (4, "choice"), (4, "channel"), (5, "cast_at"), (6, "cast_at"), (7, "room")],
            refused.Json.GetProperty("errors").EnumerateArray().Select(
                e => (e.GetProperty("row").GetInt32(), e.GetProperty("column").GetString()!)));
        Assert.Equal(0L, await CountAsync(motion));
    }

    [Theory]
    [InlineData("building,entrance,room,choice,channel\n1,1,101,FOR,PAPER\n", 422)]
    [InlineData("building,entrance,room,choice,channel,cast_at,name\n", 422)]
    [InlineData(Header + "1,1,101,FOR,\"PAP", 400)]
    [InlineData(Header + "1,1,101\n", 400)]
    [InlineData("", 422)]
    public async Task refuses_what_is_no_ballot_file(string csv, int status)
    {
        var (office, motion) = await OpenAsync(2);

        (await office.ImportAsync(motion, csv)).Expect((HttpStatusCode)status);
    }

    [Fact]
    public async Task reads_gb18030_and_refuses_other_media()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var (office, motion) = await OpenAsync(2);
        var bytes = Encoding.GetEncoding("GB18030").GetBytes(Header + "1,1,101,FOR,PAPER,2023-05-20 09:02:00\n");
        var route = $"/api/v1/motions/{motion}/ballot-imports";

        (await office.TallyClerk.PostCsvAsync(route, bytes, mediaType: "application/json"))
            .Expect(HttpStatusCode.UnsupportedMediaType);
        (await office.TallyClerk.PostCsvAsync(route, bytes, mediaType: "text/csv; charset=gb18030"))
            .Expect(HttpStatusCode.Created);
    }

    private Task<long> CountAsync(Guid motion) =>
        service.Host.QueryAsync<long>($"select count(*) from ballots where motion_id = '{motion}'");

    private async Task<(Office Office, Guid Motion)> OpenAsync(int units)
    {
        var office = service.NewOffice();
        var roll = await office.FreezeAsync(await office.RegisterAsync(Estates.Of(units)));
        return (office, await office.OpenAsync(roll));
    }
}
