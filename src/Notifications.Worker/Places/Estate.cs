namespace CivicPlatform.Notifications.Places;

/// <summary>What the texts need to know of an estate: its registered name.</summary>
public sealed class Estate
{
    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string Name { get; set; }

    /// <summary>Version of the registry's aggregate; older events are dropped.</summary>
    public required long SourceVersion { get; set; }
}

/// <summary>Households of a building of a campaign: decides whether its figures may be told (PRIV-11).</summary>
public sealed class BilledBuilding
{
    public required Guid CampaignId { get; init; }
    public required string Building { get; init; }
    public required int Households { get; set; }
    public required long SourceVersion { get; set; }
}
