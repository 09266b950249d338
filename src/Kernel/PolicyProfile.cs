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
    /// <summary>Key of <see cref="Objections"/> and <see cref="Disclosure"/> where there is no own value.</summary>
    public const string AnyMatter = "DEFAULT";

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
        Objections = Merge(parent?.Objections, file.Objections);
        LiftZoneMatter = file.LiftZoneMatter ?? parent?.LiftZoneMatter ?? throw Incomplete(file);
        Emergency = file.Emergency is { } own ? new EmergencyRules(own, parent?.Emergency) : parent?.Emergency;
        Settlement = (file.Settlement ?? new SettlementFile()).ToRules(parent?.Settlement);
        LiftCost = (file.LiftCost ?? new LiftCostFile()).ToRules(parent?.LiftCost);
        Handling = new HandlingRules(file.Handling ?? new HandlingFile(), parent?.Handling);
        MaxProxiesPerAgent = file.MaxProxiesPerAgent ?? parent?.MaxProxiesPerAgent;
        EVoteMandatoryExternal = file.EVoteMandatoryExternal ?? parent?.EVoteMandatoryExternal ?? false;
        Renewal = file.Renewal ?? parent?.Renewal ?? throw Incomplete(file);
        CommonIncome = file.CommonIncome ?? parent?.CommonIncome;
        Disclosure = Merge(parent?.Disclosure, file.Disclosure);
        if (!Disclosure.ContainsKey(AnyMatter)) throw Incomplete(file);
        if (!Objections.ContainsKey(AnyMatter)) throw Incomplete(file);
        Sources = [.. file.Sources, .. parent?.Sources ?? []];
    }

    /// <summary>Short name: CN-DEFAULT, BJ, SH, HZ, JN-LAIWU, SD-12345 and others.</summary>
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

    /// <summary>What an objection does to a decision (PUB-03), by code of the matter.</summary>
    public IReadOnlyDictionary<string, ObjectionEffect> Objections { get; }

    /// <summary>Matter that the whole estate decides before a lift may take common ground (双征询): M8 or M9.</summary>
    public string LiftZoneMatter { get; }

    /// <summary>How the fund is used without a vote; null where no rule of the place is known.</summary>
    public EmergencyRules? Emergency { get; }

    /// <summary>What a settlement of fund works must show (FUND-21).</summary>
    public SettlementRules Settlement { get; }

    /// <summary>Subsidy and compensation of a new lift (RAISE-21, RAISE-25).</summary>
    public LiftCostRules LiftCost { get; }

    /// <summary>How hotline orders are handled (4.2 to 4.4).</summary>
    public HandlingRules Handling { get; }

    /// <summary>For how many owners one agent may vote (VOTE-22); null where no rule of the place says it.</summary>
    public int? MaxProxiesPerAgent { get; }

    /// <summary>Electronic votes go through the city's system: a click elsewhere is advice (VOTE-21).</summary>
    public bool EVoteMandatoryExternal { get; }

    /// <summary>When a maintenance fund's balance must be renewed (FUND-10).</summary>
    public RenewalPolicy Renewal { get; }

    /// <summary>How much common income tops up the fund (FUND-09); null where no rule of the place says it.</summary>
    public CommonIncomePolicy? CommonIncome { get; }

    /// <summary>How often an account is disclosed (FUND-25), by its purpose, such as MAINTENANCE_FUND.</summary>
    public IReadOnlyDictionary<string, DisclosureInterval> Disclosure { get; }

    /// <summary>Where the figures come from, in Chinese, own first.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>PUB-03 for one matter, such as M7.</summary>
    public ObjectionEffect ObjectionEffectOf(string matter) =>
        Objections.TryGetValue(matter, out var own) ? own : Objections[AnyMatter];

    /// <summary>FUND-25 for an account of that purpose.</summary>
    public DisclosureInterval DisclosureIntervalOf(string purpose) =>
        Disclosure.TryGetValue(purpose, out var own) ? own : Disclosure[AnyMatter];

    /// <summary>
    /// Time to handle an order of that grade: the place's own, else <see cref="HandlingRules.Fallback"/>.
    /// </summary>
    public Period CaseLength(string grade) => Case.TryGetValue(grade, out var own) ? own : Handling.Fallback;

    internal IReadOnlyList<string> Prefixes { get; }

    private static string HashOf(string text, PolicyProfile? parent) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text + parent?.Id)));

    private static FrozenDictionary<string, Period> Merge(
        IReadOnlyDictionary<string, Period>? inherited, Dictionary<string, ProfileFile.Length> own) =>
        Merge(inherited, own.ToDictionary(pair => pair.Key, pair => pair.Value.ToPeriod()));

    private static FrozenDictionary<string, T> Merge<T>(
        IReadOnlyDictionary<string, T>? inherited, Dictionary<string, T> own)
    {
        var merged = new Dictionary<string, T>(inherited ?? FrozenDictionary<string, T>.Empty);
        foreach (var (key, value) in own) merged[key] = value;
        return merged.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static InvalidOperationException Incomplete(ProfileFile file) => new($"Profile {file.Name} is incomplete.");
}
