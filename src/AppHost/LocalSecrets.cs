using System.Security.Cryptography;
using System.Text.Json;

namespace CivicPlatform.AppHost;

/// <summary>Passwords of this data folder: generated when first asked for, kept in a private file.</summary>
public sealed class LocalSecrets
{
    private const int PasswordDigits = 48; // 192 bits
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string path;
    private readonly SortedDictionary<string, string> passwords;

    /// <param name="path">The JSON file, name to password.</param>
    /// <exception cref="DistributedApplicationException">The file is there but cannot be read.</exception>
    public LocalSecrets(string path)
    {
        this.path = path;
        try
        {
            passwords = File.Exists(path)
                ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(path)) ?? []
                : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>The password with that name; hexadecimal, so that it needs no quoting anywhere.</summary>
    public string Password(string name)
    {
        lock (passwords)
        {
            if (passwords.TryGetValue(name, out var known)) return known;
            passwords[name] = RandomNumberGenerator.GetHexString(PasswordDigits, lowercase: true);
            // Half a file would lock the owner out of his own database: complete or not at all.
            PrivateFile.WriteJson(path, passwords, Indented);
            return passwords[name];
        }
    }
}
