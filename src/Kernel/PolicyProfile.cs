using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace CivicPlatform.Kernel;

/// <summary>
/// The legal figures of one jurisdiction (政策参数包): thresholds, publicity days and limits differ by city.
/// </summary>
/// <remarks>
/// A process resolves its profile once, at its start, and stores <see cref="Id"/>; later changes never re-evaluate
/// a closed decision. What a profile does not say it inherits.
/// </remarks>
public sealed class PolicyProfile
{
    internal PolicyProfile(ProfileFile file, string text, PolicyProfile? parent)
    {
        Name = file.Name;
        Id = HashOf(text, parent);
        Prefixes = file.Prefixes;
        Publicity = file.Publicity?.ToPeriod() ?? parent?.Publicity ?? throw Incomplete(file);
        JudicialConfirmation =
            file.JudicialConfirmation?.ToPeriod() ?? parent?.JudicialConfirmation ?? throw Incomplete(file);
        Notice = Merge(parent?.Notice, file.Notice);
        Case = Merge(parent?.Case, file.Case);
        Sources = [.. file.Sources, .. parent?.Sources ?? []];
    }

    /// <summary>Short name: CN-DEFAULT, BJ, SH, HZ, JN-LAIWU, SD-12345.</summary>
    public string Name { get; }

    /// <summary>SHA-256 (hex) of the content, inherited content included: the same id means the same law.</summary>
    public string Id { get; }

    /// <summary>How long the result of a decision is posted (PUB-01).</summary>
    public Period Publicity { get; }

    /// <summary>
    /// How long before a vote the owners get notice, by kind: REGULAR everywhere, some EXTRAORDINARY.
    /// </summary>
    public IReadOnlyDictionary<string, Period> Notice { get; }

    /// <summary>Time to handle a case by its grade; empty where no local rule is known.</summary>
    public IReadOnlyDictionary<string, Period> Case { get; }

    /// <summary>Time for the joint request to confirm a mediation agreement (MED-05).</summary>
    public Period JudicialConfirmation { get; }

    /// <summary>Where the figures come from, in Chinese, own first.</summary>
    public IReadOnlyList<string> Sources { get; }

    internal IReadOnlyList<string> Prefixes { get; }

    private static string HashOf(string text, PolicyProfile? parent) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text + parent?.Id)));

    private static FrozenDictionary<string, Period> Merge(
        IReadOnlyDictionary<string, Period>? inherited, Dictionary<string, ProfileFile.Length> own)
    {
        var merged = new Dictionary<string, Period>(inherited ?? FrozenDictionary<string, Period>.Empty);
        foreach (var (kind, length) in own) merged[kind] = length.ToPeriod();
        return merged.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static InvalidOperationException Incomplete(ProfileFile file) => new($"Profile {file.Name} is incomplete.");
}
