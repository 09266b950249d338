using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.Funds.BankChannels;

/// <summary>The channels that may call, read anew for each call: an ended one is shut at once.</summary>
public sealed class ChannelDirectory(IServiceScopeFactory scopes, ChannelVault vault) : ISignedCallers
{
    public async Task<SignedCaller?> FindAsync(Guid id, CancellationToken ct)
    {
        // Nobody is known yet, so there is no scope to read under.
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseLogin>().UseWorker();
        var db = scope.ServiceProvider.GetRequiredService<FundsDbContext>();
        db.Scope = DivisionScope.Everything;
        var channel = await db.BankChannels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
        return channel is null or { EndedAt: not null }
            ? null
            : new SignedCaller(
                id, Roles.BankChannel, DivisionCode.Parse(channel.DivisionCode), vault.SecretsOf(channel));
    }
}
