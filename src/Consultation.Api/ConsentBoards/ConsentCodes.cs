using System.Text.Json.Serialization;

namespace CivicPlatform.Consultation.ConsentBoards;

/// <summary>Where an owner stands (PIPE-02).</summary>
public enum ConsentState
{
    /// <summary>Not asked yet.</summary>
    [JsonStringEnumMemberName("UNKNOWN")] Unknown,

    /// <summary>Signed in writing.</summary>
    [JsonStringEnumMemberName("AGREED")] Agreed,

    /// <summary>Has concerns (顾虑) that somebody should answer.</summary>
    [JsonStringEnumMemberName("CONCERNED")] Concerned,

    /// <summary>Said no.</summary>
    [JsonStringEnumMemberName("REFUSED")] Refused,

    /// <summary>Signed and took it back before the construction lock.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")] Withdrawn,
}

/// <summary>Why an owner hesitates: codes only, the details stay with the person who visits (PRIV-04).</summary>
public enum Concern
{
    /// <summary>刚装修</summary>
    [JsonStringEnumMemberName("NEWLY_DECORATED")] NewlyDecorated,

    /// <summary>橱柜洁具受损</summary>
    [JsonStringEnumMemberName("FITTINGS_DAMAGE")] FittingsDamage,

    /// <summary>停水期间照护困难</summary>
    [JsonStringEnumMemberName("CARE_DURING_OUTAGE")] CareDuringOutage,

    /// <summary>其他</summary>
    [JsonStringEnumMemberName("OTHER")] Other,
}

/// <summary>Whether whoever lives there lets the workers in: apart from the owner's consent (PIPE-01).</summary>
public enum AccessState
{
    /// <summary>The owner lives there himself.</summary>
    [JsonStringEnumMemberName("NOT_NEEDED")] NotNeeded,

    /// <summary>A tenant lives there and has not answered.</summary>
    [JsonStringEnumMemberName("NEEDED")] Needed,

    /// <summary>The tenant agreed.</summary>
    [JsonStringEnumMemberName("GRANTED")] Granted,

    /// <summary>The tenant refused.</summary>
    [JsonStringEnumMemberName("REFUSED")] Refused,
}

/// <summary>How far a board is.</summary>
public enum BoardStatus
{
    /// <summary>Somebody has not signed.</summary>
    [JsonStringEnumMemberName("COLLECTING")] Collecting,

    /// <summary>Every owner signed.</summary>
    [JsonStringEnumMemberName("READY")] Ready,

    /// <summary>Construction is settled (开工锁定): nothing changes any more.</summary>
    [JsonStringEnumMemberName("LOCKED")] Locked,
}

/// <summary>How staff talked to a household.</summary>
public enum VisitChannel
{
    /// <summary>入户</summary>
    [JsonStringEnumMemberName("VISIT")] Visit,

    /// <summary>电话</summary>
    [JsonStringEnumMemberName("PHONE")] Phone,

    /// <summary>现场协商</summary>
    [JsonStringEnumMemberName("ON_SITE")] OnSite,
}

/// <summary>What a visit brought.</summary>
public enum VisitOutcome
{
    /// <summary>The concern is answered; the signature is a record of its own.</summary>
    [JsonStringEnumMemberName("RESOLVED")] Resolved,

    /// <summary>Nothing changed.</summary>
    [JsonStringEnumMemberName("UNCHANGED")] Unchanged,

    /// <summary>Nobody was there.</summary>
    [JsonStringEnumMemberName("NOT_MET")] NotMet,
}
