using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>One unit of a board: where its owner and whoever lives there stand now (PIPE-02).</summary>
public sealed class ConsentHousehold : ITenantOwned
{
    private ConsentHousehold() { }

    public required Guid BoardId { get; init; }
    public required Guid UnitId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string Building { get; init; }
    public required string Entrance { get; init; }
    public required string Room { get; init; }

    /// <summary>Who signs for a unit that is unsold or not handed over (VOTE-11, VOTE-16).</summary>
    public const string Developer = "DEVELOPER";

    /// <summary>Who may sign: the holders on the roll, or the developer.</summary>
    public required string[] OwnerRefs { get; init; }
    public ConsentState Consent { get; private set; } = ConsentState.Unknown;

    /// <summary>Codes of <see cref="Concern"/>; empty unless CONCERNED or REFUSED.</summary>
    public string[] Concerns { get; private set; } = [];
    public AccessState Access { get; private set; } = AccessState.NotNeeded;

    /// <summary>Civil instant.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }

    internal static ConsentHousehold Of(RollUnit unit, Guid boardId) => new()
    {
        BoardId = boardId,
        UnitId = unit.UnitId,
        StreetCode = unit.StreetCode,
        DivisionCode = unit.DivisionCode,
        Building = unit.Building,
        Entrance = unit.Entrance,
        Room = unit.Room,
        OwnerRefs = unit.SaleStatus is SaleStatus.Sold ? unit.OwnerRefs : [Developer],
    };

    /// <summary>Refuses a signature without paper or by someone else, and a withdrawal of nothing.</summary>
    internal Result Say(RecordConsent.Request said, DateTimeOffset now)
    {
        var concerns = (said.Concerns ?? []).Distinct().Select(Codes.Of).ToArray();
        switch (said.State)
        {
            case ConsentState.Agreed when said.DocumentHash is null:
                return ConsentBoardErrors.SignatureMissing;
            case ConsentState.Agreed when said.OwnerRef is null || !OwnerRefs.Contains(said.OwnerRef):
                return ConsentBoardErrors.SignerIsNoOwner;
            case ConsentState.Concerned when concerns.Length == 0:
                return ConsentBoardErrors.ConcernMissing;
            case ConsentState.Withdrawn when Consent is not ConsentState.Agreed:
                return ConsentBoardErrors.NothingToWithdraw;
            default:
                var hesitates = said.State is ConsentState.Concerned or ConsentState.Refused;
                (Consent, Concerns, ChangedAt) = (said.State, hesitates ? concerns : [], now);
                return Result.Success;
        }
    }

    internal void LetIn(AccessState access, DateTimeOffset now) => (Access, ChangedAt) = (access, now);

    internal sealed class Mapping : IEntityTypeConfiguration<ConsentHousehold>
    {
        public void Configure(EntityTypeBuilder<ConsentHousehold> builder)
        {
            builder.ToTable("consent_households");
            builder.HasKey(household => new { household.BoardId, household.UnitId });
        }
    }
}
