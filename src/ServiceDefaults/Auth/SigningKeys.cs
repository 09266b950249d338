using Microsoft.Extensions.Logging;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>The present keys of the issuer.</summary>
public interface ISigningKeys
{
    /// <summary>Null for an unknown key id, also after a refresh.</summary>
    ValueTask<SigningKey?> FindAsync(string keyId, CancellationToken ct);
}

/// <summary>Keys from a file or an OIDC discovery, read again when a token names an unknown one.</summary>
/// <remarks>
/// A rotated key is found at once. Forged ids spend a budget of <see cref="Burst"/> questions that fills up by one in
/// 30 seconds, so a flood of them cannot flood the issuer. A key that the issuer withdrew is honoured for ten minutes
/// at most; while the issuer does not answer, the known keys serve on.
/// </remarks>
public sealed class SigningKeys(
    Func<CancellationToken, Task<string>> readSet, TimeProvider clock, ILogger<SigningKeys> logger)
    : ISigningKeys, IDisposable
{
    /// <summary>Questions in a row for ids that nobody knows.</summary>
    public const int Burst = 4;

    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _refresh = new(1, 1);
    private volatile KeySet _set = new(new Dictionary<string, SigningKey>(), DateTimeOffset.MinValue);
    private DateTimeOffset _budgetEmptyAt = DateTimeOffset.MinValue; // Under _refresh.

    public async ValueTask<SigningKey?> FindAsync(string keyId, CancellationToken ct)
    {
        var set = _set;
        var isFresh = clock.GetUtcNow() - set.AskedAt < MaxAge;
        var isAsking = _refresh.CurrentCount == 0; // Then known keys serve on: nobody waits for a slow issuer.
        if ((isFresh || isAsking) && set.Keys.TryGetValue(keyId, out var key)) return key;
        return (await RefreshAsync(set, isFresh, ct)).Keys.GetValueOrDefault(keyId);
    }

    private async Task<KeySet> RefreshAsync(KeySet seen, bool isFresh, CancellationToken ct)
    {
        await _refresh.WaitAsync(ct);
        try
        {
            if (!ReferenceEquals(_set, seen)) return _set; // Somebody else has just refreshed.
            var now = clock.GetUtcNow();
            if (isFresh && !TakeFromBudget(now)) return seen;
            try
            {
                // Not the caller's token: who hangs up must not decide for how long the old keys are believed.
                using var patience = new CancellationTokenSource(Patience, clock);
                _set = new KeySet(SigningKey.ReadSet(await readSet(patience.Token)), now);
            }
            catch (Exception e) // Silent, or its documents make no sense.
            {
                SigningKeysLog.Failed(logger, e);
                _set = seen with { AskedAt = now }; // The old keys serve on; ask again later.
            }
            return _set;
        }
        finally
        {
            _refresh.Release();
        }
    }

    // The instant at which the budget would be spent moves on by one refill a question, never before now.
    private bool TakeFromBudget(DateTimeOffset now)
    {
        var next = (_budgetEmptyAt > now ? _budgetEmptyAt : now) + Refill;
        if (next > now + (Burst * Refill)) return false;
        _budgetEmptyAt = next;
        return true;
    }

    public void Dispose() => _refresh.Dispose();

    private sealed record KeySet(IReadOnlyDictionary<string, SigningKey> Keys, DateTimeOffset AskedAt);
}

internal static partial class SigningKeysLog
{
    [LoggerMessage(LogLevel.Error, "The issuer's keys could not be read")]
    public static partial void Failed(ILogger logger, Exception e);
}
