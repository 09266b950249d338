namespace CivicPlatform.Funds.Suspense;

/// <summary>Where a part of a suspense line goes.</summary>
public static class AssignmentKinds
{
    /// <summary>Pays the household's bill; what is beyond the bill is its credit, as for any payment.</summary>
    public const string Bill = "BILL";

    /// <summary>Stays the household's credit and counts as collected nowhere.</summary>
    public const string Credit = "CREDIT";

    public static readonly IReadOnlyList<string> All = [Bill, Credit];
}

/// <summary>Whether an assignment stands.</summary>
public static class AssignmentStatuses
{
    public const string Standing = "STANDING";
    public const string Undone = "UNDONE";

    public static readonly IReadOnlyList<string> All = [Standing, Undone];
}
