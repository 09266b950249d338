using CivicPlatform.Consultation.Motions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>The written mandate of an owner who lets another one vote for him (委托书, VOTE-22).</summary>
/// <param name="Agent">Who votes: name and document number as on the mandate. Kept as a keyed hash only.</param>
/// <param name="PrincipalRef">The holder on the roll who signed the mandate; after a sale the seller (VOTE-17).</param>
/// <param name="StatedChoice">What the mandate says: the agent follows it.</param>
/// <param name="MandateHash">SHA-256 of the mandate.</param>
public sealed record Proxy(string Agent, string PrincipalRef, Choice StatedChoice, string MandateHash)
{
    /// <summary>An agent says what his principal has written, nothing else.</summary>
    public Result Carries(Choice cast) => cast == StatedChoice ? Result.Success : BallotErrors.ProxyDiffers;
}

/// <summary>That a paper was cast by an agent. Written by SQL only (cast_ballot); never changed or deleted.</summary>
public sealed class BallotProxy : ITenantOwned
{
    private BallotProxy() { }

    public required Guid BallotId { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string PrincipalRef { get; init; }

    /// <summary>Keyed hash of the agent for this motion: tells agents apart and nothing else.</summary>
    public required byte[] AgentKey { get; init; }
    public required string MandateHash { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<BallotProxy>
    {
        public void Configure(EntityTypeBuilder<BallotProxy> builder)
        {
            builder.ToTable("ballot_proxies");
            builder.HasKey(proxy => proxy.BallotId);
        }
    }
}
