using System.Text;
using System.Text.RegularExpressions;
using CivicPlatform.Platform.Tests.LiftOverhaul;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>
/// A street office with a record of every kind (the canary), and another office whose lists were read before it.
/// </summary>
public sealed partial class CanaryOffice(PlatformFixture platform) : IAsyncLifetime
{
    /// <summary>What the resident of the canary said; stands in no other office's answers.</summary>
    public const string Words = "金丝雀在井下歌唱";

    /// <summary>Who told it, in his words as well; in no log, no event and no column in clear.</summary>
    public const string Reporter = "司空雀", Phone = "13912345678";

    private readonly Dictionary<string, string> _records = new(StringComparer.Ordinal);

    public PlatformFixture Platform => platform;

    public LiftOverhaulStory Story { get; private set; } = null!;

    /// <summary>The other office: an estate and a case of its own, so that its lists are not empty.</summary>
    public LiftOverhaulStory Other { get; private set; } = null!;

    public IReadOnlyList<ApiOperation> Operations { get; private set; } = [];

    public Caller Caller { get; private set; } = null!;

    /// <summary>The other office's list answers from before the canary existed, by address.</summary>
    public IReadOnlyDictionary<string, string> ListsBefore { get; private set; } = new Dictionary<string, string>();

    /// <summary>Ids and codes of the canary's records, as its own staff see them.</summary>
    public IReadOnlySet<string> Marks { get; private set; } = new HashSet<string>();

