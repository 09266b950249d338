using System.Net;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Verify;

/// <summary>A small ledger with payments and daily pages, sealed and at rest: each test tampers with a copy.</summary>
public sealed class SealedFunds : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using var funds = new FundsHost();
        await funds.InitializeAsync();
        var opened = await funds.OpenAsync(FundsHost.Flats(2, 4));
        for (var payment = 1; payment <= 6; payment++)
            (await funds.PayAsync(opened.Account, $"S-{payment}", $"{100 + payment}.00", "1-1-101"))
                .Expect(HttpStatusCode.Created);
        Database = funds.Host.Database;
        await SealCheck.AllSealedAsync("funds", Database);
        (await funds.Manager.PostAsync($"/api/v1/campaigns/{opened.Campaign}/snapshots", new { }))
            .Expect(HttpStatusCode.OK);
        (await funds.PayAsync(opened.Account, "S-7", "107.00", "1-1-101")).Expect(HttpStatusCode.Created);
        await SealCheck.AllSealedAsync("funds", Database); // So every chain has a second block, or may have.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<TestDatabase> CopyAsync() => Servers.CopyDatabaseAsync(Database);
}
