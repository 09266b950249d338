using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CivicPlatform.AppHost.Tests.Servers;

namespace CivicPlatform.AppHost.Tests.Gateway;

/// <summary>With a certificate the gateway speaks TLS and nothing else, and tells browsers to stay with it.</summary>
public sealed class GatewayTlsTests
{
    [Fact]
    public async Task a_certificate_makes_it_https()
    {
        using var folder = new TemporaryFolder();
        using var certificate = WriteCertificate(folder);
        var port = RunScript.FreePort();
        var environment = RouteList.Services.Append("portal").ToDictionary(
            name => $"services__{name}__http__0", _ => $"http://localhost:{RunScript.FreePort()}");
        environment["GATEWAY_CERTIFICATE"] = folder.In("server.crt");
        environment["GATEWAY_CERTIFICATE_KEY"] = folder.In("server.key");
        await using var script = RunScript.Start("gateway/run.sh", [folder.In("gateway"), $"{port}"], environment);
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) =>
                shown?.Thumbprint == certificate.Thumbprint,
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{port}") };
        await script.UntilAsync(async () => (await http.GetAsync("/health")).IsSuccessStatusCode);

        using var answer = await http.GetAsync("/api/v1/unheard-of", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("max-age=", string.Join(',', answer.Headers.GetValues("Strict-Transport-Security")),
            StringComparison.Ordinal);
        using var plain = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var refused = await plain.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task a_certificate_without_its_key_is_refused_at_the_start()
    {
        using var folder = new TemporaryFolder();
        var environment = RouteList.Services.Append("portal").ToDictionary(
            name => $"services__{name}__http__0", _ => "http://localhost:1");
        environment["GATEWAY_CERTIFICATE"] = folder.In("server.crt");
        await using var script = RunScript.Start("gateway/run.sh", [folder.In("gateway"), $"{RunScript.FreePort()}"],
            environment);
        Assert.NotEqual(0, await script.EndAsync());
    }

    private static X509Certificate2 WriteCertificate(TemporaryFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(1));
        File.WriteAllText(folder.In("server.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.In("server.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
