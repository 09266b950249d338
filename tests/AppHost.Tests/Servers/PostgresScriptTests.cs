namespace CivicPlatform.AppHost.Tests.Servers;

public sealed class PostgresScriptTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public async Task keeps_its_data_over_a_stop_and_over_a_kill()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        await server.ScalarAsync("CREATE TABLE kept (line int); INSERT INTO kept VALUES (1)", server.Superuser);
        Assert.Equal(0, await server.Script.StopAsync());

        await server.InitializeAsync();
        Assert.Equal("on", await server.ScalarAsync("SHOW fsync", server.Superuser));
        await server.ScalarAsync("INSERT INTO kept VALUES (2)", server.Superuser);
        await RunScript.SignalAsync("KILL", server.Script.Pid);
        await server.Script.EndAsync();

        await server.InitializeAsync();
        Assert.Equal(2L, await server.ScalarAsync("SELECT count(*) FROM kept", server.Superuser));
    }

    [Fact]
    public async Task says_in_one_sentence_that_its_user_cannot_reach_the_folder()
    {
        using var folder = new TemporaryFolder();
        var closed = folder.In("home");
        Directory.CreateDirectory(closed);
        // As root the server runs as a user of its own; otherwise we lock ourselves out.
        TemporaryFolder.SetMode(closed, Environment.IsPrivilegedProcess ? Private : UnixFileMode.UserRead);

        await using var script = RunScript.Start(
            "run/postgres.sh",
            [Path.Combine(closed, "data", "postgres"), $"{RunScript.FreePort()}"],
            [new("POSTGRES_PASSWORD", "x")]);

        Assert.Equal(1, await script.EndAsync());
        var sentence = Assert.Single(script.Output.Split('\n'), line => line.StartsWith("postgres.sh:", default));
        Assert.Contains("--data-dir", sentence, StringComparison.Ordinal);
        Assert.Contains(closed, sentence, StringComparison.Ordinal);
        TemporaryFolder.SetMode(closed, Private);
    }
}
