using System.Net;
using CivicPlatform.Cli.Keys;
using CivicPlatform.Registry.Tests.UnitImports;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Security;
using CivicPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CivicPlatform.Registry.Tests.Owners;

/// <summary>A new data key: old values are written again under it, in batches; look-up goes on as before.</summary>
public sealed class KeyRotationTests(RegistryHost registry) : IClassFixture<RegistryHost>
{
    private const string UnderOldKey =
        "owners where substring(name from 2 for get_byte(name, 0)) = convert_to('k1', 'UTF8')";

    [Fact]
    public async Task a_rotated_key_takes_over_every_value()
    {
        var csv = string.Join('\n', UnitImportTests.LargeEstate(await registry.NewCommunityAsync(), 450));
        (await registry.ImportAsync(csv)).Expect(HttpStatusCode.Created);
        var owners = await registry.CountAsync("owners");
        Assert.True(owners > 400, "More than two batches.");
        Assert.Equal(owners, await registry.CountAsync(UnderOldKey));
        var (before, after) = Rotate();
        Assert.Equal([2, (byte)'k', (byte)'2'], after.Encrypt("新写入", Guid.NewGuid())[..3]); // None under the old.
        var (id, name, hash) = await FirstOwnerAsync();

        using var rewriter = new KeyRewriter([], after,
            registry.Service.Services.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseLogin.Worker),
            TimeProvider.System, NullLogger<KeyRewriter>.Instance);
        var rewritten = await rewriter.RewriteAsync(new EncryptedColumn("owners", "name"),
            TestContext.Current.CancellationToken);

        Assert.Equal(owners, rewritten);
        Assert.Equal(0, await registry.CountAsync(UnderOldKey));
        var renewed = (await FirstOwnerAsync()).Name;
        Assert.NotEqual(name, renewed);
        Assert.Equal(before.DecryptText(name, id), after.DecryptText(renewed, id));
        Assert.Equal(hash, after.Hash(after.DecryptText(renewed, id))); // Exact look-up finds old rows.
        Assert.Equal(0, await rewriter.RewriteAsync(new EncryptedColumn("owners", "name"),
            TestContext.Current.CancellationToken));
    }

    // A copy of the run's keys: the other tests go on with theirs.
    internal static (FieldCipher Before, FieldCipher After) Rotate()
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("civic-keys-").FullName);
        KeyStore.Ensure(folder);
        File.Copy(Servers.Keys.DataKey, folder.DataKey, overwrite: true);
        Assert.Equal("k2", KeyStore.RotateDataKey(folder));
        var after = FieldCipher.FromFile(folder.DataKey);
        Directory.Delete(folder.Path, recursive: true);
        return (FieldCipher.FromFile(Servers.Keys.DataKey), after);
    }

    private async Task<(Guid Id, byte[] Name, byte[] Hash)> FirstOwnerAsync()
    {
        var id = await registry.Service.QueryAsync<Guid>("select id from owners order by id limit 1");
        return (id, await registry.Service.QueryAsync<byte[]>($"select name from owners where id = '{id}'"),
            await registry.Service.QueryAsync<byte[]>($"select name_hash from owners where id = '{id}'"));
    }
}
