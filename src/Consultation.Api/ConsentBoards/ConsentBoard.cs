using CivicPlatform.Consultation.Rolls;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>
/// The board (意见征询台账) of one implementation unit (同一实施单元): works start only when every owner has signed
/// (PIPE-01). The households are those of a frozen roll.
/// </summary>
public sealed class ConsentBoard : ITenantOwned, IVersioned
{
    private readonly List<ConsentHousehold> _households = [];

    private ConsentBoard() { }

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public required Guid RollId { get; init; }
    public Guid? CaseId { get; init; }
    public required string Title { get; init; }
    public BoardStatus Status { get; private set; } = BoardStatus.Collecting;

    /// <summary>Civil instants.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? LockedAt { get; private set; }
    public required string OpenedBy { get; init; }
    public long Version { get; private set; } = 1;

    /// <summary>The version that the change under way will have; what its events carry.</summary>
    public long NextVersion => Version + 1;

    public IReadOnlyList<ConsentHousehold> Households => _households;

    /// <summary>What the change under way leaves behind for ever; null when nobody said anything.</summary>
    public ConsentEntry? Proof { get; private set; }

    /// <summary>Whose withdrawal came after the lock; null unless the change was refused for that (001-5).</summary>
    public ConsentHousehold? LateWithdrawal { get; private set; }

    /// <summary>Households whose owner has signed.</summary>
    public int Agreed => _households.Count(h => h.Consent is ConsentState.Agreed);

    /// <summary>Refuses a whole estate: consent is asked riser by riser, entrance by entrance (PIPE-01).</summary>
    public static Result<ConsentBoard> Open(
        Roll roll, IEnumerable<RollUnit> units, OpenConsentBoard.Request request, string openedBy, DateTimeOffset now)
    {
        if (roll.ScopeKind is ScopeKind.Area) return ConsentBoardErrors.ScopeTooWide;
        var board = new ConsentBoard
        {
            Id = Guid.CreateVersion7(),
            StreetCode = roll.StreetCode,
            DivisionCode = roll.DivisionCode,
            EstateId = roll.EstateId,
            RollId = roll.Id,
            CaseId = request.CaseId,
            Title = request.Title,
            OpenedAt = now,
            ChangedAt = now,
            OpenedBy = openedBy,
        };
        board._households.AddRange(units.Select(unit => ConsentHousehold.Of(unit, board.Id)));
        return board;
    }

    /// <summary>Takes what an owner said; the last signature makes the board READY.</summary>
    public Result Record(RecordConsent.Request said, string recordedBy, DateTimeOffset now)
    {
        if (Find(said.UnitId) is not { } household) return ConsentBoardErrors.HouseholdNotFound;
        if (Status is BoardStatus.Locked) return RefuseLate(household, said);
        if (household.Say(said, now).Error is { } refusal) return refusal;
        (Status, ChangedAt) = (Agreed == _households.Count ? BoardStatus.Ready : BoardStatus.Collecting, now);
        Proof = ConsentEntry.OfOwner(household, said, recordedBy, now);
        return Result.Success;
    }

    /// <summary>Takes what the occupier said; says nothing about the owner's consent.</summary>
    public Result Record(RecordAccess.Request said, string recordedBy, DateTimeOffset now)
    {
        if (Find(said.UnitId) is not { } household) return ConsentBoardErrors.HouseholdNotFound;
        if (Status is BoardStatus.Locked) return ConsentBoardErrors.LockedAlready;
        household.LetIn(said.State, now);
        ChangedAt = now;
        Proof = ConsentEntry.OfOccupier(household, said, recordedBy, now);
        return Result.Success;
    }

    /// <summary>Settles the start of works; refuses with the exact count of those who signed (001-3).</summary>
    public Result Lock(DateTimeOffset now)
    {
        if (Status is BoardStatus.Locked) return ConsentBoardErrors.LockedAlready;
        if (Status is not BoardStatus.Ready) return ConsentBoardErrors.Incomplete(Agreed, _households.Count);
        var outside = _households.Count(h => h.Access is AccessState.Needed or AccessState.Refused);
        if (outside > 0) return ConsentBoardErrors.AccessMissing(outside);
        (Status, LockedAt, ChangedAt) = (BoardStatus.Locked, now, now);
        return Result.Success;
    }

    private Error RefuseLate(ConsentHousehold household, RecordConsent.Request said)
    {
        if (said.State is not ConsentState.Withdrawn) return ConsentBoardErrors.LockedAlready;
        LateWithdrawal = household;
        return ConsentBoardErrors.WithdrawnLate;
    }

    private ConsentHousehold? Find(Guid unitId) => _households.SingleOrDefault(h => h.UnitId == unitId);

    internal sealed class Mapping : IEntityTypeConfiguration<ConsentBoard>
    {
        public void Configure(EntityTypeBuilder<ConsentBoard> builder)
        {
            builder.ToTable("consent_boards");
            builder.Ignore(board => board.Proof);
            builder.Ignore(board => board.LateWithdrawal);
            builder.HasMany(board => board.Households).WithOne().HasForeignKey(household => household.BoardId);
            builder.Navigation(board => board.Households).HasField("_households");
        }
    }
}
