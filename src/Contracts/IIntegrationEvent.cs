namespace CivicPlatform.Contracts;

/// <summary>
/// What every event carries. Ids, amounts and codes only; never names, phones, room debts or health (EVT-02).
/// </summary>
public interface IIntegrationEvent
{
    /// <summary>Also the id of the outbox row and of the message: consumers are idempotent by it.</summary>
    Guid EventId { get; }

    /// <summary>The aggregate that changed.</summary>
    Guid AggregateId { get; }

    /// <summary>Its version after the change; consumers that keep a read model drop older ones.</summary>
    long AggregateVersion { get; }

    /// <summary>When it became true, in UTC.</summary>
    DateTimeOffset OccurredAt { get; }

    /// <summary>The 9-digit street code that owns the aggregate.</summary>
    string StreetCode { get; }

    /// <summary>The case that started the chain (case → motion → decision → campaign → works), when one did.</summary>
    Guid? CaseId { get; }
}
