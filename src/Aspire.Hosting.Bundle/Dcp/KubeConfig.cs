using System.Security.Cryptography.X509Certificates;

namespace Aspire.Hosting.Dcp;

/// <summary>Where DCP listens and how to be let in; whoever reads it may run processes as this user.</summary>
internal sealed record KubeConfig(Uri Server, X509Certificate2 Authority, string Token)
{
    /// <summary>Reads the file that DCP wrote; null while it is not complete.</summary>
    public static KubeConfig? TryRead(string path)
    {
        if (!File.Exists(path)) return null;
        var text = File.ReadAllText(path);
        var (server, authority, token) =
            (Value(text, "server"), Value(text, "certificate-authority-data"), Value(text, "token"));
        if (server is null || authority is null || token is null) return null;
        var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(authority));
        return new KubeConfig(new Uri(server), certificate, token);
    }

    // The file is YAML of a fixed shape: one "key: value" a line, complete when the line ends.
    private static string? Value(string text, string key)
    {
        var start = text.IndexOf(key + ": ", StringComparison.Ordinal);
        if (start < 0) return null;
        start += key.Length + 2;
        var end = text.IndexOf('\n', start);
        return end < 0 ? null : text[start..end].Trim();
    }
}
