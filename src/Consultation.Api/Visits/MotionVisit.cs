using System.Text.Json.Serialization;
using CivicPlatform.Consultation.ConsentBoards;
using CivicPlatform.Consultation.Rolls;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Visits;

/// <summary>In which role somebody called (004-11).</summary>
public enum VisitorRole
{
    /// <summary>社区工作者</summary>
    [JsonStringEnumMemberName("COMMUNITY")] Community,

    /// <summary>业主委员会或物管会成员</summary>
    [JsonStringEnumMemberName("COMMITTEE")] Committee,

    /// <summary>楼组长</summary>
    [JsonStringEnumMemberName("BUILDING_HEAD")] BuildingHead,

    /// <summary>网格员</summary>
    [JsonStringEnumMemberName("GRID_OFFICER")] GridOfficer,
}

/// <summary>A visit to an owner about a vote (入户走访). Changes no ballot and no roll. Appended only.</summary>
public sealed class MotionVisit : ITenantOwned
{
    private MotionVisit() { }

    public required Guid Id { get; init; }
    public required Guid MotionId { get; init; }
    public required Guid UnitId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>Civil day.</summary>
    public required DateOnly VisitedOn { get; init; }
    public required VisitorRole Visitor { get; init; }
    public required VisitChannel Channel { get; init; }
    public required VisitOutcome Outcome { get; init; }

    /// <summary>What was talked about; ciphered for this row.</summary>
    public byte[]? Words { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal static MotionVisit Of(
        Guid motionId, RollUnit unit, RecordMotionVisit.Request visit, Func<Guid, byte[]?> words,
        (string Subject, DateTimeOffset Now) recorded)
    {
        var id = Guid.CreateVersion7();
        return new MotionVisit
        {
            Id = id, MotionId = motionId, UnitId = unit.UnitId, StreetCode = unit.StreetCode,
            DivisionCode = unit.DivisionCode, VisitedOn = visit.VisitedOn, Visitor = visit.Visitor,
            Channel = visit.Channel, Outcome = visit.Outcome, Words = words(id), RecordedAt = recorded.Now,
            RecordedBy = recorded.Subject,
        };
    }

    internal sealed class Mapping : IEntityTypeConfiguration<MotionVisit>
    {
        public void Configure(EntityTypeBuilder<MotionVisit> builder) => builder.ToTable("motion_visits");
    }
}
