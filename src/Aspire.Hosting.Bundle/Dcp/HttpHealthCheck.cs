using System.Globalization;
using System.Net;
using System.Net.Security;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Dcp;

/// <summary>Calls every process behind an endpoint; the shared address would test one replica at random.</summary>
internal sealed class HttpHealthCheck(EndpointReference endpoint, string path, int statusCode) : IHealthCheck
{
    /// <summary>The entry of a process that answered as expected.</summary>
    public const string Passed = "Healthy";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero, // Another process may listen there by now.
        ActivityHeadersPropagator = null,
        SslOptions = new() { RemoteCertificateValidationCallback = (stream, _, _, errors) => IsGood(stream, errors) },
    })
    {
        Timeout = AnswerTimeout,
    };

    // A process of this machine is asked whether it answers, and is told nothing; its certificate names the host that
    // callers use, which is not localhost.
    private static bool IsGood(object stream, SslPolicyErrors errors)
    {
        var host = ((SslStream)stream).TargetHostName;
        return errors is SslPolicyErrors.None || host == "localhost"
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var annotation = endpoint.EndpointAnnotation;
        var answers = InstancesAnnotation.IdsOf(endpoint.Resource)
            .ToDictionary(id => id, _ => (object)"does not listen yet");
        await Task.WhenAll(annotation.InstanceAddresses.Select(async pair =>
        {
            var (address, port) = pair.Value;
            var url = string.Create(CultureInfo.InvariantCulture, $"{annotation.UriScheme}://{address}:{port}{path}");
            var answer = await AskAsync(url, cancellationToken);
            lock (answers) answers[pair.Key] = answer;
        }));

        var failures = answers.Where(a => a.Value is not Passed).Select(a => $"{a.Key}: {a.Value}").ToArray();
        return failures.Length == 0
            ? HealthCheckResult.Healthy(Passed, answers)
            : HealthCheckResult.Unhealthy(string.Join("; ", failures), data: answers);
    }

    private async Task<string> AskAsync(string url, CancellationToken ct)
    {
        try
        {
            using var response = await Http.GetAsync(url, ct);
            var code = (int)response.StatusCode;
            return code == statusCode ? Passed : $"{path} answered {code} instead of {statusCode}";
        }
        catch (HttpRequestException e)
        {
            return $"{path}: {e.Message}";
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"{path} did not answer within {AnswerTimeout.TotalSeconds:0} s";
        }
    }
}
