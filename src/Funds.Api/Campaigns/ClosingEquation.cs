namespace CivicPlatform.Funds.Campaigns;

/// <summary>Scenario 002-16: what must be in the bank when a campaign closes.</summary>
/// <param name="Receipts">Net of refunds, suspense and credits included.</param>
/// <param name="PaidToContractors">From the dedicated account; not what the property company paid.</param>
/// <param name="RepaidAdvance">To the property company, from the dedicated account.</param>
public readonly record struct ClosingEquation(Money Receipts, Money PaidToContractors, Money RepaidAdvance)
{
    public Money ExpectedBalance => Receipts - PaidToContractors - RepaidAdvance;

    /// <summary>Zero, or closing is blocked: the mirror and the bank disagree.</summary>
    public Money Difference(Money bankBalance) => bankBalance - ExpectedBalance;
}
