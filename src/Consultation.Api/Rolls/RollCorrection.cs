using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Motions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Rolls;

/// <summary>On what a correction rests: a kind of paper, no words.</summary>
public enum CorrectionReason
{
    /// <summary>An extract of the real estate register.</summary>
    [JsonStringEnumMemberName("REGISTER_EXTRACT")] RegisterExtract,

    /// <summary>A survey report.</summary>
    [JsonStringEnumMemberName("SURVEY_REPORT")] SurveyReport,

    /// <summary>The sale contract.</summary>
    [JsonStringEnumMemberName("SALE_CONTRACT")] SaleContract,

    /// <summary>The hand-over protocol (交付).</summary>
    [JsonStringEnumMemberName("HANDOVER_NOTE")] HandoverNote,

    /// <summary>A judgment or an award.</summary>
    [JsonStringEnumMemberName("JUDGMENT")] Judgment,

    /// <summary>Proof of an inheritance.</summary>
    [JsonStringEnumMemberName("INHERITANCE")] Inheritance,

    /// <summary>A slip of the pen in the register's copy.</summary>
    [JsonStringEnumMemberName("CLERICAL")] Clerical,
}

/// <summary>That one unit of a roll was wrong, and what it was before and after. No names. Only ever added.</summary>
public sealed class RollCorrection : ITenantOwned
{
    private RollCorrection() { }

    public required Guid Id { get; init; }
    public required Guid RollId { get; init; }
    public required Guid UnitId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Area AreaBefore { get; init; }
    public required Area AreaAfter { get; init; }
    public AreaSource? AreaSourceBefore { get; init; }
    public AreaSource? AreaSourceAfter { get; init; }
    public required string[] OwnerRefsBefore { get; init; }
    public required string[] OwnerRefsAfter { get; init; }
    public required SaleStatus SaleStatusBefore { get; init; }
    public required SaleStatus SaleStatusAfter { get; init; }

    /// <summary>Heads of the whole roll.</summary>
    public required int HeadsBefore { get; init; }
    public required int HeadsAfter { get; init; }
    public required CorrectionReason Reason { get; init; }

    /// <summary>SHA-256 of the paper.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset CorrectedAt { get; init; }
    public required string CorrectedBy { get; init; }

    internal static RollCorrection Of(
        Roll roll, RollUnit unit, (RollChange Unit, int Heads) before, RollChange after, CorrectRoll.Request paper,
        string by, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(),
            RollId = roll.Id,
            UnitId = unit.UnitId,
            StreetCode = roll.StreetCode,
            DivisionCode = roll.DivisionCode,
            AreaBefore = before.Unit.Area!.Value,
            AreaAfter = after.Area!.Value,
            AreaSourceBefore = before.Unit.AreaSource,
            AreaSourceAfter = after.AreaSource,
            OwnerRefsBefore = before.Unit.OwnerRefs!,
            OwnerRefsAfter = after.OwnerRefs!,
            SaleStatusBefore = before.Unit.SaleStatus!.Value,
            SaleStatusAfter = after.SaleStatus!.Value,
            HeadsBefore = before.Heads,
            HeadsAfter = roll.Heads,
            Reason = paper.Reason,
            DocumentHash = paper.DocumentHash,
            CorrectedAt = now,
            CorrectedBy = by,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<RollCorrection>
    {
        public void Configure(EntityTypeBuilder<RollCorrection> builder) => builder.ToTable("roll_corrections");
    }
}
