using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Funds.SpendRequests;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>What an objection to an emergency use is about.</summary>
public enum SpendObjectionReason
{
    COST,
    SCOPE,
    QUALITY,
    LIABILITY,
    PROCEDURE,
    OTHER,
}
#pragma warning restore CA1707

/// <summary>What one owner says against a posted emergency use, and what the office answered (PUB-02).</summary>
public sealed class SpendObjection : ITenantOwned, IVersioned
{
    private SpendObjection() { } // EF Core.

    public required Guid Id { get; init; }
    public required Guid RequestId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid UnitId { get; init; }
    public required SpendObjectionReason Reason { get; init; }

    /// <summary>His words, ciphered for this row.</summary>
    public required byte[] Words { get; init; }

    /// <summary>The office's words, ciphered for this row.</summary>
    public byte[]? Answer { get; private set; }
    public required DateOnly RaisedOn { get; init; }
    public DateOnly? AnsweredOn { get; private set; }
    public required string RecordedBy { get; init; }
    public string? AnsweredBy { get; private set; }
    public long Version { get; private set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }

    internal static SpendObjection Raise(
        SpendRequest request, (Guid UnitId, SpendObjectionReason Reason, DateOnly On) said, Func<Guid, byte[]> conceal,
        MoveFacts facts)
    {
        var id = Guid.CreateVersion7();
        return new SpendObjection
        {
            Id = id,
            RequestId = request.Id,
            StreetCode = request.StreetCode,
            DivisionCode = request.DivisionCode,
            UnitId = said.UnitId,
            Reason = said.Reason,
            Words = conceal(id),
            RaisedOn = said.On,
            RecordedBy = facts.Actor,
            CreatedAt = facts.At,
        };
    }

    /// <summary>Once.</summary>
    public Result Reply(byte[] answer, MoveFacts facts)
    {
        if (Answer is not null) return EmergencyErrors.Answered;
        (Answer, AnsweredOn, AnsweredBy) = (answer, facts.On, facts.Actor);
        return Result.Success;
    }
}

internal sealed class SpendObjectionMapping : IEntityTypeConfiguration<SpendObjection>
{
    public void Configure(EntityTypeBuilder<SpendObjection> builder)
    {
        builder.ToTable("spend_objections");
        builder.Property(objection => objection.Id).ValueGeneratedNever();
    }
}
