using System.Text.Json.Nodes;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Cli.Tokens;

namespace CivicPlatform.Cli.Demo;

/// <summary><c>demo lift-overhaul</c>: plays story 002 over the public REST entry of a running platform.</summary>
public static class DemoVerb
{
    public static Verb Verb { get; } = new(
        "demo", "NAME [--data-dir DIR]",
        "plays a story (lift-overhaul) over the public REST entry of the running platform", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var story = arguments.Word("NAME");
        var folder = new DataFolder(arguments.Option("data-dir") ?? DataFolder.DefaultPath);
        arguments.Done();
        if (story != "lift-overhaul") throw new CivicException($"there is no story '{story}'; there is lift-overhaul");

        var running = ReadEndpoints(folder);
        using var key = SigningKey.Load(folder.SigningKey);
        using var api = new DemoApi(new Uri((string)running["api"]!), new TokenIssuer(key, TimeProvider.System));
        await new LiftOverhaul(api, new DemoTable(Console.Out), (string?)running["dashboard"]).PlayAsync(ct);
        return 0;
    }

    private static JsonNode ReadEndpoints(DataFolder folder)
    {
        var path = Path.Combine(folder.Path, "run", "endpoints.json");
        if (!File.Exists(path)) throw new CivicException("the platform is not running; start it with ./civic up");
        return JsonNode.Parse(File.ReadAllText(path))!;
    }
}
