using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.BankChannels;

/// <summary>GET /accounts/{id}/bank-channels: who may tell of this account's payments; never a secret.</summary>
public static class ListBankChannels
{
    // Five live ones; whoever replaces one each month for years still sees the latest.
    private const int Most = 200;

    /// <param name="PreviousUntil">Until when the secret before the current one is taken, UTC.</param>
    public sealed record Item(
        Guid Id, string Name, ChannelKind Kind, string? LicenceNo, string CallbackPath, DateTimeOffset CreatedAt,
        DateTimeOffset? PreviousUntil, DateTimeOffset? EndedAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/accounts/{id:guid}/bank-channels", GetAsync).Requires(Permissions.BankChannelRead)
            .WithTags("Bank channels").WithSummary("List an account's bank channels (银行回调渠道)")
            .WithDescription("Newest first, ended ones included, at most 200; never a secret. 404 accounts.not_found.");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, CancellationToken ct)
    {
        if (!await db.BankAccounts.AnyAsync(a => a.Id == id, ct)) return LedgerErrors.AccountNotFound.ToProblem();
        var channels = await db.BankChannels.AsNoTracking().Where(c => c.AccountId == id)
            .OrderByDescending(c => c.Id).Take(Most).ToListAsync(ct);
        return TypedResults.Ok(new Page<Item>([.. channels.Select(Show)], null));
    }

    private static Item Show(BankChannel c) => new(
        c.Id, c.Name, c.Kind, c.LicenceNo, AddBankChannel.PathOf(c.Id), c.CreatedAt, c.PreviousUntil, c.EndedAt);
}
