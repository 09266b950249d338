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
    public static PolicyProfile ResolveFor(string divisionCode)
    {
        var (best, length) = (ByName[Default], -1);
        foreach (var profile in ByName.Values)
        {
            foreach (var prefix in profile.Prefixes)
            {
                if (prefix.Length <= length || !divisionCode.StartsWith(prefix, StringComparison.Ordinal)) continue;
                (best, length) = (profile, prefix.Length);
            }
        }
        return best;
    }

    private static Dictionary<string, PolicyProfile> Load()
    {
        var texts = EmbeddedText.Names("Profiles").Select(EmbeddedText.Read).Select(text => (ProfileFile.Parse(text), text));
        var waiting = texts.ToDictionary(pair => pair.Item1.Name);
        var loaded = new Dictionary<string, PolicyProfile>(StringComparer.Ordinal);
        while (waiting.Count > 0)
        {
            var ready = waiting.Values.Where(p => p.Item1.Inherits is not { } parent || loaded.ContainsKey(parent)).ToList();
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
