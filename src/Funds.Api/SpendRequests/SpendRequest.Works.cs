namespace CivicPlatform.Funds.SpendRequests;

/// <summary>Filing, works and acceptance (FUND-19, FUND-22).</summary>
public sealed partial class SpendRequest
{
    public string? FilingNumber { get; private set; }
    public string? Contractor { get; private set; }
    public string? CreditCode { get; private set; }

    /// <summary>Ciphered: a financial account is sensitive data (PRIV-04).</summary>
    public byte[]? AccountCipher { get; private set; }
    public string? AccountTail { get; private set; }
    public string? ContractNumber { get; private set; }
    public int? RetentionPercent { get; private set; }
    public DateOnly? RetentionUntil { get; private set; }

    /// <summary>The authority took it on file; what it sent back must come amended.</summary>
    public Result File(string number, MoveFacts facts)
    {
        if (Allow(SpendStep.FILE).Error is { } wrong) return wrong;
        if (Status is SpendStatus.RETURNED && facts.DocumentHash is null) return WorksErrors.NotAmended;
        FilingNumber = number;
        return Go(SpendStep.FILE, facts);
    }

    /// <summary>The authority sent it back, with its reason.</summary>
    public Result Return(MoveFacts facts) => Go(SpendStep.RETURN, facts);

    /// <summary>Under contract with an organisation.</summary>
    public Result StartWorks(SpendContract contract, MoveFacts facts)
    {
        if (Allow(SpendStep.START_WORKS).Error is { } wrong) return wrong;
        if (!SpendRequests.CreditCode.IsValid(contract.CreditCode)) return WorksErrors.NotAnOrganisation;
        if (contract.RetentionPercent > 0 != contract.RetentionUntil is not null) return WorksErrors.RetentionUnclear;
        (Contractor, CreditCode, ContractNumber) = (contract.Contractor, contract.CreditCode, contract.Number);
        (AccountCipher, AccountTail) = (contract.AccountCipher, contract.AccountTail);
        (RetentionPercent, RetentionUntil) = (contract.RetentionPercent, contract.RetentionUntil);
        return Go(SpendStep.START_WORKS, facts with { Reference = contract.Number });
    }

    /// <summary>The authority accepted the works on that day.</summary>
    public Result Accept(DateOnly acceptedOn, MoveFacts facts)
    {
        if (Allow(SpendStep.ACCEPT).Error is { } wrong) return wrong;
        if (acceptedOn > facts.On) return WorksErrors.AcceptedInFuture;
        AcceptedOn = acceptedOn;
        return Go(SpendStep.ACCEPT, facts);
    }
}
