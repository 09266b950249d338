using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CivicPlatform.Faults.Tests.Suite;

namespace CivicPlatform.Faults.Tests.World;

/// <summary>
/// An estate of one street office with everything that can be written to: register, roll, decision, account,
/// campaign. The writers of the suite are its people.
/// </summary>
public sealed class Neighbourhood
{
    public const int Buildings = 4, RoomsPerBuilding = 60;

    /// <summary>Square metres of every flat, as the register has it.</summary>
    public const string FlatArea = "90.00";

    /// <summary>What every household owes: 90.00 square metres at 10.00 yuan.</summary>
    public const decimal BillYuan = 900m;

    private static int s_streets = 600;

    private Neighbourhood(FaultPlatform platform, string street)
    {
        (Platform, Street) = (platform, street);
        (Clerk, TallyClerk) = (platform.As("street-clerk", street), platform.As("tally-clerk", street));
        Manager = platform.As("fund-manager", street);
        Operations = platform.As("operations", street);
        Name = $"故障小区{street}";
    }

    public FaultPlatform Platform { get; }
    public string Street { get; }
    public string Community => $"{Street}901";
    public string Name { get; }
    public ApiClient Clerk { get; }
    public ApiClient TallyClerk { get; }
    public ApiClient Manager { get; }
    public ApiClient Operations { get; }

    public Guid EstateId { get; private set; }
    public Guid CaseId { get; private set; }
    public Guid RollId { get; private set; }
    public Guid DecisionId { get; private set; }
    public Guid AccountId { get; private set; }
    public Guid CampaignId { get; private set; }

    /// <summary>A street office that nobody else has, with a decision in force and the bills out.</summary>
    public static async Task<Neighbourhood> CollectingAsync(FaultPlatform platform)
    {
        var estate = new Neighbourhood(platform, $"110114{Interlocked.Increment(ref s_streets)}");
        await estate.RegisterAsync();
        await estate.DecideAsync();
        await estate.OpenCampaignAsync();
        return estate;
    }

    /// <summary>Building and room of a household, counted through the whole estate.</summary>
    public static (string Building, string Room) Household(int index)
    {
        var at = index % (Buildings * RoomsPerBuilding);
        return ($"{at / RoomsPerBuilding + 1}", $"{101 + at % RoomsPerBuilding}");
    }

    /// <summary>Opens a motion on the roll; it stays open.</summary>
    public async Task<Guid> OpenMotionAsync(string title) =>
        (await Clerk.PostAsync("/api/v1/motions", Motion(title))).Expect(HttpStatusCode.Created).Id;

