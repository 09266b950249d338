using System.Net.Sockets;

namespace CivicPlatform.AppHost.Tests.Servers;

public sealed class RabbitScriptTests
{
    private static readonly byte[] Greeting = [.. "AMQP"u8, 0, 0, 9, 1];

    [Fact]
    public async Task starts_again_after_a_kill_and_leaves_nothing_behind_when_it_stops()
    {
        using var folder = new TemporaryFolder();
        int[] ports = [RunScript.FreePort(), RunScript.FreePort(), RunScript.FreePort()];

        var killed = await StartAsync(folder, ports);
        await RunScript.SignalAsync("KILL", killed.Pid);
        await killed.EndAsync();

        await using var broker = await StartAsync(folder, ports);
        Assert.Equal(0, await broker.StopAsync());
        // Nor does its epmd, which Erlang would leave as a daemon.
        foreach (var port in ports) await Assert.ThrowsAnyAsync<SocketException>(() => SpeaksAmqpAsync(port));
    }

    private static async Task<RunScript> StartAsync(TemporaryFolder folder, int[] ports)
    {
        var script = RunScript.Start(
            "run/rabbitmq.sh",
            [folder.In("rabbitmq"), .. ports.Select(p => $"{p}")],
            [new("RABBITMQ_USER", "civic"), new("RABBITMQ_PASSWORD", "secret")]);
        await script.UntilAsync(() => SpeaksAmqpAsync(ports[0]));
        return script;
    }

    private static async Task<bool> SpeaksAmqpAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        var stream = client.GetStream();
        await stream.WriteAsync(Greeting);
        return await stream.ReadAsync(new byte[1]) == 1;
    }
}
