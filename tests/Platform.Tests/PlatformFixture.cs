using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CivicPlatform.Platform.Tests;
using CivicPlatform.Platform.Tests.Access;

[assembly: AssemblyFixture(typeof(PlatformFixture))]

namespace CivicPlatform.Platform.Tests;

/// <summary>
/// The real AppHost, started once for the assembly: with a certificate, and with ears for all that it tells, which
/// must name nobody until the last test has ended. (The fault suite runs without a certificate.)
/// </summary>
public sealed class PlatformFixture() : PlatformProcess("civic-platform"), IAsyncLifetime
{
    private readonly string _certificates = Directory.CreateTempSubdirectory("civic-certificate-").FullName;

    /// <summary>The gateway's certificate, for programs that must be told whom to trust.</summary>
    public string CertificateFile => Path.Combine(_certificates, "server.crt");

    /// <summary>What the services export as logs, traces and metrics.</summary>
    public TelemetrySink Telemetry { get; private set; } = null!;

    /// <summary>What they tell each other.</summary>
    public EventEar Events { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Telemetry = await TelemetrySink.StartAsync();
        var (certificate, key) = WriteCertificate();
        await StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", Telemetry.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("GATEWAY_CERTIFICATE", certificate),
            ("GATEWAY_CERTIFICATE_KEY", key));
        Events = await EventEar.ListenAsync(BrokerUrl);
    }

    protected override void AfterStop()
    {
        Directory.Delete(_certificates, recursive: true);
        Assert.Empty(Telemetry.Found);
        Assert.Empty(Events.Found);
    }

    private (string Certificate, string Key) WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(6));
        var (shown, secret) = (CertificateFile, Path.Combine(_certificates, "server.key"));
        File.WriteAllText(shown, certificate.ExportCertificatePem());
        File.WriteAllText(secret, key.ExportPkcs8PrivateKeyPem());
        Pinned = certificate.Thumbprint;
        return (shown, secret);
    }
}
