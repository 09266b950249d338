using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Register;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>An electoral roll (业主清册): who may vote and with what area, frozen for ever (VOTE-16, VOTE-17).</summary>
public sealed class Roll : ITenantOwned
{
    private Roll() { }

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public required ScopeKind ScopeKind { get; init; }
    public string? Building { get; init; }
    public string? Entrance { get; init; }
    public required int Units { get; init; }

    /// <summary>Owners, each once inside this scope (VOTE-11, VOTE-12).</summary>
    public required int Heads { get; init; }

    public required Area Area { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset FrozenAt { get; init; }
    public required string FrozenBy { get; init; }

    /// <summary>Freezes the units inside the scope; refuses an empty scope and a sold unit without holders.</summary>
    public static Result<(Roll Roll, List<RollUnit> Units)> Freeze(
        RegisterEstate estate, RollScope scope, List<RegisterUnit> inside, string frozenBy, DateTimeOffset now)
    {
        if (inside.Count == 0) return RollErrors.ScopeEmpty;
        if (scope.Units is { } listed && inside.Count != listed.Distinct().Count()) return RollErrors.UnitsUnknown;

        var id = Guid.CreateVersion7();
        var units = inside.ConvertAll(unit => RollUnit.From(unit, id));
        var count = new TallyInput(Matter.M9, RuleSet.Cc278, units.ConvertAll(unit => unit.ToTally()), []);
        if (TallyCheck.FaultsOf(count).Any()) return RollErrors.OwnersMissing;

        var total = Tally.Count(count).Count.Total;
        var roll = new Roll
        {
            Id = id,
            StreetCode = estate.StreetCode,
            DivisionCode = estate.DivisionCode,
            EstateId = estate.Id,
            ScopeKind = scope.Kind,
            Building = scope.Building,
            Entrance = scope.Entrance,
            Units = units.Count,
            Heads = total.Heads,
            Area = new Area(total.Area),
            FrozenAt = now,
            FrozenBy = frozenBy,
        };
        return (roll, units);
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Roll>
    {
        public void Configure(EntityTypeBuilder<Roll> builder) => builder.ToTable("rolls");
    }
}
