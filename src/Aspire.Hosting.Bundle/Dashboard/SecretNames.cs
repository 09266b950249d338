namespace Aspire.Hosting.Dashboard;

/// <summary>Which environment variables of a resource the dashboard is not told, because it would show them.</summary>
internal static class SecretNames
{
    /// <summary>Stands in place of the value.</summary>
    public const string Mask = "******";

    private static readonly string[] Parts =
        ["PASSWORD", "SECRET", "TOKEN", "APIKEY", "CONNECTIONSTRINGS__", "OTLP_HEADERS", "COOKIE"];

    /// <summary>True for passwords, keys and connection strings, by their name; paths of key files are none.</summary>
    public static bool Covers(string name) =>
        Parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
