using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.ServiceDefaults.Auth;

/// <summary>The present keys of the issuer.</summary>
public interface ISigningKeys
{
    /// <summary>Null for an unknown key id, also after a refresh.</summary>
    ValueTask<SigningKey?> FindAsync(string keyId, CancellationToken ct);
}

/// <summary>Keys from a file or an OIDC discovery; an unknown id asks again, at most every 30 seconds.</summary>
/// <remarks>
/// A rotated key is therefore found within seconds, and a flood of forged ids cannot flood the issuer.
/// </remarks>
public sealed class SigningKeys(
    Func<CancellationToken, Task<string>> readSet, TimeProvider clock, ILogger<SigningKeys> logger)
    : ISigningKeys, IDisposable
{
    private static readonly TimeSpan MinRefresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _refresh = new(1, 1);
    private volatile KeySet _set = new(new Dictionary<string, SigningKey>(), DateTimeOffset.MinValue);

    public async ValueTask<SigningKey?> FindAsync(string keyId, CancellationToken ct)
    {
        var set = _set;
        var age = clock.GetUtcNow() - set.AskedAt;
        if (age < MaxAge && set.Keys.TryGetValue(keyId, out var key)) return key;
        if (age >= MinRefresh) set = await RefreshAsync(set, ct);
        return set.Keys.GetValueOrDefault(keyId);
    }

    private async Task<KeySet> RefreshAsync(KeySet seen, CancellationToken ct)
    {
        await _refresh.WaitAsync(ct);
        try
        {
            if (!ReferenceEquals(_set, seen)) return _set; // Somebody else has just refreshed.
            try
            {
                _set = new KeySet(SigningKey.ReadSet(await readSet(ct)), clock.GetUtcNow());
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException
                or OperationCanceledException or KeyNotFoundException)
            {
                SigningKeysLog.Failed(logger, e);
                _set = seen with { AskedAt = clock.GetUtcNow() }; // The old keys serve on; ask again later.
            }
            return _set;
        }
        finally
        {
            _refresh.Release();
        }
    }

    public void Dispose() => _refresh.Dispose();

    private sealed record KeySet(IReadOnlyDictionary<string, SigningKey> Keys, DateTimeOffset AskedAt);
}

internal static partial class SigningKeysLog
{
    [LoggerMessage(LogLevel.Error, "The issuer's keys could not be read")]
    public static partial void Failed(ILogger logger, Exception e);
}
