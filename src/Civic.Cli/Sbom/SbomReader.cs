using System.Text.Json;

namespace CivicPlatform.Cli.Sbom;

/// <summary>One library of another maker in what is shipped.</summary>
/// <param name="Purl">Package URL, such as <c>pkg:nuget/Npgsql@9.0.3</c>.</param>
/// <param name="Sha512">Hexadecimal, as the lock says; null where it says none.</param>
public sealed record Component(string Name, string Version, string Purl, string? Sha512);

/// <summary>
/// Software bill of materials: the packages that the restore of the shipped projects resolved, and the npm package
/// of the Aspire bundle.
/// </summary>
public static class SbomReader
{
    private const int MaxDepth = 64;

    /// <summary>Every component once, by package URL.</summary>
    /// <exception cref="CivicException">Nothing was restored yet.</exception>
    public static IReadOnlyList<Component> Read(string root)
    {
        var assets = Directory.EnumerateDirectories(Path.Combine(root, "src"))
            .Select(folder => Path.Combine(folder, "obj", "project.assets.json")).Where(File.Exists).ToArray();
        if (assets.Length == 0) throw new CivicException("nothing is restored yet; run ./civic up or ./civic test");
        var npm = Path.Combine(root, "eng", "aspire", "package-lock.json");
        return [.. assets.SelectMany(OfNuGet).Concat(File.Exists(npm) ? OfNpm(npm) : [])
            .DistinctBy(component => component.Purl).OrderBy(component => component.Purl, StringComparer.Ordinal)];
    }

    /// <summary>CycloneDX 1.6 as JSON.</summary>
    public static string Write(IReadOnlyList<Component> components) => JsonSerializer.Serialize(new
    {
        bomFormat = "CycloneDX",
        specVersion = "1.6",
        version = 1,
        metadata = new { component = new { type = "application", name = "CivicPlatform" } },
        components = components.Select(c => new
        {
            type = "library",
            name = c.Name,
            version = c.Version,
            purl = c.Purl,
            hashes = c.Sha512 is null ? null : new[] { new { alg = "SHA-512", content = c.Sha512 } },
        }),
    }, s_json);

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static Component[] OfNuGet(string assets)
    {
        using var document = Parse(assets);
        return [.. document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library =>
            {
                var parts = library.Name.Split('/');
                return new Component(parts[0], parts[1], $"pkg:nuget/{parts[0]}@{parts[1]}",
                    Hex(library.Value.TryGetProperty("sha512", out var hash) ? hash.GetString() : null));
            })];
    }

    private static Component[] OfNpm(string lockFile)
    {
        const string Folder = "node_modules/";
        using var document = Parse(lockFile);
        return [.. document.RootElement.GetProperty("packages").EnumerateObject()
            .Where(package => package.Name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(package =>
            {
                var name = package.Name[Folder.Length..];
                var version = package.Value.GetProperty("version").GetString()!;
                var hash = package.Value.GetProperty("integrity").GetString();
                return new Component(name, version, $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}" +
                    $"@{version}", Hex(hash?["sha512-".Length..]));
            })];
    }

    private static JsonDocument Parse(string path) =>
        JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { MaxDepth = MaxDepth });

    private static string? Hex(string? base64) =>
        base64 is null ? null : Convert.ToHexStringLower(Convert.FromBase64String(base64));
}
