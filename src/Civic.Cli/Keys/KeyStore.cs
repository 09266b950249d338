using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CivicPlatform.Cli.Keys;

/// <summary>The keys of a data folder. What is there is kept; what is missing is made.</summary>
public static class KeyStore
{
    private const int KeyBytes = 32;

    /// <summary>Makes the missing keys.</summary>
    /// <returns>The files that were made, none on a second call.</returns>
    public static IReadOnlyList<string> Ensure(DataFolder folder)
    {
        folder.Ensure();
        var made = new List<string>();
        Make(folder.SigningKey, NewSigningKey);
        Make(folder.DataKey, NewDataKey);
        Make(folder.SealKey, () => NewKey() + "\n");
        Make(folder.VoteKey, NewSigningKey);

        // Derived from the private key, so that the two can never disagree.
        using var signing = SigningKey.Load(folder.SigningKey);
        var jwks = signing.PublicJwks() + "\n";
        if (!File.Exists(folder.Jwks) || File.ReadAllText(folder.Jwks) != jwks)
        {
            PrivateFile.Replace(folder.Jwks, jwks);
            made.Add(folder.Jwks);
        }

        return made;

        void Make(string path, Func<string> content)
        {
            if (PrivateFile.CreateOnce(path, content)) made.Add(path);
        }
    }

    /// <summary>
    /// Adds a data key and makes it the current one; old ones stay, because values name the key they are under.
    /// </summary>
    /// <returns>Id of the new key.</returns>
    /// <exception cref="CivicException">There is no key yet.</exception>
    public static string RotateDataKey(DataFolder folder)
    {
        if (!File.Exists(folder.DataKey)) throw new CivicException($"{folder.DataKey} is not there; run keys first");
        var file = JsonNode.Parse(File.ReadAllText(folder.DataKey))!.AsObject();
        var keys = file["keys"]!.AsObject();
        var number = keys.Count + 1;
        while (keys.ContainsKey($"k{number}")) number++;
        // Exact look-up goes on under the first key for ever: its hashes stand in every row.
        file["lookUp"] ??= keys.Select(key => key.Key).Order(StringComparer.Ordinal).First();
        keys[$"k{number}"] = NewKey();
        file["current"] = $"k{number}";
        PrivateFile.Replace(folder.DataKey, file.ToJsonString() + "\n");
        return $"k{number}";
    }

    private static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static string NewDataKey() => JsonSerializer.Serialize(new
    {
        current = "k1",
        keys = new Dictionary<string, string> { ["k1"] = NewKey() },
    }) + "\n";

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
}
