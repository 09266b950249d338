using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Verify;

/// <summary>Sealing that was switched off is found: a superuser could change what is not sealed unseen.</summary>
public sealed class UnsealedRowsTests(SealedFunds funds) : IClassFixture<SealedFunds>
{
    private const string AuditSql =
        "insert into platform.audit (actor, action, street_code, at) values ('test', 'test.act', '110114009', {0})";

    [Fact]
    public async Task rows_that_stay_unsealed_are_a_fault_whatever_time_they_claim()
    {
        var copy = await funds.CopyAsync(); // Nothing seals it.
        await AuditAsync(copy, "now() + interval '1 day'");
        var fault = await SealCheck.FaultAsync("funds", copy, TimeSpan.FromSeconds(1));
        Assert.Equal("platform.audit", fault?.Table);
        Assert.Contains("sealing does not run", fault!.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_lease_that_somebody_holds_for_ever_is_found()
    {
        await using var host = new FundsHost();
        await host.InitializeAsync();
        var database = host.Host.Database;
        await SealCheck.TamperAsync(database, "insert into platform.leases (name, holder, token, expires_at) " +
            "values ('sealer', 'x', 1, 'infinity') on conflict (name) do update set holder = 'x', " +
            "token = platform.leases.token + 1, expires_at = 'infinity'");
        await AuditAsync(database, "now()");
        var fault = await SealCheck.FaultAsync("funds", database, TimeSpan.FromSeconds(8));
        Assert.Contains("sealing does not run", fault?.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_platform_that_was_stopped_in_time_owes_its_last_rows_only()
    {
        var copy = await funds.CopyAsync();
        await AuditAsync(copy, "now()"); // As a crash leaves it.
        Assert.Null(await SealCheck.FaultAsync("funds", copy, isAtRest: true));

        await AuditAsync(copy, "now()");
        await AuditAsync(copy, "now() + interval '2 minutes'");
        var fault = await SealCheck.FaultAsync("funds", copy, isAtRest: true);
        Assert.Contains("sealing does not run", fault?.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task rows_that_are_sealed_while_it_waits_are_none()
    {
        await using var host = new FundsHost();
        await host.InitializeAsync();
        var database = host.Host.Database;
        await AuditAsync(database, "now()");
        Assert.Null(await SealCheck.FaultAsync("funds", database, TimeSpan.FromSeconds(60)));
        await SealCheck.AllSealedAsync("funds", database);
    }

    private static Task AuditAsync(TestDatabase database, string at) =>
        FundsHost.ExecuteAsync(database.Superuser, AuditSql.Replace("{0}", at, StringComparison.Ordinal));
}