    /// <summary>A motion on the roll whose notice hung in April 2023 and whose voting opened in May.</summary>
    public object Motion(string title)
    {
        const string text = "故障演练";
        // The form of docs/verify-vote.md, made here: a writer must not ask the platform that is being broken.
        var form = $"14:civic-agenda/1;{Part(title)}{Part(title)}{Part(text)}";
        var agendaHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form)));
        return new
        {
            rollId = RollId, matter = "M6", title, items = new[] { new { title, text } }, caseId = CaseId,
            votingOpensAt = "2023-05-01T00:00:00+08:00",
            notice = new
            {
                postedAt = "2023-04-03T09:00:00+08:00", places = new[] { "公告栏" }, agendaHash,
                evidence = new[] { new string('e', 64) },
            },
        };

        static string Part(string part) => $"{part.Length}:{part};";
    }

    public async Task MoveClockAsync(DateTimeOffset now) =>
        (await Clerk.PutAsync($"/api/v1/civil-clocks/{Street}", new { now })).Expect(HttpStatusCode.OK);

    /// <summary>Debits minus credits of the book as Funds tells it, and whether the transfers say the same.</summary>
    /// <remarks>The last kill may have met Funds or the gateway: within the bound of the others they answer.</remarks>
    public async Task<(string Difference, bool MatchesTransfers)> TrialBalanceAsync()
    {
        Answer? balance = null;
        await Eventually.Async(async () => balance = (await Manager.GetAsync(
            $"/api/v1/trial-balances/{AccountId}")).Expect(HttpStatusCode.OK));
        return (balance!["difference"], balance.Json.GetProperty("matchesTransfers").GetBoolean());
    }

    private async Task RegisterAsync()
    {
        (await Clerk.PutAsync($"/api/v1/divisions/{Community}", new { name = "故障社区", parent = Street }))
            .Expect(HttpStatusCode.Created);
        (await Clerk.PostCsvAsync("/api/v1/unit-imports", Units())).Expect(HttpStatusCode.Created);
        var estates = (await Clerk.GetAsync($"/api/v1/estates?division={Community}")).Expect(HttpStatusCode.OK);
        EstateId = estates.Json.GetProperty("items")[0].GetProperty("id").GetGuid();
        CaseId = (await Clerk.PostAsync("/api/v1/cases", new
        {
            divisionCode = Community, channel = "PATROL", type = "HELP", matter = "LIFT_OVERHAUL",
            description = "故障演练", estateId = EstateId,
        })).Expect(HttpStatusCode.Created).Id;
    }

    private async Task DecideAsync()
    {
        await Eventually.Async(async () => RollId = (await Clerk.PostAsync("/api/v1/rolls",
            new { estateId = EstateId, scope = new { kind = "AREA" } })).Expect(HttpStatusCode.Created).Id);
        (await Clerk.PostAsync($"/api/v1/rolls/{RollId}/posting", new
        {
            places = new[] { "公告栏" }, postedOn = "2023-04-03", until = "2023-04-10",
        })).Expect(HttpStatusCode.OK);
        (await Clerk.PostAsync($"/api/v1/rolls/{RollId}/seal", new { })).Expect(HttpStatusCode.OK);
        var motion = await OpenMotionAsync("电梯大修自筹资金");
        (await TallyClerk.PostCsvAsync($"/api/v1/motions/{motion}/ballot-imports", Ballots()))
            .Expect(HttpStatusCode.Created);
        (await TallyClerk.PostAsync($"/api/v1/motions/{motion}/close", new { })).Expect(HttpStatusCode.OK);
        var period = (await Clerk.PostAsync($"/api/v1/motions/{motion}/publicity", new { places = new[] { "公告栏" } }))
            .Expect(HttpStatusCode.Created);
        await MoveClockAsync(DateTimeOffset.Parse(period["endsAt"], null).AddMinutes(1));
        await Eventually.Async(async () => DecisionId = (await Clerk.GetAsync($"/api/v1/decisions?caseId={CaseId}"))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items")[0].GetProperty("id").GetGuid());
    }

    private async Task OpenCampaignAsync()
    {
        await Eventually.Async(async () => AccountId = (await Manager.PostAsync("/api/v1/accounts", new
        {
            estateId = EstateId, name = "电梯专户", bankName = "测试银行", accountNumber = $"{Street}0001",
        })).Expect(HttpStatusCode.Created).Id);
        CampaignId = (await Manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = EstateId, accountId = AccountId, title = "电梯大修", unitPrice = "10.00", caseId = CaseId,
            decisionId = DecisionId,
        })).Expect(HttpStatusCode.Created).Id;
        await Eventually.Async(async () =>
            (await Manager.PostAsync($"/api/v1/campaigns/{CampaignId}/open", new { decisionId = DecisionId }))
                .Expect(HttpStatusCode.OK));
    }

    private byte[] Units()
    {
        var csv = new StringBuilder(UnitsHeader);
        for (var i = 0; i < Buildings * RoomsPerBuilding; i++)
        {
            var (building, room) = Household(i);
            csv.Append(CultureInfo.InvariantCulture, $"{Community},{Name},{building},1,{room},1,{FlatArea},");
            csv.Append(CultureInfo.InvariantCulture, $"REGISTER,FLAT,SOLD,P{i:0000}|业主{i:0000}|138{i:00000000}\n");
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>First line of a unit import.</summary>
    public const string UnitsHeader =
        "division_code,estate,building,entrance,room,floor,area_m2,area_source,kind,sale_status,owners\n";

    private static byte[] Ballots()
    {
        var csv = new StringBuilder("building,entrance,room,choice,channel,cast_at\n");
        for (var i = 0; i < Buildings * RoomsPerBuilding; i++)
        {
            var (building, room) = Household(i);
            csv.Append(CultureInfo.InvariantCulture, $"{building},1,{room},FOR,PAPER,2023-05-20 09:02:00\n");
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
