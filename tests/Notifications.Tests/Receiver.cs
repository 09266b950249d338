using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.Notifications.Tests;

/// <summary>Another system's real HTTP endpoint on Kestrel; answers as it is told, 204 otherwise.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Call> _calls = new();

    private Receiver(WebApplication app) => _app = app;

    /// <summary>One request as it came over the wire.</summary>
    public sealed record Call(string Id, string Timestamp, string Signature, string? ContentType, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);

        public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;
    }

    public IReadOnlyList<Call> Calls => [.. _calls];

    /// <summary>What to do with the nth request, from 0.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = (_, http) => Status(http, 204);

    public int Port => new Uri(_app.Urls.First()).Port;

    public string Url => $"http://127.0.0.1:{Port}/hook";

    public static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Checks the signature as Standard Webhooks tells receivers to; none of our code.</summary>
    public static void AssertSigned(Call call, string secret)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var signed = Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.").Concat(call.Body).ToArray();
        Assert.Equal("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)), call.Signature);
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Timestamp));
        Assert.InRange(DateTimeOffset.UtcNow - sentAt, TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(5));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        int number;
        lock (_calls)
        {
            number = _calls.Count;
            _calls.Enqueue(new Call(
                headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!,
                http.Request.ContentType, body.ToArray()));
        }
        await Answer(number, http);
    }
}
