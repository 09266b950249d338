using System.Collections.Frozen;

namespace CivicPlatform.Kernel;

/// <summary>How one place handles its hotline orders (办理规则): grades, tries and weights (4.2 to 4.4).</summary>
public sealed class HandlingRules
{
    /// <summary>Key of <see cref="Grades"/> where a type has none of its own.</summary>
    public const string AnyType = "ANY";

    internal HandlingRules(HandlingFile file, HandlingRules? parent)
    {
        Fallback = file.Fallback?.ToPeriod() ?? parent?.Fallback ?? throw Incomplete();
        FirstContact = file.FirstContact?.ToPeriod() ?? parent?.FirstContact ?? throw Incomplete();
        Grades = file.Grades?.ToFrozenDictionary() ?? parent?.Grades ?? throw Incomplete();
        RecheckGrade = file.RecheckGrade ?? parent?.RecheckGrade;
        ApprovalGrades = file.ApprovalGrades ?? parent?.ApprovalGrades ?? throw Incomplete();
        MaxExtensions = file.MaxExtensions ?? parent?.MaxExtensions ?? throw Incomplete();
        LongestExtension = file.LongestExtension ?? parent?.LongestExtension ?? throw Incomplete();
        SuspensionReviewDays = file.SuspensionReviewDays ?? parent?.SuspensionReviewDays ?? throw Incomplete();
        CallbackTries = file.CallbackTries ?? parent?.CallbackTries ?? throw Incomplete();
        SatisfactionPercent =
            file.SatisfactionPercent?.ToFrozenDictionary() ?? parent?.SatisfactionPercent ?? throw Incomplete();
        if (!Grades.ContainsKey(AnyType)) throw Incomplete();
    }

    /// <summary>Time to handle where the place has no grades of its own.</summary>
    public Period Fallback { get; }

    /// <summary>Within which the reporter is first spoken to (先行联系), from the dispatch.</summary>
    public Period FirstContact { get; }

    /// <summary>Grade of an order by its type, with <see cref="AnyType"/>.</summary>
    public IReadOnlyDictionary<string, string> Grades { get; }

    /// <summary>Grade of what was opened again; null where it keeps its own.</summary>
    public string? RecheckGrade { get; }

    /// <summary>Grades that no dispatch may give: an extension asks for the time.</summary>
    public IReadOnlyList<string> ApprovalGrades { get; }

    /// <summary>Extensions of one dispatch at most.</summary>
    public int MaxExtensions { get; }

    /// <summary>What one extension adds at most, in the unit of the grade.</summary>
    public int LongestExtension { get; }

    /// <summary>Days after which a suspended order is looked at again (4.3).</summary>
    public int SuspensionReviewDays { get; }

    /// <summary>Calls that nobody answers before an order ends unrated.</summary>
    public int CallbackTries { get; }

    /// <summary>What a rating weighs in the satisfaction rate, in percent (CASE-21).</summary>
    public IReadOnlyDictionary<string, int> SatisfactionPercent { get; }

    /// <summary>The grade that a type gets when nobody names one.</summary>
    public string GradeOf(string type) => Grades.TryGetValue(type, out var own) ? own : Grades[AnyType];

    private static InvalidOperationException Incomplete() => new("A profile's handling rules are incomplete.");
}

/// <summary>Handling rules as they stand in Profiles/*.json; what is not said is inherited.</summary>
internal sealed record HandlingFile
{
    public ProfileFile.Length? Fallback { get; init; }
    public ProfileFile.Length? FirstContact { get; init; }
    public Dictionary<string, string>? Grades { get; init; }
    public string? RecheckGrade { get; init; }
    public IReadOnlyList<string>? ApprovalGrades { get; init; }
    public int? MaxExtensions { get; init; }
    public int? LongestExtension { get; init; }
    public int? SuspensionReviewDays { get; init; }
    public int? CallbackTries { get; init; }
    public Dictionary<string, int>? SatisfactionPercent { get; init; }
}