    public async ValueTask InitializeAsync()
    {
        Caller = new Caller(platform.Folder);
        Operations = await ApiOperation.ReadAsync(platform);
        Other = await LiftOverhaulStory.RegisteredAsync(platform);
        await Other.TakeTheCallAsync();
        ListsBefore = await ReadListsAsync();
        await MakeCanaryAsync();
        await GatherAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The path with the canary's own ids.</summary>
    public string Fill(ApiOperation operation) => operation.Parameters.Aggregate(operation.Path,
        (path, parameter) => path.Replace($"{{{parameter.Name}}}", Record(parameter), StringComparison.Ordinal));

    /// <summary>The id of a canary record of that kind; a new kind must be made among the others.</summary>
    public string Record((string Resource, string Name) parameter) =>
        _records.TryGetValue(parameter.Resource, out var id) ? id : throw new InvalidOperationException(
            $"The walk knows no record of {parameter.Resource} ({parameter.Name}); give CanaryOffice one.");

    /// <summary>
    /// An id by the name of a property or a query parameter, such as <c>estateId</c>; a code where that must be given.
    /// </summary>
    public string? ByName(string name) => name switch
    {
        "estateId" => _records["estates"],
        "caseId" => _records["cases"],
        "accountId" => _records["accounts"],
        "campaignId" => _records["campaigns"],
        "rollId" => _records["rolls"],
        "motionId" => _records["motions"],
        "decisionId" => _records["decisions"],
        "unitId" => _records["unitId"],
        "kind" => "BANK",
        "period" => "2024-10",
        "at" => "2100-01-01T00:00:00Z",
        "subscriptionId" => _records["webhook-subscriptions"],
        _ => null,
    };

    /// <summary>The lists of the other office, those that need no id.</summary>
    public async Task<Dictionary<string, string>> ReadListsAsync()
    {
        var answers = new Dictionary<string, string>();
        foreach (var list in Operations.Where(o => o.IsRead && o.Parameters.Count == 0 && !o.IsPublic
            && !Exceptions.NotOfAnOffice.ContainsKey(o.Permission) && !o.Query.Any(q => q.Required)))
        {
            var client = platform.WithToken(Caller.Token(list.Roles, Other.Street));
            answers[list.Path] = (await client.GetAsync(list.Path)).Expect(HttpStatusCode.OK).Text;
        }
        return answers;
    }

    private async Task MakeCanaryAsync()
    {
        Story = await LiftOverhaulStory.RegisteredAsync(platform);
        var (clerk, manager, street) = (Story.Clerk, Story.Manager, Story.Street);
        _records["webhook-subscriptions"] = (await clerk.PostAsync("/api/v1/webhook-subscriptions",
            new { streetCode = street, url = "https://canary.example.org/hook" })).Expect(HttpStatusCode.Created)["id"];
        _records["email-subscriptions"] = (await clerk.PostAsync("/api/v1/email-subscriptions",
            new { streetCode = street, address = "canary@example.org" })).Expect(HttpStatusCode.Created)["id"];
        await Story.TakeTheCallAsync();
        await Story.DecideAsync();
        await Story.DraftCampaignAsync();
        await Story.OpenCampaignAsync();
        await Story.AdvanceAsync();
        var few = Encoding.UTF8.GetString(Story.File("bank.csv")).Split('\n')[..6];
        var import = await Story.ImportStatementAsync(Encoding.UTF8.GetBytes(string.Join('\n', few) + "\n"));
        (await Story.LineAsync("CANARY1", "123.45", "看不懂的附言")).Expect(HttpStatusCode.Created);
        var daily = (await manager.PostAsync($"/api/v1/campaigns/{Story.CampaignId}/snapshots", new { }))
            .Expect(HttpStatusCode.OK).Json.GetProperty("pages");
        var record = await clerk.PostAsync("/api/v1/consultation-records", new
        {
            estateId = Story.EstateId, form = "PLACARDS", question = Words, heldOn = "2023-05-06", handsFor = 132,
            handsAgainst = 7,
        });
        foreach (var (kind, id) in await CanaryConsultation.MakeAsync(Story)) _records[kind] = id;
        _records["snapshots"] = daily.EnumerateArray() // Of the building of the canary's unit.
            .Single(p => p.GetProperty("building").GetString() == "4").GetProperty("id").GetString()!;
        foreach (var (kind, id) in await CanaryFund.MakeAsync(Story)) _records[kind] = id;
        foreach (var (kind, id) in await CanarySpending.MakeAsync(Story)) _records[kind] = id;
        foreach (var (kind, id) in await CanaryLiftCost.MakeAsync(Story)) _records[kind] = id;
        foreach (var (kind, id) in await CanaryBank.MakeAsync(Story)) _records[kind] = id;
        foreach (var (kind, id) in await CanaryCases.MakeAsync(Story)) _records[kind] = id;
        foreach (var (kind, id) in await CanaryRefunds.MakeAsync(Story)) _records[kind] = id;
        (_records["statement-imports"], _records["consultation-records"]) =
            (import["importId"], record.Expect(HttpStatusCode.Created)["id"]);
        (await clerk.PostAsync("/api/v1/cases", new
        {
            divisionCode = Story.Community, channel = "WINDOW", type = "HELP", matter = "LIFT_OVERHAUL",
            description = $"{Words}，我是{Reporter}，请打{Phone}", address = $"{Reporter}家，{Phone}",
            reporter = new { name = Reporter, phone = Phone },
        })).Expect(HttpStatusCode.Created);
    }

    // The ids that only answers tell, and then everything that the canary's own staff can read.
    private async Task GatherAsync()
    {
        (_records["divisions"], _records["civil-clocks"]) = (Story.Community, Story.Street);
        (_records["estates"], _records["accounts"]) = ($"{Story.EstateId}", $"{Story.AccountId}");
        (_records["cases"], _records["timelines"]) = ($"{Story.CaseId}", $"{Story.CaseId}");
        (_records["rolls"], _records["motions"]) = ($"{Story.RollId}", $"{Story.MotionId}");
        (_records["decisions"], _records["works-projects"]) = ($"{Story.DecisionId}", $"{Story.ProjectId}");
        (_records["campaigns"], _records["disclosures"]) = ($"{Story.CampaignId}", $"{Story.CampaignId}");
        (_records["trial-balances"], _records["buildings"]) = ($"{Story.AccountId}", "4");
        _records["parked-messages"] = $"{Guid.CreateVersion7()}"; // None is parked.
        _records["units"] = await FirstAsync(Story.Clerk, $"/api/v1/estates/{Story.EstateId}/units");
        _records["lifts"] = await FirstAsync(Story.Clerk, $"/api/v1/works-projects/{Story.ProjectId}", "lifts");
        _records["suspense-lines"] = await FirstAsync(
            Story.Manager, $"/api/v1/suspense-lines?accountId={Story.AccountId}");
        _records["deliveries"] = await FirstAsync(Story.Clerk, "/api/v1/deliveries");

        var marks = new HashSet<string>(StringComparer.Ordinal) { Words, Story.Street, "canary" };
        foreach (var operation in Operations.Where(o => o.IsRead && !o.IsPublic
            && !Exceptions.NotOfAnOffice.ContainsKey(o.Permission)))
        {
            var client = platform.WithToken(Caller.Token(operation.Roles, Story.Street));
            var answer = (await client.GetAsync(Address(operation))).Expect(HttpStatusCode.OK);
            marks.UnionWith(Id().Matches(answer.Text).Select(m => m.Value));
        }
        Marks = marks;
    }

    /// <summary>The filled path with the query parameters that must be given.</summary>
    public string Address(ApiOperation operation) => Fill(operation) + string.Concat(operation.Query
        .Where(q => q.Required).Select((q, i) => $"{(i == 0 ? '?' : '&')}{q.Name}={ByName(q.Name)}"));

    private static async Task<string> FirstAsync(ApiClient client, string path, string list = "items")
    {
        var id = "";
        await Eventually.Async(async () =>
        {
            var first = (await client.GetAsync(path)).Expect(HttpStatusCode.OK).Json.GetProperty(list)[0];
            id = (first.TryGetProperty("id", out var plain) ? plain : first.GetProperty("liftId")).GetString()!;
        });
        return id;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
