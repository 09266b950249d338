using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CivicPlatform.AppHost;

/// <summary>Where this run keeps its data and which ports it takes.</summary>
/// <remarks>
/// <c>Civic:DataDir</c> or <c>CIVIC_DATA_DIR</c> (default <c>.data</c> of the repository); <c>Ports:Api</c> (8080),
/// <c>Ports:Dashboard</c> (18888), <c>Ports:Postgres</c> and <c>Ports:RabbitMq</c> (free ones); 0 takes a free port.
/// </remarks>
public sealed class LocalSettings
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly ConfigurationManager configuration;

    private LocalSettings(IDistributedApplicationBuilder builder)
    {
        configuration = builder.Configuration;
        var repository = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", ".."));
        DataDirectory = Path.GetFullPath(
            configuration["Civic:DataDir"] ?? configuration["CIVIC_DATA_DIR"] ?? Path.Combine(repository, ".data"));
        MakeDirectory(DataDirectory);
        Secrets = new LocalSecrets(In("secrets.json"));
        ApiPort = Port("Api", 8080);
        DashboardPort = Port("Dashboard", 18888);
        ApiScheme = HasCertificate() ? "https" : "http";
        BundlePath = configuration["ASPIRE_BUNDLE_PATH"] ?? Path.Combine(repository, ".data", "aspire");
    }

    /// <summary>Absolute path of the folder with database, broker, passwords and keys.</summary>
    public string DataDirectory { get; }

    /// <summary>Generated passwords of this data folder.</summary>
    public LocalSecrets Secrets { get; }

    /// <summary>Port of the gateway.</summary>
    public int ApiPort { get; }

    /// <summary>Port of the gateway, as an argument of a program.</summary>
    public string ApiPortText => ApiPort.ToString(CultureInfo.InvariantCulture);

    /// <summary>https once the operator gave the gateway a certificate, which then speaks nothing else.</summary>
    public string ApiScheme { get; }

    /// <summary>Address of the REST API.</summary>
    public string ApiUrl => $"{ApiScheme}://localhost:{ApiPortText}";

    /// <summary>Address of the dashboard, without the token that lets somebody in.</summary>
    public string DashboardUrl => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{DashboardPort}");

    private int DashboardPort { get; }

    private string BundlePath { get; }

    /// <summary>Reads the settings and tells the host its part of them.</summary>
    /// <exception cref="DistributedApplicationException">A port is taken or the folder is useless.</exception>
    public static LocalSettings Apply(IDistributedApplicationBuilder builder)
    {
        // `./civic up` is for a desk; whoever runs Production says so.
        if (builder.Configuration["ENVIRONMENT"] is null)
            builder.Environment.EnvironmentName = Environments.Development;
        var local = new LocalSettings(builder);
        builder.Configuration["ASPNETCORE_URLS"] = local.DashboardUrl;
        builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true"; // Loopback only.
        builder.Configuration["ASPIRE_BUNDLE_PATH"] = local.BundlePath;
        return local;
    }

    /// <summary>A path in the data folder.</summary>
    public string In(params string[] parts) => Path.Combine([DataDirectory, .. parts]);

    /// <summary>A configured port that must be free, or a free one for 0.</summary>
    public int Port(string name, int standard)
    {
        var key = $"Ports:{name}";
        var text = configuration[key] ?? standard.ToString(CultureInfo.InvariantCulture);
        if (!ushort.TryParse(text, CultureInfo.InvariantCulture, out var port))
            throw new DistributedApplicationException($"{key} is no port number: '{text}'.");
        if (port == 0) return LocalPorts.Free();
        return LocalPorts.IsFree(port) ? port : throw new DistributedApplicationException(
            $"Port {port} is taken by another program; end that program, or choose another port: ./civic up " +
            $"{(name == "Api" ? "--port" : "--dashboard-port")} N (configuration: {key}).");
    }

    // Said here in one sentence; the gateway itself could only end and be started again.
    private bool HasCertificate()
    {
        string[] files = [configuration["GATEWAY_CERTIFICATE"] ?? "", configuration["GATEWAY_CERTIFICATE_KEY"] ?? ""];
        if (Array.TrueForAll(files, file => file.Length == 0)) return false;
        return Array.TrueForAll(files, file => Path.IsPathRooted(file) && File.Exists(file))
            ? true
            : throw new DistributedApplicationException(
                "GATEWAY_CERTIFICATE and GATEWAY_CERTIFICATE_KEY come together: absolute paths of two PEM files.");
    }

    /// <summary>Makes a folder for this user; as root, servers with users of their own may pass through it.</summary>
    private static void MakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, Environment.IsPrivilegedProcess ? OwnerOnly | PassThrough : OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The data folder {path} cannot be used: {e.Message}");
        }
    }
}
