using System.Collections.Concurrent;
using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.Statements;

/// <summary>Which office an account belongs to; that never changes, so the hot path asks the database once.</summary>
public sealed class AccountDirectory(IServiceScopeFactory scopes)
{
    private const int Most = 50_000;
    private readonly ConcurrentDictionary<Guid, BankAccount> _accounts = new();

    /// <summary>The account, or null when there is none in the caller's divisions.</summary>
    public async ValueTask<BankAccount?> FindAsync(Guid id, CurrentUser user, CancellationToken ct)
    {
        if (_accounts.TryGetValue(id, out var known) && user.Scope.Covers(known.DivisionCode)) return known;
        // Another office's account takes as long as one that does not exist: both ask.
        if (await ReadAsync(id, ct) is not { } account) return null;
        if (_accounts.Count < Most) _accounts.TryAdd(id, account);
        return user.Scope.Covers(account.DivisionCode) ? account : null;
    }

    private async Task<BankAccount?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ServiceDefaults.Data.DatabaseLogin>().UseWorker();
        var db = scope.ServiceProvider.GetRequiredService<FundsDbContext>();
        db.Scope = DivisionScope.Everything;
        return await db.BankAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
    }
}
