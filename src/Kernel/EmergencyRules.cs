using System.Collections.Frozen;

namespace CivicPlatform.Kernel;

/// <summary>The document without which an emergency is not one (应急维修, domain 2.6).</summary>
#pragma warning disable CA1707 // The published code is the name.
public enum EmergencyDocument
{
    /// <summary>The place asks for none.</summary>
    NONE,

    /// <summary>Appraisal report of a qualified body (鉴定报告).</summary>
    APPRAISAL,

    /// <summary>Stop notice of the lift inspection body (停用通知).</summary>
    STOP_NOTICE,

    /// <summary>Rectification notice of the fire authority (整改通知).</summary>
    RECTIFICATION_NOTICE,
}

/// <summary>When the notice of an emergency use must hang before money leaves.</summary>
public enum EmergencyPosting
{
    /// <summary>From its confirmation on.</summary>
    CONFIRMATION,

    /// <summary>Only what was accepted can be posted.</summary>
    ACCEPTANCE,
}
#pragma warning restore CA1707

/// <summary>How one place lets a maintenance fund be used without a vote (应急使用, domain 2.6).</summary>
/// <remarks>It skips the vote, and never posting, acceptance, settlement or the split (FUND-24).</remarks>
public sealed class EmergencyRules
{
    internal EmergencyRules(EmergencyFile file, EmergencyRules? parent)
    {
        Situations = file.Situations?.ToFrozenDictionary() ?? parent?.Situations ?? throw Incomplete();
        ConfirmedBy = file.ConfirmedBy ?? parent?.ConfirmedBy ?? throw Incomplete();
        NoReply = file.NoReply?.ToPeriod() ?? parent?.NoReply;
        ThenBy = file.ThenBy ?? parent?.ThenBy;
        Posting = file.Posting?.ToPeriod() ?? parent?.Posting ?? throw Incomplete();
        PostedAfter = file.PostedAfter ?? parent?.PostedAfter ?? throw Incomplete();
        LimitPercent = file.LimitPercent ?? parent?.LimitPercent;
        if (NoReply is null != ThenBy is null) throw Incomplete();
    }

    /// <summary>What is an emergency here, with the document that each needs.</summary>
    public IReadOnlyDictionary<string, EmergencyDocument> Situations { get; }

    /// <summary>Who confirms: of every group one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ConfirmedBy { get; }

    /// <summary>How long who confirms may stay silent; null where silence changes nothing.</summary>
    public Period? NoReply { get; }

    /// <summary>Who may act after that silence while harm is present.</summary>
    public string? ThenBy { get; }

    /// <summary>How long the use is posted at least before anything is paid out.</summary>
    public Period Posting { get; }

    /// <summary>From when on it can be posted.</summary>
    public EmergencyPosting PostedAfter { get; }

    /// <summary>Most that one use may take, in percent of the initial deposits; null without a cap.</summary>
    public int? LimitPercent { get; }

    private static InvalidOperationException Incomplete() => new("A profile's emergency rules are incomplete.");
}

/// <summary>Emergency rules as they stand in Profiles/*.json; what is not said is inherited.</summary>
internal sealed record EmergencyFile
{
    public Dictionary<string, EmergencyDocument>? Situations { get; init; }
    public IReadOnlyList<IReadOnlyList<string>>? ConfirmedBy { get; init; }
    public ProfileFile.Length? NoReply { get; init; }
    public string? ThenBy { get; init; }
    public ProfileFile.Length? Posting { get; init; }
    public EmergencyPosting? PostedAfter { get; init; }
    public int? LimitPercent { get; init; }
}
