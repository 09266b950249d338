using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Register;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Records;

/// <summary>How opinion was gathered.</summary>
public enum RecordForm
{
    /// <summary>Placards held up at a roadshow or meeting (举牌).</summary>
    [JsonStringEnumMemberName("PLACARDS")] Placards,

    /// <summary>Raised hands.</summary>
    [JsonStringEnumMemberName("SHOW_OF_HANDS")] ShowOfHands,

    /// <summary>A questionnaire.</summary>
    [JsonStringEnumMemberName("SURVEY")] Survey,
}

/// <summary>A consultation (协商): evidence of opinion that never becomes a decision (VOTE-05). Never changed.</summary>
public sealed class ConsultationRecord : ITenantOwned
{
    private ConsultationRecord() { }

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public Guid? CaseId { get; init; }
    public required RecordForm Form { get; init; }
    public required string Question { get; init; }

    /// <summary>Civil day.</summary>
    public required DateOnly HeldOn { get; init; }

    /// <summary>People, not owners and not areas: nobody was checked against a roll.</summary>
    public required int HandsFor { get; init; }
    public required int HandsAgainst { get; init; }
    public required int HandsAbstain { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    public static ConsultationRecord Of(
        RegisterEstate estate, RecordConsultation.Request request, string recordedBy, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(),
            StreetCode = estate.StreetCode,
            DivisionCode = estate.DivisionCode,
            EstateId = estate.Id,
            CaseId = request.CaseId,
            Form = request.Form,
            Question = request.Question,
            HeldOn = request.HeldOn,
            HandsFor = request.HandsFor,
            HandsAgainst = request.HandsAgainst,
            HandsAbstain = request.HandsAbstain,
            RecordedAt = now,
            RecordedBy = recordedBy,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<ConsultationRecord>
    {
        public void Configure(EntityTypeBuilder<ConsultationRecord> builder) => builder.ToTable("consultation_records");
    }
}
