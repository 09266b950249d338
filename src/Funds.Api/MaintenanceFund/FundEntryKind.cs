namespace CivicPlatform.Funds.MaintenanceFund;

#pragma warning disable CA1707 // The published code is the name.
/// <summary>What a fund entry books.</summary>
public enum FundEntryKind
{
    /// <summary>The first deposit of an exclusive part (首期, FUND-05); renewal is measured against it.</summary>
    INITIAL_DEPOSIT,

    /// <summary>A renewal (续交, FUND-10).</summary>
    RENEWAL_DEPOSIT,

    /// <summary>What a part held when the office began to keep the books here, with its initial deposit.</summary>
    OPENING_BALANCE,

    /// <summary>Interest of the bank (存储利息, FUND-08), split by what each part held.</summary>
    INTEREST,

    /// <summary>Gains of treasury bonds (国债增值, FUND-08), split by what each part held.</summary>
    BOND_GAIN,

    /// <summary>Common income of the owners (公共收益, FUND-09), split by area.</summary>
    COMMON_INCOME,

    /// <summary>The balance of a house that is gone, paid back (房屋灭失, FUND-13).</summary>
    LOSS_REFUND,

    /// <summary>Takes one entry back, line by line (FUND-27).</summary>
    REVERSAL,
}
#pragma warning restore CA1707
