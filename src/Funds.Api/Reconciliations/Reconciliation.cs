using Npgsql;

namespace CivicPlatform.Funds.Reconciliations;

/// <summary>How far the comparison of a period with the bank is.</summary>
public static class ReconciliationStatuses
{
    public const string Open = "OPEN";
    public const string Closed = "CLOSED";

    public static readonly IReadOnlyList<string> All = [Open, Closed];
}

/// <summary>Whose word the bank's balance is.</summary>
public static class BalanceSources
{
    /// <summary>The closing balance of an imported statement (camt.053).</summary>
    public const string Statement = "STATEMENT";

    /// <summary>Typed in by the person who reconciles.</summary>
    public const string Stated = "STATED";

    public static readonly IReadOnlyList<string> All = [Statement, Stated];
}

/// <summary>A period of an account, compared with the bank (FUND-25); days of booking, both included.</summary>
/// <param name="LedgerBalance">Of the book's BANK account at the end of the last day.</param>
public sealed record Reconciliation(
    Guid Id, Guid AccountId, string StreetCode, DateOnly From, DateOnly To, Money BankBalance, string BalanceSource,
    Money LedgerBalance, bool IsClosed)
{
    /// <summary>The row with whether its period was closed by it.</summary>
    public const string Columns =
        "r.id, r.account_id, r.street_code, r.from_on, r.to_on, r.bank_balance, r.balance_source, r.ledger_balance, " +
        "p.account_id is not null from reconciliations r left join closed_periods p on p.reconciliation_id = r.id ";

    /// <summary>1 while it is open, 2 once it is closed; nothing else ever changes.</summary>
    public long Version => IsClosed ? 2 : 1;

    public static Reconciliation Map(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetGuid(1), r.GetString(2),
        r.GetFieldValue<DateOnly>(3), r.GetFieldValue<DateOnly>(4), r.Money(5), r.GetString(6), r.Money(7),
        r.GetBoolean(8));
}

/// <summary>What a period holds besides its balances.</summary>
/// <param name="Opening">The book's balance before the first day.</param>
/// <param name="Ledger">Its balance at the end of the last day.</param>
/// <param name="Unposted">Lines that the posters have not reached.</param>
/// <param name="FirstLineOn">Day of the first line that the account ever had.</param>
public sealed record PeriodFigures(
    Money Opening, Money Ledger, Waiting Unposted, Waiting Suspense, DateOnly? FirstLineOn);

/// <summary>How many lines wait, and what they hold.</summary>
public sealed record Waiting(int Lines, Money Amount);
