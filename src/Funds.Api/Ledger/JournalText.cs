using System.Globalization;
using System.Text;

namespace CivicPlatform.Funds.Ledger;

/// <summary>A transfer as a journal shows it: both of its accounts by their names.</summary>
public sealed record JournalEntry(
    Guid Id, string Kind, Guid SourceId, DateTimeOffset BookedAt, DateTimeOffset RecordedAt, Money Amount,
    string Debit, string Credit);

/// <summary>The plain-text accounting format that hledger reads, so that a program of others counts again.</summary>
/// <remarks>
/// The date of an entry is its value date (civil day of <c>booked_at</c>), the tag <c>recorded</c> the day on which it
/// was written down. The last entry asserts every balance as the ledger keeps it. Ids only, no personal data (PRIV-04).
/// </remarks>
public static class JournalText
{
    private const string Currency = "CNY";

    private static readonly Dictionary<LedgerKind, string> s_names = new()
    {
        [LedgerKind.BANK] = "资产:银行存款",
        [LedgerKind.WORKS] = "资产:工程支出",
        [LedgerKind.SUSPENSE] = "负债:待确认款项",
        [LedgerKind.OWNER_CREDIT] = "负债:业主预存",
        [LedgerKind.COLLECTION] = "负债:自筹资金",
        [LedgerKind.ADVANCE_PAYABLE] = "负债:物业垫资",
        [LedgerKind.UNIT_BALANCE] = "负债:分户维修资金",
        [LedgerKind.UNIT_RECEIVABLE] = "资产:业主应补足",
        [LedgerKind.CONTRACTOR_PAYABLE] = "负债:应付工程款",
        [LedgerKind.CONTRACTOR_UNFUNDED] = "负债:待补足工程款",
        [LedgerKind.RESTRICTED_GRANT] = "负债:定向资助",
        [LedgerKind.SURPLUS] = "资产:结余处置",
        [LedgerKind.LIFT_RESERVE] = "负债:电梯储备",
    };

    /// <summary>
    /// Name of a ledger account; what hledger would take for syntax is written as ~ and its code. An exclusive part
    /// stands there by its id: a room beside its balance is personal data.
    /// </summary>
    public static string Account(string kind, string building, Guid? unit)
    {
        var name = s_names[Enum.Parse<LedgerKind>(kind)];
        if (building.Length > 0) name = $"{name}:{Plain(building)}";
        return unit is null ? name : $"{name}:{unit}";
    }

    /// <summary>What stands before the first entry.</summary>
    public static string Head(Guid book) =>
        $"; book {book}\ncommodity 1000.00 {Currency}\naccount 资产  ; type:A\naccount 负债  ; type:L\n\n";

    public static string Entry(JournalEntry e) => string.Create(CultureInfo.InvariantCulture,
        $"""
        {Day(e.BookedAt)} {e.Kind}  ; id:{e.Id}, source:{e.SourceId}, recorded:{Day(e.RecordedAt)}
            {e.Debit}  {e.Amount} {Currency}
            {e.Credit}  -{e.Amount} {Currency}


        """).ReplaceLineEndings("\n");

    /// <summary>Balances (debits − credits) that the entries before must add up to.</summary>
    public static string Assertions(DateTimeOffset last, IReadOnlyCollection<(string Account, Money Balance)> balances)
    {
        var text = new StringBuilder();
        foreach (var (account, _) in balances) text.Append(CultureInfo.InvariantCulture, $"account {account}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{Day(last)} balances\n");
        foreach (var (account, balance) in balances)
            text.Append(CultureInfo.InvariantCulture, $"    {account}  0.00 {Currency} = {balance} {Currency}\n");
        return text.ToString();
    }

    private static string Day(DateTimeOffset at) =>
        CivilTime.DayOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Plain(string building) => string.Concat(building.Select(c =>
        char.IsLetterOrDigit(c) || c == '-' ? $"{c}" : string.Create(CultureInfo.InvariantCulture, $"~{(int)c:x}~")));
}
