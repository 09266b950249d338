using System.Net;
using CivicPlatform.Registry.Tests.UnitImports;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Security;
using CivicPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPlatform.Registry.Tests.Owners;

/// <summary>Values that somebody tampered with do not stop the rotation of the others.</summary>
public sealed class BrokenValueTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task a_value_that_does_not_decrypt_is_told_and_left_and_the_rest_goes_on()
    {
        var csv = string.Join('\n', UnitImportTests.LargeEstate(await registry.NewCommunityAsync(), 450));
        (await registry.ImportAsync(csv)).Expect(HttpStatusCode.Created);
        var owners = (int)await registry.CountAsync("owners");
        var changed = await TamperAsync(0, "set_byte(name, length(name) - 1, 255 - get_byte(name, length(name) - 1))");
        var cut = await TamperAsync(1, "substring(name from 1 for 5)");
        var foreign = await TamperAsync(300, "set_byte(name, 2, 57)"); // Key k9.
        var empty = await TamperAsync(301, "''");
        var log = new LoggerFactory();
        using var told = new ToldLog();
        log.AddProvider(told);

        using var rewriter = new KeyRewriter([], KeyRotationTests.Rotate().After,
            registry.Service.Services.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseLogin.Worker),
            TimeProvider.System, log.CreateLogger<KeyRewriter>());
        var rewritten = await rewriter.RewriteAsync(
            new EncryptedColumn("owners", "name"), TestContext.Current.CancellationToken);

        Assert.Equal(owners - 4, rewritten);
        var errors = told.Of(LogLevel.Error);
        Assert.All([changed, cut, foreign, empty], id =>
            Assert.Contains(errors, text => text.Contains($"{id}", StringComparison.Ordinal)));
        Assert.Contains(errors, text => text.Contains("4 values do not decrypt", StringComparison.Ordinal));
    }

    private async Task<Guid> TamperAsync(int place, string value)
    {
        var id = await registry.Service.QueryAsync<Guid>($"select id from owners order by id offset {place} limit 1");
        return await registry.Service.QueryAsync<Guid>(
            $"update owners set name = {value} where id = '{id}' returning id");
    }
}
