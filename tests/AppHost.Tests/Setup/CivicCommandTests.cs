using System.Diagnostics;
using System.Text.Json;
using CivicPlatform.AppHost.Tests.Servers;

namespace CivicPlatform.AppHost.Tests.Setup;

public sealed class CivicCommandTests
{
    [Fact]
    public async Task lists_its_verbs()
    {
        var (code, output, _) = await RunAsync("help");
        Assert.Equal(0, code);
        Assert.All(["setup", "up", "token", "demo", "test", "check"], verb => Assert.Contains(
            $"./civic {verb}", output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("there is no verb 'upp'", "upp")]
    [InlineData("--port needs a port number", "up", "--port", "http")]
    [InlineData("--port: 70000 is not a port number", "up", "--port", "70000")]
    [InlineData("up does not know '--fres'", "up", "--fres")]
    [InlineData("setup does not know '--force'", "setup", "--force")]
    [InlineData("there is no test project 'Nothing'", "test", "Nothing")]
    public async Task refuses_a_typing_error_in_one_sentence_and_does_nothing(string sentence, params string[] words)
    {
        var (code, _, error) = await RunAsync(words);
        Assert.Equal(1, code);
        Assert.StartsWith($"civic: {sentence}", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void pins_the_bundle_by_hash_and_names_no_registry()
    {
        using var locked = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(RunScript.Root, "eng", "aspire", "package-lock.json")));
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject()
            .Where(package => package.Name.Length > 0)
            .ToList();
        Assert.All(packages, package =>
        {
            Assert.StartsWith("sha512-", package.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal);
            Assert.False(package.Value.TryGetProperty("resolved", out _));
        });
        Assert.NotEmpty(packages);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(RunScript.Root, "civic"), words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var civic = Process.Start(start)!;
        var error = civic.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await civic.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await civic.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (civic.ExitCode, output, await error);
    }
}
