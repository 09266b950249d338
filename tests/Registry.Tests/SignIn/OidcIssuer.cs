using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using CivicPlatform.Testing;

namespace CivicPlatform.Registry.Tests.SignIn;

/// <summary>The OpenID Connect issuer of tests/oidc as a process of its own, on a free port.</summary>
public sealed class OidcIssuer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private OidcIssuer(Process process, Uri address) =>
        (_process, Address, _http) = (process, address, new HttpClient { BaseAddress = address });

    public Uri Address { get; }

    /// <summary>Skips the test, loudly, where <c>./civic setup --tests</c> has not put the issuer.</summary>
    public static async Task<OidcIssuer> StartAsync()
    {
        var folder = Repository.PathOf("tests", "oidc");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "oidc-provider")),
            "NOT RUN: the issuer is not installed; run ./civic setup --tests");
        var port = FreePort();
        var start = new ProcessStartInfo("node", ["issuer.mjs", $"{port}"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var issuer = new OidcIssuer(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
        await issuer.HearAsync("ready");
        return issuer;
    }

    /// <summary>A token for a system by its own client credentials.</summary>
    public async Task<string> TokenAsync(string client, string audience = "civicplatform")
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client,
            ["client_secret"] = $"{client}-secret-of-one-test-run", ["resource"] = $"urn:audience:{audience}",
            ["scope"] = "api",
        });
        using var answer = await _http.PostAsync("/token", form, TestContext.Current.CancellationToken);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return json.GetProperty("access_token").GetString()!;
    }

    /// <summary>Signs with a new key from now on; the old ones stay in the key set.</summary>
    public Task RotateAsync() => SayAsync("rotate", "kid");

    /// <summary>Leaves only the newest key in the key set.</summary>
    public Task RetireAsync() => SayAsync("retire", "kid");

    /// <summary>How often the key set was fetched.</summary>
    public async Task<int> AskedAsync() =>
        int.Parse(await SayAsync("asked", "asked"), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close(); // The issuer ends with it.
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
    }

    private async Task<string> SayAsync(string line, string answer)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        return await HearAsync(answer);
    }

    private async Task<string> HearAsync(string word)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await _process.StandardOutput.ReadLineAsync(bound.Token) is { } line)
            if (line.StartsWith($"{word} ", StringComparison.Ordinal)) return line[(word.Length + 1)..];
        throw new InvalidOperationException("The issuer ended.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
