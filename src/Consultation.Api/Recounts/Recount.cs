using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Motions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Recounts;

/// <summary>Why somebody wants a closed motion counted again (复核事由).</summary>
public enum RecountReason
{
    [JsonStringEnumMemberName("OWNER_REQUEST")] OwnerRequest,
    [JsonStringEnumMemberName("OBJECTION")] Objection,
    [JsonStringEnumMemberName("AUTHORITY_ORDER")] AuthorityOrder,
    [JsonStringEnumMemberName("COURT_ORDER")] CourtOrder,

    /// <summary>A check that nobody asked for.</summary>
    [JsonStringEnumMemberName("ROUTINE")] Routine,
}

/// <summary>One figure that is stored otherwise than the papers give it now.</summary>
/// <param name="Measure">Such as <c>for.heads</c>, <c>strict.total.area</c>, <c>root</c> or <c>ballot.ID</c>.</param>
public sealed record Difference(string Measure, string Stored, string Recounted);

/// <summary>That a closed motion was counted again, and what came of it. Only added; changes no decision.</summary>
public sealed class Recount : ITenantOwned
{
    private Recount() { }

    public required Guid Id { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required RecountReason Reason { get; init; }

    /// <summary>SHA-256 of the request or order; null without one.</summary>
    public string? DocumentHash { get; init; }
    public required bool Agrees { get; init; }

    /// <summary>What the papers give now.</summary>
    public required Outcome? Outcome { get; init; }
    public required string[] Measures { get; init; }
    public required string[] Stored { get; init; }
    public required string[] Recounted { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset CountedAt { get; init; }
    public required string CountedBy { get; init; }

    public IReadOnlyList<Difference> Differences =>
        [.. Measures.Select((measure, i) => new Difference(measure, Stored[i], Recounted[i]))];

    internal static Recount Of(
        Motion motion, RunRecount.Request request, Recounted result, string by, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(),
            MotionId = motion.Id,
            StreetCode = motion.StreetCode,
            DivisionCode = motion.DivisionCode,
            Reason = request.Reason,
            DocumentHash = request.DocumentHash,
            Agrees = result.Agrees,
            Outcome = result.Tally?.Outcome,
            Measures = [.. result.Differences.Select(d => d.Measure)],
            Stored = [.. result.Differences.Select(d => d.Stored)],
            Recounted = [.. result.Differences.Select(d => d.Recounted)],
            CountedAt = now,
            CountedBy = by,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<Recount>
    {
        public void Configure(EntityTypeBuilder<Recount> builder)
        {
            builder.ToTable("recounts");
            builder.Property(recount => recount.Id).ValueGeneratedNever();
            builder.Ignore(recount => recount.Differences);
        }
    }
}

/// <summary>A count made again, beside what is stored.</summary>
/// <param name="Tally">Null when roll and papers contradict each other too much to be counted.</param>
public sealed record Recounted(TallyResult? Tally, int Ballots, IReadOnlyList<Difference> Differences)
{
    public bool Agrees => Differences.Count == 0;
}
