namespace CivicPlatform.Notifications.Notices;

/// <summary>What a street office is told about one event: T0 only (PRIV-11), never changed.</summary>
public sealed class Notice : ITenantOwned
{
    public const int TitleMax = 200, BodyMax = 2_000;

    private Notice() { } // EF Core and Of.

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }

    /// <summary>12-digit community where the event names one, else the street code.</summary>
    public required string DivisionCode { get; init; }

    /// <summary>The event that is told; unique, so that a replay tells nothing twice.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Name of the contract, such as <c>CampaignThresholdReached</c>.</summary>
    public required string EventType { get; init; }

    public required Guid AggregateId { get; init; }
    public Guid? EstateId { get; init; }
    public Guid? CaseId { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Throws on a text over its limit: the templates are ours.</summary>
    public static Notice Of(IIntegrationEvent told, NoticePlace place, NoticeText text, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Title.Length, TitleMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Body.Length, BodyMax);
        return new Notice
        {
            Id = Guid.CreateVersion7(), StreetCode = told.StreetCode,
            DivisionCode = place.DivisionCode ?? told.StreetCode, EventId = told.EventId,
            EventType = told.GetType().Name, AggregateId = told.AggregateId, EstateId = place.EstateId,
            CaseId = told.CaseId, Title = text.Title, Body = text.Body, OccurredAt = told.OccurredAt, CreatedAt = now,
        };
    }
}

/// <summary>Where the event happened, as far as it says.</summary>
public sealed record NoticePlace(Guid? EstateId, string? DivisionCode = null);

/// <summary>A rendered template.</summary>
public sealed record NoticeText(string Title, string Body);
