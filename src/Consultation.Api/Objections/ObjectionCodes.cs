using System.Text.Json.Serialization;

namespace CivicPlatform.Consultation.Objections;

/// <summary>What an owner objects to, as a category (PUB-02).</summary>
public enum ObjectionReason
{
    /// <summary>通风</summary>
    [JsonStringEnumMemberName("VENTILATION")] Ventilation,

    /// <summary>采光</summary>
    [JsonStringEnumMemberName("LIGHT")] Light,

    /// <summary>噪声</summary>
    [JsonStringEnumMemberName("NOISE")] Noise,

    /// <summary>资金</summary>
    [JsonStringEnumMemberName("FUNDS")] Funds,

    /// <summary>位置</summary>
    [JsonStringEnumMemberName("POSITION")] Position,

    /// <summary>程序</summary>
    [JsonStringEnumMemberName("PROCEDURE")] Procedure,

    /// <summary>其他</summary>
    [JsonStringEnumMemberName("OTHER")] Other,
}

/// <summary>How far an objection is (PUB-02).</summary>
public enum ObjectionState
{
    /// <summary>Raised; the answer is owed.</summary>
    [JsonStringEnumMemberName("OPEN")] Open,

    /// <summary>The office answered; the owner has not said what he makes of it.</summary>
    [JsonStringEnumMemberName("ANSWERED")] Answered,

    /// <summary>The owner is content.</summary>
    [JsonStringEnumMemberName("SETTLED")] Settled,

    /// <summary>The owner stays with it.</summary>
    [JsonStringEnumMemberName("MAINTAINED")] Maintained,

    /// <summary>The owner took it back.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")] Withdrawn,
}
