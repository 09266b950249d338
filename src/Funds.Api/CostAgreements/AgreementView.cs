namespace CivicPlatform.Funds.CostAgreements;

/// <summary>A cost agreement as staff see it: totals and dates, no household.</summary>
/// <param name="Number">Of the current version, the only one that can be signed.</param>
/// <param name="VersionHash">SHA-256 of the current version; a signature names it.</param>
/// <param name="Gap">What nobody has taken over yet; 0.00 or nobody signs.</param>
/// <param name="PolicyProfile">Name of the profile that was resolved at the draft.</param>
public sealed record AgreementView(
    Guid Id, Guid EstateId, string Building, string Entrance, string Title, Guid? CaseId, string PolicyProfile,
    AgreementStatus Status, int Number, string VersionHash, Money NetCost, Money Gap, DateOnly? ConcludedOn,
    DateTimeOffset CreatedAt, long Version)
{
    public static AgreementView Of(CostAgreement a) => new(
        a.Id, a.EstateId, a.Building, a.Entrance, a.Title, a.CaseId, a.ProfileName, a.Status, a.CurrentVersion,
        a.CurrentHash, a.NetCost, a.Gap, a.ConcludedOn, a.CreatedAt, a.Version);
}
