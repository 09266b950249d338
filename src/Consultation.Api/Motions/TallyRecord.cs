using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Motions;

/// <summary>The stored count of a motion: every figure by area and by heads, for ever.</summary>
public sealed class TallyRecord : ITenantOwned
{
    private TallyRecord() { }

    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Outcome Outcome { get; init; }
    public required bool QuorumMet { get; init; }
    public required bool UsesSilenceRule { get; init; }
    public Outcome? StrictOutcome { get; init; }
    public bool? StrictQuorumMet { get; init; }

    /// <summary>Papers that were counted, repeated answers among them.</summary>
    public required int Ballots { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset TalliedAt { get; init; }
    public required string TalliedBy { get; init; }
    public List<TallyRow> Figures { get; init; } = [];

    public static TallyRecord Of(
        Motion motion, TallyResult result, int ballots, string talliedBy, DateTimeOffset now) =>
        new()
        {
            MotionId = motion.Id,
            StreetCode = motion.StreetCode,
            DivisionCode = motion.DivisionCode,
            Outcome = result.Outcome,
            QuorumMet = result.QuorumMet,
            UsesSilenceRule = result.UsesSilenceRule,
            StrictOutcome = result.Strict?.Outcome,
            StrictQuorumMet = result.Strict?.QuorumMet,
            Ballots = ballots,
            TalliedAt = now,
            TalliedBy = talliedBy,
            Figures =
            [
                .. TallyRow.AllOf(motion, result.Count, strict: false),
                .. result.Strict is { } strict ? TallyRow.AllOf(motion, strict.Count, strict: true) : [],
            ],
        };

    /// <summary>The count as it was made.</summary>
    public TallyResult ToResult(Matter matter) =>
        new(matter, Outcome, QuorumMet, TallyRow.ToCount(Figures.Where(row => !row.Strict)))
        {
            Strict = StrictOutcome is { } outcome && StrictQuorumMet is { } quorumMet
                ? new(matter, outcome, quorumMet, TallyRow.ToCount(Figures.Where(row => row.Strict)))
                : null,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<TallyRecord>
    {
        public void Configure(EntityTypeBuilder<TallyRecord> builder)
        {
            builder.ToTable("tallies");
            builder.HasKey(tally => tally.MotionId);
            builder.Property(tally => tally.MotionId).ValueGeneratedNever();
            builder.HasMany(tally => tally.Figures).WithOne().HasForeignKey(row => row.MotionId);
            builder.Navigation(tally => tally.Figures).AutoInclude();
        }
    }
}

/// <summary>One figure of a count.</summary>
public sealed class TallyRow : ITenantOwned
{
    private TallyRow() { }

    public required Guid MotionId { get; init; }

    /// <summary>True for the count without the silence rule.</summary>
    public required bool Strict { get; init; }

    /// <summary>TOTAL, FOR, AGAINST, ABSTAIN, INVALID, CONFLICT or SILENT.</summary>
    public required string Vote { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Area Area { get; init; }
    public required int Heads { get; init; }

    internal static IEnumerable<TallyRow> AllOf(Motion motion, TallyCount count, bool strict)
    {
        TallyRow Row(string vote, TallyFigure figure) => new()
        {
            MotionId = motion.Id,
            Strict = strict,
            Vote = vote,
            StreetCode = motion.StreetCode,
            DivisionCode = motion.DivisionCode,
            Area = new Area(figure.Area),
            Heads = figure.Heads,
        };

        yield return Row("TOTAL", count.Total);
        yield return Row("FOR", count.For);
        yield return Row("AGAINST", count.Against);
        yield return Row("ABSTAIN", count.Abstain);
        yield return Row("INVALID", count.Invalid);
        yield return Row("CONFLICT", count.Conflict);
        yield return Row("SILENT", count.Silent);
    }

    internal static TallyCount ToCount(IEnumerable<TallyRow> rows)
    {
        var figures = rows.ToDictionary(row => row.Vote, row => new TallyFigure(row.Area.Hundredths, row.Heads));
        return new TallyCount
        {
            Total = figures["TOTAL"],
            For = figures["FOR"],
            Against = figures["AGAINST"],
            Abstain = figures["ABSTAIN"],
            Invalid = figures["INVALID"],
            Conflict = figures["CONFLICT"],
            Silent = figures["SILENT"],
        };
    }

    internal sealed class Mapping : IEntityTypeConfiguration<TallyRow>
    {
        public void Configure(EntityTypeBuilder<TallyRow> builder)
        {
            builder.ToTable("tally_figures");
            builder.HasKey(row => new { row.MotionId, row.Strict, row.Vote });
        }
    }
}
