using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Crashes;

/// <summary>F7: a caller that loses the answer asks again and hears the same, byte for byte.</summary>
public sealed class LostAnswer : IFault
{
    private const int HangUpWithinMs = 40;
    private const int Kinds = 3;

    public string Id => "F7";

    public string Title => "the answer is lost after the commit";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        var choices = context.Choices(Id);
        var load = Load.Start(context, Id, 0, Load.Everything);
        report.Rounds = context.Size.RoundsOf(60, 600);
        for (var round = 0; round < report.Rounds; round++)
        {
            var write = await load.Maker.MakeAsync(Load.Everything[round % Load.Everything.Count]);
            var first = await LoseAsync(write, choices.Next(Kinds), choices.Next(HangUpWithinMs));
            await CompareAsync(write, first, load.History, report);
        }
        await Checks.AllAsync(context, load, report);
    }

    private static async Task CompareAsync(Write write, Answer? first, History history, FaultReport report)
    {
        var second = await Writer.WriteAsync(write, history);
        var third = await Writer.WriteAsync(write, new History());
        if (second is null || third is null)
        {
            report.Find($"{write.Kind} {write.Marker}: nobody answered");
            return;
        }
        foreach (var other in (Answer?[])[first, third])
            if (other is not null && !IsSame(second, other))
                report.Find($"{write.Kind} {write.Marker}: {Describe(second)} and {Describe(other)}");
    }

    /// <summary>Sends it and loses the answer: read and forgotten, hung up meanwhile, or never looked at.</summary>
    private static async Task<Answer?> LoseAsync(Write write, int how, int hangUpAfterMs)
    {
        if (how == 0)
        {
            var answer = await write.SendAsync(CancellationToken.None);
            return (int)answer.Status is >= 200 and < 300 ? answer : null;
        }
        if (how == 1) await SendAndCloseAsync(write, hangUpAfterMs);
        else await HangUpAsync(write, hangUpAfterMs);
        return null;
    }

    private static async Task HangUpAsync(Write write, int afterMs)
    {
        using var hangUp = new CancellationTokenSource(afterMs);
        try
        {
            await write.SendAsync(hangUp.Token);
        }
        catch (OperationCanceledException)
        {
            // That is the fault.
        }
    }

    private static async Task SendAndCloseAsync(Write write, int afterMs)
    {
        var api = write.By.Http.BaseAddress!;
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", api.Port);
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST {write.Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: " +
            $"{write.By.Http.DefaultRequestHeaders.Authorization}\r\nContent-Type: {write.MediaType}\r\n" +
            $"Idempotency-Key: {write.Key}\r\nContent-Length: {write.Body.Length}\r\nConnection: close\r\n\r\n");
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(write.Body);
        await Task.Delay(afterMs);
        socket.Client.Close(0); // A reset: the other side cannot even deliver its answer to a buffer.
    }

    private static bool IsSame(Answer one, Answer other) => one.Status == other.Status
        && one.Body.AsSpan().SequenceEqual(other.Body) && one.MediaType == other.MediaType
        && one.ETag == other.ETag && one.Location == other.Location;

    private static string Describe(Answer answer) => $"{(int)answer.Status} {answer.ETag} {answer.Text}";
}
