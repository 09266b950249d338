using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Rolls;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Motions;

/// <summary>A matter put to the owners of a roll, from its opening to its legal effect.</summary>
/// <remarks>Starts nothing by itself: money and works wait for the effective decision (EVT-01).</remarks>
public sealed class Motion : ITenantOwned, IVersioned
{
    /// <summary>Days for voting when the clerk names no end.</summary>
    public const int DefaultDays = 60;

    private const int MaxDays = 366;

    private Motion() { }

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public required Guid RollId { get; init; }

    /// <summary>The case that asked for it.</summary>
    public Guid? CaseId { get; init; }

    /// <summary>Mandatory: thresholds follow from it and are never typed in (VOTE-02).</summary>
    public required Matter Matter { get; init; }
    public required RuleSet RuleSet { get; init; }
    public required string Title { get; init; }

    /// <summary>Of title and items, as notice and ballots show them (VOTE-27).</summary>
    public required string AgendaHash { get; init; }

    /// <summary>Null for a motion that was opened before notices were kept.</summary>
    public NoticeRecord? Notice { get; private set; }

    /// <summary>What is put to the vote.</summary>
    public IReadOnlyList<AgendaItem> Agenda => Notice?.Items ?? [];

    /// <summary>What may be spent of the maintenance fund, as posted and voted on (M5); null elsewhere.</summary>
    public Money? Amount { get; init; }
    public required ScopeKind ScopeKind { get; init; }
    public string? Building { get; init; }
    public string? Entrance { get; init; }

    /// <summary>Where the rules of procedure say that silence follows the majority; null without (VOTE-25).</summary>
    public string? SilenceClause { get; init; }

    /// <summary>For how many owners one agent may vote here (VOTE-22); null without a limit.</summary>
    public int? MaxProxiesPerAgent { get; init; }

    /// <summary>The city's e-voting system must be used: a click in our service is advice (VOTE-21).</summary>
    public required bool ExternalEVote { get; init; }

    /// <summary>Resolved once, here; later changes of a profile never touch this motion.</summary>
    public required string ProfileName { get; init; }
    public required string ProfileId { get; init; }

    public MotionStatus Status { get; private set; } = MotionStatus.Open;

    /// <summary>Civil instants.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset VotingOpensAt { get; init; }
    public required DateTimeOffset ClosesAt { get; init; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public Outcome? Outcome { get; private set; }
    public long Version { get; private set; } = 1;

    /// <summary>The version that the change under way will have; what its events carry.</summary>
    public long NextVersion => Version + 1;

    /// <summary>True when the owners decided: only then may anything follow.</summary>
    public bool IsDecided => Outcome is Motions.Outcome.Passed or Motions.Outcome.Ready;

    public static Result<Motion> Open(
        Roll roll, MotionDraft draft, PolicyProfile profile, string by, DateTimeOffset now)
    {
        var opensAt = draft.VotingOpensAt ?? now;
        var from = opensAt > now ? opensAt : now;
        var closesAt = draft.ClosesAt ?? from.AddDays(DefaultDays);
        if (closesAt <= from || closesAt > from.AddDays(MaxDays) || from > now.AddDays(MaxDays))
            return MotionErrors.ClosesOutOfRange;
        var agendaHash = VoteProof.AgendaHash(draft.Title, draft.Items, draft.Amount?.ToString());
        if (NoticePeriod.Check(profile, draft.Notice, agendaHash, opensAt, now).Error is { } unannounced)
            return unannounced;
        if (draft.Amount is not null && draft.Matter is not Matter.M5) return MotionErrors.AmountOfOtherMatter;
        if (draft.Silence is not null && draft.Matter is Matter.Unanimous) return MotionErrors.SilenceWithUnanimity;
        if (draft.Silence is { NoticeShowedConsequence: false }) return MotionErrors.SilenceNotAnnounced;

        var motion = new Motion
        {
            Id = Guid.CreateVersion7(),
            StreetCode = roll.StreetCode,
            DivisionCode = roll.DivisionCode,
            EstateId = roll.EstateId,
            RollId = roll.Id,
            CaseId = draft.CaseId,
            Matter = draft.Matter,
            RuleSet = RuleSet.Cc278, // VOTE-03: the older law only re-checks records, in the calculator.
            Title = draft.Title,
            AgendaHash = agendaHash,
            Amount = draft.Amount,
            ScopeKind = roll.ScopeKind,
            Building = roll.Building,
            Entrance = roll.Entrance,
            SilenceClause = draft.Silence?.Clause,
            MaxProxiesPerAgent = draft.MaxProxiesPerAgent is { } own && profile.MaxProxiesPerAgent is { } local
                ? Math.Min(own, local)
                : draft.MaxProxiesPerAgent ?? profile.MaxProxiesPerAgent,
            ExternalEVote = profile.EVoteMandatoryExternal,
            ProfileName = profile.Name,
            ProfileId = profile.Id,
            OpenedAt = now,
            VotingOpensAt = opensAt,
            ClosesAt = closesAt,
        };
        motion.Notice = NoticeRecord.Of(motion, draft.Items, draft.Notice, by, now);
        return motion;
    }

    /// <summary>VOTE-25 b: a count by the silence rule needs proof of delivery, any other takes none.</summary>
    public Result CanCount(bool withDelivery, DateTimeOffset civilNow)
    {
        if (Status is not MotionStatus.Open) return MotionErrors.AlreadyClosed;
        if (civilNow < VotingOpensAt) return MotionErrors.VotingNotOpen;
        if (SilenceClause is null && withDelivery) return MotionErrors.SilenceNotAdopted;
        if (SilenceClause is not null && !withDelivery) return MotionErrors.DeliveryMissing;
        return Result.Success;
    }

    /// <summary>Ends the voting with its count.</summary>
    public void Close(TallyResult tally, DateTimeOffset now)
    {
        if (Status is not MotionStatus.Open) throw new InvalidOperationException("Counted twice.");
        (Status, ClosedAt, Outcome) = (MotionStatus.Tallied, now, tally.Outcome);
    }

    /// <summary>The result is posted, whatever it was; posting changed content starts again (PUB-01).</summary>
    public Result Post()
    {
        if (Status is not (MotionStatus.Tallied or MotionStatus.Posted or MotionStatus.Blocked))
            return MotionErrors.WrongStatus(Status);
        Status = MotionStatus.Posted;
        return Result.Success;
    }

    /// <summary>The publicity period is over and objections hold what the owners decided (PUB-03).</summary>
    public void Block()
    {
        if (Status is not MotionStatus.Posted || !IsDecided) throw new InvalidOperationException("Nothing to hold.");
        Status = MotionStatus.Blocked;
    }

    /// <summary>The publicity period is over and nothing holds.</summary>
    public void EndPosting()
    {
        if (Status is not (MotionStatus.Posted or MotionStatus.Blocked))
            throw new InvalidOperationException("Nothing is posted.");
        Status = MotionStatus.Ended;
    }

    /// <summary>EVT-01: publicity done and the owners in favour. A motion that failed never gets here.</summary>
    public void TakeEffect()
    {
        if (Status is not MotionStatus.Ended || !IsDecided) throw new InvalidOperationException("Not decided.");
        Status = MotionStatus.Effective;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Motion>
    {
        public void Configure(EntityTypeBuilder<Motion> builder)
        {
            builder.ToTable("motions");
            builder.Ignore(motion => motion.Agenda);
            builder.HasOne(m => m.Notice).WithOne().HasForeignKey<NoticeRecord>(notice => notice.MotionId);
            builder.Navigation(motion => motion.Notice).AutoInclude();
        }
    }
}
