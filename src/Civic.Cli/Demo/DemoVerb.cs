using System.Text.Json.Nodes;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Tokens;

namespace CivicPlatform.Cli.Demo;

/// <summary><c>demo NAME</c>: plays a story over the public REST entry of a running platform.</summary>
public static class DemoVerb
{
    public static Verb Verb { get; } = new(
        "demo", "NAME [--data-dir DIR]",
        "plays a story (lift-overhaul, roof-repair) over the public REST entry of the running platform", RunAsync);

    private static readonly IReadOnlyDictionary<string, Func<Stage, IDemoStory>> Stories =
        new Dictionary<string, Func<Stage, IDemoStory>>(StringComparer.Ordinal)
        {
            ["lift-overhaul"] = stage => new LiftOverhaul(stage.Api, stage.Table, stage.Dashboard),
            ["roof-repair"] = stage => new RoofRepair.RoofRepair(
                stage.Api, stage.Table, Path.Combine(stage.Folder.Path, "demo", "roof-repair"),
                Environment.GetEnvironmentVariable("CIVIC_COMMAND")),
        };

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var story = arguments.Word("NAME");
        var folder = new DataFolder(arguments.Option("data-dir") ?? DataFolder.DefaultPath);
        arguments.Done();
        if (!Stories.TryGetValue(story, out var make))
            throw new CivicException($"there is no story '{story}'; there are {string.Join(", ", Stories.Keys)}");

        var running = ReadEndpoints(folder);
        using var key = SigningKey.Load(folder.SigningKey);
        using var api = new DemoApi(new Uri((string)running["api"]!), new TokenIssuer(key, TimeProvider.System));
        var stage = new Stage(api, new DemoTable(Console.Out), (string?)running["dashboard"], folder);
        await make(stage).PlayAsync(ct);
        return 0;
    }

    private static JsonNode ReadEndpoints(DataFolder folder)
    {
        var path = Path.Combine(folder.Path, "run", "endpoints.json");
        if (!File.Exists(path)) throw new CivicException("the platform is not running; start it with ./civic up");
        return JsonNode.Parse(File.ReadAllText(path))!;
    }

    /// <summary>What a story is played on.</summary>
    private sealed record Stage(DemoApi Api, DemoTable Table, string? Dashboard, DataFolder Folder);
}
