using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.AppHost.Tests.Gateway;

/// <summary>What a service got, as it says so itself.</summary>
public sealed record Echo(string Service, string Method, string Path, long Length, Dictionary<string, string> Headers);

/// <summary>A Kestrel server that stands for a service behind the gateway and answers with what it got.</summary>
internal sealed class EchoService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoService(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>()
        .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    public static async Task<EchoService> StartAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0);
            server.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(name, context));
        await app.StartAsync();
        return new EchoService(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(string name, HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        switch (context.Request.Query["do"].ToString())
        {
            case "hang":
                var aborted = new TaskCompletionSource();
                await using (context.RequestAborted.Register(aborted.SetResult)) await aborted.Task;
                return;
            case "refuse":
                // Before the body is read, as authentication does.
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.ContentType = "application/problem+json";
                await context.Response.WriteAsync("""{"code":"service.refused"}""");
                return;
            case "policy":
                context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
                context.Response.Headers.CacheControl = "public, max-age=60";
                context.Response.Headers["X-Request-Id"] = "of-the-service";
                return;
        }

        var length = 0L;
        var buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var read) length += read;
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString());
        await context.Response.WriteAsync(
            JsonSerializer.Serialize(new Echo(name, context.Request.Method, path, length, headers)));
    }
}
