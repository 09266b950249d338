namespace CivicPlatform.Notifications.Subscriptions;

/// <summary>A mailbox that is told of a street office's events. The address is personal data: encrypted.</summary>
public sealed class EmailSubscription : ITenantOwned, IVersioned
{
    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>The address, encrypted; see <see cref="SubscriptionVault"/>.</summary>
    public required byte[] Address { get; init; }

    /// <summary>HMAC of the address in lower case: one live subscription of an address in an office.</summary>
    public required byte[] AddressHash { get; init; }

    /// <summary>Event names that are told; never empty.</summary>
    public required string[] EventTypes { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DisabledAt { get; private set; }
    public string? DisabledReason { get; private set; }
    public long Version { get; private set; } = 1;

    public bool Wants(string eventType) => EventTypes.Contains(eventType, StringComparer.Ordinal);

    /// <summary>Ends it; the first reason stands.</summary>
    public void Disable(string reason, DateTimeOffset now)
    {
        if (DisabledAt is null) (DisabledAt, DisabledReason) = (now, reason);
    }
}
