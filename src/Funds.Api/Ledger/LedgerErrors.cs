namespace CivicPlatform.Funds.Ledger;

/// <summary>Refusals of accounts.</summary>
public static class LedgerErrors
{
    public static readonly Error AccountNotFound = Error.NotFound("accounts.not_found", "没有这个账户");

    public static readonly Error LedgerAccountNotFound =
        Error.NotFound("accounts.ledger_account_not_found", "账簿中没有这个科目");

    public static readonly Error EstateNotFound = Error.NotFound("accounts.estate_not_found", "没有这个物业管理区域");

    public static readonly Error FundTaken =
        Error.Conflict("accounts.fund_taken", "该物业管理区域已登记维修资金专户，一个区域一个专户");

    public static readonly Error NumberTaken =
        Error.Conflict("accounts.number_taken", "该银行账号在本街道已经登记");
}
