using System.Text.Json;
using CivicPlatform.AppHost.Tests.Servers;
using CivicPlatform.Cli.Keys;

namespace CivicPlatform.AppHost.Tests.Cli;

public sealed class KeyStoreTests
{
    [Fact]
    public void makes_the_keys_once_and_keeps_them()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.In("data"));

        Assert.Equal([data.SigningKey, data.DataKey, data.SealKey, data.VoteKey, data.Jwks], KeyStore.Ensure(data));
        var before = Directory.GetFiles(data.Keys).Order().Select(File.ReadAllText).ToArray();

        Assert.Empty(KeyStore.Ensure(data));
        Assert.Equal(before, Directory.GetFiles(data.Keys).Order().Select(File.ReadAllText));
    }

    [Fact]
    public void shows_the_keys_to_their_owner_only()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.In("data"));
        KeyStore.Ensure(data);

        Assert.All(Directory.GetFiles(data.Keys), path => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(path).UnixFileMode));
        Assert.False(new DirectoryInfo(data.Path).UnixFileMode.HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public void publishes_nothing_of_the_private_key()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.In("data"));
        KeyStore.Ensure(data);

        using var published = JsonDocument.Parse(File.ReadAllText(data.Jwks));
        var key = Assert.Single(published.RootElement.GetProperty("keys").EnumerateArray());
        Assert.Equal(["kty", "crv", "use", "alg", "kid", "x", "y"], key.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void makes_a_data_key_of_32_bytes_under_the_current_id()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.In("data"));
        KeyStore.Ensure(data);

        using var keys = JsonDocument.Parse(File.ReadAllText(data.DataKey));
        var current = keys.RootElement.GetProperty("current").GetString()!;
        Assert.Equal(32, keys.RootElement.GetProperty("keys").GetProperty(current).GetBytesFromBase64().Length);
    }
}
