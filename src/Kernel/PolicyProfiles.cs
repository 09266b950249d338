namespace CivicPlatform.Kernel;

/// <summary>All profiles that this version of the platform knows, embedded as Profiles/*.json.</summary>
public static class PolicyProfiles
{
    /// <summary>What holds where no local profile does.</summary>
    public const string Default = "CN-DEFAULT";

    private static readonly Dictionary<string, PolicyProfile> ByName = Load();

    public static IReadOnlyCollection<PolicyProfile> All => ByName.Values;

    /// <summary>By short name, exactly as written; null when there is none.</summary>
    public static PolicyProfile? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>By the id that a process stored at its start; null when this version no longer holds it.</summary>
    public static PolicyProfile? FindById(string id) => ByName.Values.FirstOrDefault(profile => profile.Id == id);

    /// <summary>The profile whose division prefix is the longest that covers the code; else CN-DEFAULT.</summary>
    public static PolicyProfile ResolveFor(string divisionCode) => Resolve(All, divisionCode) ?? ByName[Default];

    internal static PolicyProfile? Resolve(IEnumerable<PolicyProfile> profiles, string divisionCode) =>
        profiles
            .SelectMany(profile => profile.Prefixes, (profile, prefix) => (profile, prefix))
            .Where(pair => divisionCode.StartsWith(pair.prefix, StringComparison.Ordinal))
            .OrderByDescending(pair => pair.prefix.Length)
            .FirstOrDefault().profile;

    private static Dictionary<string, PolicyProfile> Load()
    {
        var waiting = EmbeddedText.Names("Profiles")
            .Select(EmbeddedText.Read)
            .Select(text => (File: ProfileFile.Parse(text), Text: text))
            .ToDictionary(pair => pair.File.Name);
        var loaded = new Dictionary<string, PolicyProfile>(StringComparer.Ordinal);
        while (waiting.Count > 0)
        {
            var ready = waiting.Values.Where(p => p.File.Inherits is not { } name || loaded.ContainsKey(name)).ToList();
            if (ready.Count == 0) throw new InvalidOperationException("A profile inherits from none that exists.");
            foreach (var (file, text) in ready)
            {
                waiting.Remove(file.Name);
                loaded.Add(file.Name, new PolicyProfile(file, text, file.Inherits is { } name ? loaded[name] : null));
            }
        }
        return loaded;
    }
}
