using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.Cases.Timeline;

/// <summary>One thing that happened in the chain of a case, told by an event of some service.</summary>
public sealed class TimelineEntry : ITenantOwned
{
    /// <summary>Id of the event: telling it twice leaves one entry.</summary>
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>When it became true; the order of the time line, whatever the order of arrival.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>One of <see cref="Stages"/>.</summary>
    public required string Stage { get; init; }

    /// <summary>Name of the event, such as DecisionEffective.</summary>
    public required string Event { get; init; }

    /// <summary>What happened, in Chinese.</summary>
    public required string Title { get; init; }

    /// <summary>Figures and codes; empty when the title says it all.</summary>
    public required string Detail { get; init; }

    /// <summary>Relative address of the resource, in whichever service it lives.</summary>
    public required string Link { get; init; }
}

/// <summary>The chain from a resident's call to finished works.</summary>
public static class Stages
{
    public const string Case = "CASE";
    public const string Motion = "MOTION";
    public const string Decision = "DECISION";
    public const string Campaign = "CAMPAIGN";
    public const string Works = "WORKS";

    /// <summary>In the order of the chain.</summary>
    public static readonly IReadOnlyList<string> All = [Case, Motion, Decision, Campaign, Works];
}
