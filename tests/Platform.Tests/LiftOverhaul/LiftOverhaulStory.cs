using System.Text;

namespace CivicPlatform.Platform.Tests.LiftOverhaul;

/// <summary>
/// The people of story 002 and what they do, each in one call; every estate has a street office of its own.
/// </summary>
public sealed class LiftOverhaulStory
{
    private const string RunfengCommunity = "110114009901";
    private static readonly string[] s_buildings = ["1", "2", "3", "4", "5", "6"];
    private static int s_streets = 100;

    private LiftOverhaulStory(PlatformFixture platform, string street)
    {
        (Platform, Street) = (platform, street);
        Clerk = platform.As("street-clerk", street);
        TallyClerk = platform.As("tally-clerk", street);
        Manager = platform.As("fund-manager", street);
    }

    public PlatformFixture Platform { get; }
    public string Street { get; }
    public ApiClient Clerk { get; }
    public ApiClient TallyClerk { get; }
    public ApiClient Manager { get; }

    public Guid EstateId { get; private set; }
    public Guid CaseId { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid RollId { get; private set; }
    public Guid MotionId { get; private set; }
    public Guid DecisionId { get; private set; }
    public Guid AccountId { get; private set; }
    public Guid CampaignId { get; private set; }

    /// <summary>A street office that no other test has, with the estate of 1,080 households on its register.</summary>
    public static async Task<LiftOverhaulStory> RegisteredAsync(PlatformFixture platform)
    {
        var story = new LiftOverhaulStory(platform, $"110114{Interlocked.Increment(ref s_streets)}");
        await story.RegisterEstateAsync();
        return story;
    }

    /// <summary>The same with the decision in force and the bills out.</summary>
    public static async Task<LiftOverhaulStory> CollectingAsync(PlatformFixture platform)
    {
        var story = await RegisteredAsync(platform);
        await story.TakeTheCallAsync();
        await story.DecideAsync();
        await story.DraftCampaignAsync();
        await story.OpenCampaignAsync();
        return story;
    }

    /// <summary>A file of the story, moved to this street office's community.</summary>
    public byte[] File(string name)
    {
        using var stream = typeof(Cli.Demo.DemoVerb).Assembly
            .GetManifestResourceStream($"CivicPlatform.Cli.Demo.Data.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd().Replace(RunfengCommunity, Community, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    public string Community => $"{Street}901";

    public async Task RegisterEstateAsync()
    {
        (await Clerk.PutAsync($"/api/v1/divisions/{Community}", new { name = "润枫社区", parent = Street }))
            .Expect(HttpStatusCode.Created);
        var imported = (await Clerk.PostCsvAsync("/api/v1/unit-imports", File("units.csv")))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(("1080", "95965.94"), (imported["rows"], imported["area"]));
        var estates = (await Clerk.GetAsync($"/api/v1/estates?division={Community}")).Expect(HttpStatusCode.OK);
        EstateId = estates.Json.GetProperty("items")[0].GetProperty("id").GetGuid();
    }

    public async Task TakeTheCallAsync()
    {
        CaseId = (await Clerk.PostAsync("/api/v1/cases", new
        {
            divisionCode = Community, channel = "HOTLINE_12345", type = "HELP", matter = "LIFT_OVERHAUL",
            description = "电梯频繁停运", estateId = EstateId, address = "润枫欣尚",
            reporter = new { name = "居民", phone = "13800000000" },
        })).Expect(HttpStatusCode.Created).Id;
        var lifts = s_buildings.SelectMany(building =>
            Enumerable.Range(1, 3).Select(n => new { building, liftNo = $"{n}" }));
        var project = new { caseId = CaseId, estateId = EstateId, template = "LIFT_OVERHAUL", lifts };
        ProjectId = (await Clerk.PostAsync("/api/v1/works-projects", project)).Expect(HttpStatusCode.Created).Id;
    }

    public async Task DecideAsync()
    {
        await Eventually.Async(async () => RollId = (await Clerk.PostAsync("/api/v1/rolls",
            new { estateId = EstateId, scope = new { kind = "AREA" } })).Expect(HttpStatusCode.Created).Id);
        await SealRollAsync(RollId);
        var motion = await MotionAsync(RollId, "M6", "电梯大修自筹资金");
        MotionId = (await Clerk.PostAsync("/api/v1/motions", motion)).Expect(HttpStatusCode.Created).Id;
        (await TallyClerk.PostCsvAsync($"/api/v1/motions/{MotionId}/ballot-imports", File("ballots.csv")))
            .Expect(HttpStatusCode.Created);
        (await TallyClerk.PostAsync($"/api/v1/motions/{MotionId}/close", new { })).Expect(HttpStatusCode.OK);
        var period = (await Clerk.PostAsync($"/api/v1/motions/{MotionId}/publicity", new { places = new[] { "公告栏" } }))
            .Expect(HttpStatusCode.Created);
        await MoveClockAsync(DateTimeOffset.Parse(period["endsAt"], null).AddMinutes(1));
        await Eventually.Async(async () => DecisionId = (await Clerk.GetAsync($"/api/v1/decisions?caseId={CaseId}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items")[0].GetProperty("id").GetGuid());
    }

    /// <summary>A motion of this case whose notice hung in April 2023 and whose voting opened in May.</summary>
    public async Task<object> MotionAsync(Guid roll, string matter, string title)
    {
        var items = new[] { new { title, text = "按公告内容办理。" } };
        var agenda = (await Clerk.PostAsync("/api/v1/agendas:preview", new { title, items })).Expect(HttpStatusCode.OK);
        return new
        {
            rollId = roll, matter, title, items, caseId = CaseId, votingOpensAt = "2023-05-01T00:00:00+08:00",
            notice = new
            {
                postedAt = "2023-04-03T09:00:00+08:00", places = new[] { "公告栏" }, agendaHash = agenda["agendaHash"],
                evidence = new[] { new string('e', 64) },
            },
        };
    }

    /// <summary>Posts a frozen roll, as it hung in 2023, and seals it.</summary>
    public async Task SealRollAsync(Guid roll)
    {
        (await Clerk.PostAsync($"/api/v1/rolls/{roll}/posting", new
        {
            places = new[] { "公告栏" }, postedOn = "2023-04-03", until = "2023-04-10",
        })).Expect(HttpStatusCode.OK);
        (await Clerk.PostAsync($"/api/v1/rolls/{roll}/seal", new { })).Expect(HttpStatusCode.OK);
    }

    public async Task DraftCampaignAsync(bool withDecision = true)
    {
        AccountId = await OpenAccountAsync();
        CampaignId = (await Manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = EstateId, accountId = AccountId, title = "电梯大修自筹资金", unitPrice = "17.93", caseId = CaseId,
            decisionId = withDecision ? DecisionId : (Guid?)null,
        })).Expect(HttpStatusCode.Created).Id;
    }

    /// <summary>Funds learns of the estate by an event, so the account may have to wait a moment for it.</summary>
    public async Task<Guid> OpenAccountAsync()
    {
        var id = Guid.Empty;
        await Eventually.Async(async () => id = (await Manager.PostAsync("/api/v1/accounts", new
        {
            estateId = EstateId, name = "电梯专户", bankName = "测试银行", accountNumber = $"{Street}0001",
        })).Expect(HttpStatusCode.Created).Id);
        return id;
    }

    public Task OpenCampaignAsync() => Eventually.Async(async () =>
        (await Manager.PostAsync($"/api/v1/campaigns/{CampaignId}/open", new { decisionId = DecisionId }))
            .Expect(HttpStatusCode.OK));

    public async Task AdvanceAsync() => (await Manager.PostAsync($"/api/v1/campaigns/{CampaignId}/advances", new
    {
        company = "物业公司", amount = "420000.00", buildings = s_buildings,
    })).Expect(HttpStatusCode.Created);

    /// <summary>Imports a statement and waits until every new line is booked.</summary>
    public async Task<Answer> ImportStatementAsync(byte[] csv, string? key = null)
    {
        var answer = await Manager.PostCsvAsync($"/api/v1/accounts/{AccountId}/statement-imports", csv, key);
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, answer.Text);
        Answer? progress = null;
        await Eventually.Async(async () =>
        {
            progress = (await Manager.GetAsync($"/api/v1/statement-imports/{answer["importId"]}"))
                .Expect(HttpStatusCode.OK);
            Assert.Equal(progress["new"], progress["posted"]);
        }, TimeSpan.FromSeconds(120));
        return progress!;
    }

    public Task<Answer> LineAsync(string serial, string amount, string memo) => Manager.PostAsync(
        $"/api/v1/accounts/{AccountId}/bank-lines",
        new { bankSerial = serial, bookedAt = "2023-07-01 10:00:00", amount, counterparty = "业主", memo });

    public async Task<Answer> BuildingAsync(string building)
    {
        var all = (await Manager.GetAsync($"/api/v1/campaigns/{CampaignId}/buildings")).Expect(HttpStatusCode.OK);
        var one = all.Json.GetProperty("items").EnumerateArray()
            .Single(b => b.GetProperty("building").GetString() == building);
        return new Answer(all.Status, Encoding.UTF8.GetBytes(one.GetRawText()), all.MediaType, null, null);
    }

    /// <summary>States of a building's lifts as the works project has them, by number.</summary>
    public async Task<string[]> LiftsAsync(string building)
    {
        var project = (await Clerk.GetAsync($"/api/v1/works-projects/{ProjectId}")).Expect(HttpStatusCode.OK);
        return [.. project.Json.GetProperty("lifts").EnumerateArray()
            .Where(l => l.GetProperty("building").GetString() == building)
            .OrderBy(l => l.GetProperty("liftNo").GetString()).Select(l => l.GetProperty("state").GetString()!)];
    }

    public async Task MoveClockAsync(DateTimeOffset now) =>
        (await Clerk.PutAsync($"/api/v1/civil-clocks/{Street}", new { now })).Expect(HttpStatusCode.OK);

    /// <summary>Debits minus credits of the whole book: always 0.00.</summary>
    public async Task<string> TrialBalanceAsync()
    {
        var balance = (await Manager.GetAsync($"/api/v1/trial-balances/{AccountId}")).Expect(HttpStatusCode.OK);
        Assert.True(balance.Json.GetProperty("matchesTransfers").GetBoolean());
        return balance["difference"];
    }
}
