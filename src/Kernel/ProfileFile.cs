using System.Text.Json;
using System.Text.Json.Serialization;

namespace CivicPlatform.Kernel;

/// <summary>The JSON form of a policy profile as it stands in Profiles/*.json.</summary>
internal sealed record ProfileFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
    };

    public required string Name { get; init; }
    public string? Inherits { get; init; }
    public required IReadOnlyList<string> Prefixes { get; init; }
    public Length? Publicity { get; init; }
    public Dictionary<string, Length> Notice { get; init; } = [];
    public Dictionary<string, Length> Case { get; init; } = [];
    public Dictionary<string, ObjectionEffect> Objections { get; init; } = [];
    public Dictionary<string, DisclosureInterval> Disclosure { get; init; } = [];
    public int? MaxProxiesPerAgent { get; init; }
    public bool? EVoteMandatoryExternal { get; init; }
    public Length? JudicialConfirmation { get; init; }
    public string? LiftZoneMatter { get; init; }
    public RenewalPolicy? Renewal { get; init; }
    public CommonIncomePolicy? CommonIncome { get; init; }
    public EmergencyFile? Emergency { get; init; }
    public SettlementFile? Settlement { get; init; }
    public LiftCostFile? LiftCost { get; init; }
    public HandlingFile? Handling { get; init; }
    public required IReadOnlyList<string> Sources { get; init; }

    public static ProfileFile Parse(string json) => JsonSerializer.Deserialize<ProfileFile>(json, Strict)!;

    public sealed record Length(int Count, PeriodUnit Unit)
    {
        public Period ToPeriod() => new(Count, Unit);
    }
}
