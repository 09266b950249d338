using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Register;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>How far a roll is.</summary>
public enum RollStatus
{
    /// <summary>Taken from the register; errors may be corrected.</summary>
    [JsonStringEnumMemberName("FROZEN")] Frozen,

    /// <summary>Hangs for the owners to look at; errors may be corrected.</summary>
    [JsonStringEnumMemberName("POSTED")] Posted,

    /// <summary>Corrected and closed under a hash: changes no more, and may be voted on.</summary>
    [JsonStringEnumMemberName("SEALED")] Sealed,
}

/// <summary>
/// An electoral roll (业主清册): who may vote and with what area, as on the day of the freeze (VOTE-16, VOTE-17).
/// Errors are corrected while it hangs; once sealed it never changes again.
/// </summary>
public sealed class Roll : ITenantOwned, IVersioned
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
    public required int Heads { get; set; }

    public required Area Area { get; set; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset FrozenAt { get; init; }
    public required string FrozenBy { get; init; }
    public RollStatus Status { get; private set; } = RollStatus.Frozen;

    /// <summary>Where it hung for correction; the civil days stand on the paper.</summary>
    public string[] Places { get; private set; } = [];
    public DateOnly? PostedOn { get; private set; }
    public DateOnly? PostedUntil { get; private set; }

    /// <summary>SHA-256 of each photo that shows it hanging.</summary>
    public string[] Evidence { get; private set; } = [];

    /// <summary>Errors that were corrected.</summary>
    public int Corrections { get; private set; }

    /// <summary>Civil instant.</summary>
    public DateTimeOffset? SealedAt { get; private set; }

    /// <summary><see cref="VoteProof.RollHash"/> of its units, the same that is signed when a motion closes.</summary>
    public string? ContentHash { get; private set; }
    public long Version { get; private set; } = 1;

    /// <summary>Freezes the units inside the scope; refuses an empty scope and a sold unit without holders.</summary>
    public static Result<(Roll Roll, List<RollUnit> Units)> Freeze(
        RegisterEstate estate, RollScope scope, List<RegisterUnit> inside, string frozenBy, DateTimeOffset now)
    {
        if (inside.Count == 0) return RollErrors.ScopeEmpty;
        if (scope.Units is { } listed && inside.Count != listed.Distinct().Count()) return RollErrors.UnitsUnknown;

        var id = Guid.CreateVersion7();
        var units = inside.ConvertAll(unit => RollUnit.From(unit, id));
        if (!Count(units).Succeeded(out var total, out var error)) return error;
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

    /// <summary>It hangs; the day of posting does not count, so one whole day is the least.</summary>
    public Result Post(PostRoll.Request posting, DateTimeOffset now)
    {
        if (Status is RollStatus.Sealed) return RollErrors.Sealed;
        if (Status is RollStatus.Posted) return RollErrors.AlreadyPosted;
        if (posting.PostedOn > CivilTime.DayOf(now) || posting.Until <= posting.PostedOn)
            return RollErrors.PostingDays;
        (Status, PostedOn, PostedUntil) = (RollStatus.Posted, posting.PostedOn, posting.Until);
        (Places, Evidence) = ([.. posting.Places], [.. posting.Evidence ?? []]);
        return Result.Success;
    }

    /// <summary>
    /// Corrects one of <paramref name="units"/>, all of the roll, and counts heads and area by the rule that counted
    /// them first.
    /// </summary>
    public Result<RollCorrection> Correct(
        IReadOnlyList<RollUnit> units, RollUnit unit, RollChange change, CorrectRoll.Request paper, string by,
        DateTimeOffset now)
    {
        if (Status is RollStatus.Sealed) return RollErrors.Sealed;
        var (before, headsBefore) = (RollChange.Of(unit), Heads);
        var after = change.Over(before);
        if (after.Equals(before)) return RollErrors.NothingCorrected;
        unit.Take(after);
        if (!Count(units).Succeeded(out var total, out var error)) return error;

        (Heads, Area, Corrections) = (total.Heads, new Area(total.Area), Corrections + 1);
        return RollCorrection.Of(this, unit, (before, headsBefore), after, paper, by, now);
    }

    /// <summary>Closes it for ever under its hash, once everybody has had the days to look at it.</summary>
    public Result Seal(IEnumerable<RollUnit> units, DateTimeOffset now)
    {
        if (Status is RollStatus.Sealed) return RollErrors.Sealed;
        if (PostedUntil is not { } until) return RollErrors.NotPosted;
        if (now < CivilTime.EndOf(until)) return RollErrors.StillPosted(until);
        (Status, SealedAt) = (RollStatus.Sealed, now);
        ContentHash = VoteProof.RollHash(units.Select(ClosingDesk.Archived));
        return Result.Success;
    }

    private static Result<TallyFigure> Count(IReadOnlyList<RollUnit> units)
    {
        var input = new TallyInput(Matter.M9, RuleSet.Cc278, [.. units.Select(unit => unit.ToTally())], []);
        return TallyCheck.FaultsOf(input).Any() ? RollErrors.OwnersMissing : Tally.Count(input).Count.Total;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Roll>
    {
        public void Configure(EntityTypeBuilder<Roll> builder) => builder.ToTable("rolls");
    }
}
