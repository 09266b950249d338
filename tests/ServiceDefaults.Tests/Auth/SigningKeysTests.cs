using CivicPlatform.ServiceDefaults.Auth;
using Microsoft.Extensions.Logging.Abstractions;

namespace CivicPlatform.ServiceDefaults.Tests.Auth;

/// <summary>How often an issuer is asked, and for how long its keys are believed.</summary>
public sealed class SigningKeysTests
{
    private readonly ManualClock _clock = new();
    private int _asked;

    [Fact]
    public async Task unknown_ids_spend_a_budget_that_fills_up_slowly()
    {
        using var keys = Over(() => """{"keys":[]}""");
        for (var i = 0; i < 100; i++) await keys.FindAsync($"forged-{i}", TestContext.Current.CancellationToken);
        Assert.Equal(1 + SigningKeys.Burst, _asked);

        _clock.Now += TimeSpan.FromSeconds(31);
        for (var i = 0; i < 100; i++) await keys.FindAsync($"forged-{i}", TestContext.Current.CancellationToken);
        Assert.Equal(2 + SigningKeys.Burst, _asked);
    }

    [Fact]
    public async Task a_withdrawn_key_is_believed_for_ten_minutes_at_most()
    {
        var known = await File.ReadAllTextAsync(Servers.Keys.Jwks, TestContext.Current.CancellationToken);
        var id = SigningKey.ReadSet(known).Keys.Single();
        var withdrawn = false;
        using var keys = Over(() => withdrawn ? """{"keys":[]}""" : known);
        Assert.NotNull(await keys.FindAsync(id, TestContext.Current.CancellationToken));

        withdrawn = true;
        _clock.Now += TimeSpan.FromMinutes(9);
        Assert.NotNull(await keys.FindAsync(id, TestContext.Current.CancellationToken));
        _clock.Now += TimeSpan.FromMinutes(2);
        Assert.Null(await keys.FindAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task while_the_issuer_is_silent_the_known_keys_serve_on()
    {
        var known = await File.ReadAllTextAsync(Servers.Keys.Jwks, TestContext.Current.CancellationToken);
        var id = SigningKey.ReadSet(known).Keys.Single();
        var silent = false;
        using var keys = Over(() => silent ? throw new HttpRequestException("no route") : known);
        Assert.NotNull(await keys.FindAsync(id, TestContext.Current.CancellationToken));

        silent = true;
        _clock.Now += TimeSpan.FromHours(1);
        Assert.NotNull(await keys.FindAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task a_caller_who_hangs_up_is_not_a_silent_issuer()
    {
        var known = await File.ReadAllTextAsync(Servers.Keys.Jwks, TestContext.Current.CancellationToken);
        using var gone = new CancellationTokenSource();
        var asked = new List<CancellationToken>();
        using var keys = new SigningKeys(
            ct =>
            {
                asked.Add(ct);
                gone.Cancel(); // In the middle of the question.
                ct.ThrowIfCancellationRequested();
                return Task.FromResult(known);
            },
            _clock, NullLogger<SigningKeys>.Instance);

        Assert.NotNull(await keys.FindAsync(SigningKey.ReadSet(known).Keys.Single(), gone.Token));
        Assert.Single(asked);
    }

    [Theory, InlineData("""{"keys":[{"kid":"a","kty":"EC","crv":"P-256","x":"%%","y":"%%"}]}"""), InlineData("[]")]
    public async Task documents_without_sense_leave_the_known_keys_and_are_not_asked_for_at_every_call(string nonsense)
    {
        var known = await File.ReadAllTextAsync(Servers.Keys.Jwks, TestContext.Current.CancellationToken);
        var id = SigningKey.ReadSet(known).Keys.Single();
        var broken = false;
        using var keys = Over(() => broken ? nonsense : known);
        Assert.NotNull(await keys.FindAsync(id, TestContext.Current.CancellationToken));

        broken = true;
        _clock.Now += TimeSpan.FromHours(1);
        for (var i = 0; i < 10; i++) Assert.NotNull(await keys.FindAsync(id, TestContext.Current.CancellationToken));
        Assert.Equal(2, _asked);
    }

    private SigningKeys Over(Func<string> read) => new(
        _ =>
        {
            _asked++;
            return Task.FromResult(read());
        },
        _clock, NullLogger<SigningKeys>.Instance);

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
