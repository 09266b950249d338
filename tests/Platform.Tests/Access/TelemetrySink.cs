using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>Takes the place of the operator's collector and reads what the services export, byte by byte.</summary>
/// <remarks>
/// OTLP over HTTP: texts stand in the protobuf as they are, so that a name is found wherever it was put. Nothing is
/// kept but what was found and one count a signal.
/// </remarks>
public sealed class TelemetrySink : IAsyncDisposable
{
    /// <summary>A route that the tests call: a signal that has told it does come from the services' work.</summary>
    public const string Witness = "/api/v1/owners/search";

    private const int MaxBody = 64 * 1024 * 1024, MaxFound = 50, Around = 60;
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, long> _bytes = new();
    private readonly ConcurrentDictionary<string, bool> _witnessed = new();
    private readonly ConcurrentQueue<string> _found = new();

    private TelemetrySink(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Where people were named: the signal and the text around it.</summary>
    public IReadOnlyCollection<string> Found => _found;

    public static async Task<TelemetrySink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.Limits.MaxRequestBodySize = MaxBody);
        var sink = new TelemetrySink(builder.Build());
        sink._app.MapPost("/v1/{signal}", sink.TakeAsync);
        await sink._app.StartAsync();
        return sink;
    }

    /// <summary>Bytes of a signal so far: logs, traces, metrics.</summary>
    public long BytesOf(string signal) => _bytes.GetValueOrDefault(signal);

    /// <summary>Whether a signal has told of the witness.</summary>
    public bool HasWitness(string signal) => _witnessed.ContainsKey(signal);

    private async Task<IResult> TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var text = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
        foreach (var match in People.Named().EnumerateMatches(text))
        {
            if (_found.Count >= MaxFound) break;
            var from = Math.Max(0, match.Index - Around);
            var around = text[from..Math.Min(text.Length, match.Index + match.Length + Around)];
            _found.Enqueue($"{signal}: {string.Concat(around.Select(c => char.IsControl(c) ? ' ' : c))}");
        }
        if (text.Contains(Witness, StringComparison.Ordinal)) _witnessed[signal] = true;
        _bytes.AddOrUpdate(signal, body.Length, (_, sum) => sum + body.Length);
        return Results.Bytes([], "application/x-protobuf");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Those whom no log, event, trace or metric may name.</summary>
internal static partial class People
{
    /// <summary>Owners and payers of the sample (业主00001, 13800000001); the canary's reporter and words.</summary>
    public const string Pattern = "业主[0-9]{5}|1380000[0-9]{4}|" + CanaryOffice.Reporter + "|" + CanaryOffice.Phone
        + "|" + CanaryOffice.Words;

    [GeneratedRegex(Pattern)]
    public static partial Regex Named();
}
