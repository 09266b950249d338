using System.Text.Json.Serialization;
using CivicPlatform.Consultation.Archives;

namespace CivicPlatform.Consultation.Motions;

/// <summary>What the clerk decides about a motion.</summary>
/// <param name="VotingOpensAt">Civil instant; now when not given.</param>
/// <param name="Amount">The budget that the owners vote on, yuan; M5 only.</param>
public sealed record MotionDraft(
    Matter Matter, string Title, IReadOnlyList<AgendaItem> Items, MotionNotice Notice, Guid? CaseId,
    SilenceClause? Silence, DateTimeOffset? VotingOpensAt, DateTimeOffset? ClosesAt,
    int? MaxProxiesPerAgent, Money? Amount = null);

/// <summary>"Silence follows the majority" as the owners adopted it (VOTE-25).</summary>
/// <param name="Clause">Where the rules of procedure say so, such as 议事规则第十二条.</param>
/// <param name="NoticeShowedConsequence">The notice of the vote showed the agenda and what silence means.</param>
public sealed record SilenceClause(string Clause, bool NoticeShowedConsequence);

/// <summary>Where a motion is on its way.</summary>
public enum MotionStatus
{
    /// <summary>Ballots are taken.</summary>
    [JsonStringEnumMemberName("OPEN")] Open,

    /// <summary>Counted, not posted yet.</summary>
    [JsonStringEnumMemberName("TALLIED")] Tallied,

    /// <summary>The result is posted and the publicity period runs.</summary>
    [JsonStringEnumMemberName("POSTED")] Posted,

    /// <summary>Publicity is over; objections hold the decision (PUB-03).</summary>
    [JsonStringEnumMemberName("BLOCKED")] Blocked,

    /// <summary>Publicity is over and nothing follows.</summary>
    [JsonStringEnumMemberName("ENDED")] Ended,

    /// <summary>The decision is in force (EVT-01).</summary>
    [JsonStringEnumMemberName("EFFECTIVE")] Effective,
}
