using System.Text;
using CivicPlatform.Funds.Data;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Verify;

/// <summary>A ledger that was written before its heads covered every column, as 0008 finds it.</summary>
public sealed class UpgradedLedgerTests(SealedFunds funds) : IClassFixture<SealedFunds>
{
    [Fact]
    public async Task gets_heads_that_follow_from_all_its_transfers()
    {
        var copy = await funds.CopyAsync();
        await SealCheck.TamperAsync(copy, "update ledger_accounts set head = sha256(head) where entries > 0");
        Assert.Equal("public.ledger_accounts", (await SealCheck.FaultAsync("funds", copy))?.Table);

        await FundsHost.ExecuteAsync(copy.Owner, await HeadsAgainAsync());

        Assert.Null(await SealCheck.FaultAsync("funds", copy));
    }

    /// <summary>The part of the migration that computes the heads of accounts that exist.</summary>
    private static async Task<string> HeadsAgainAsync()
    {
        var assembly = typeof(FundsDbContext).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("0008_seal_ledger.sql", default));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        var sql = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return sql[sql.IndexOf("alter table ledger_accounts disable trigger", StringComparison.Ordinal)..];
    }
}
