using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Funds.Statements.Camt;

/// <summary>One statement (Stmt) while it is read: whose it is, its balances, the sum of its booked entries.</summary>
internal sealed class CamtStatement
{
    private readonly List<(string Code, CamtAmount Amount, string Day)> _balances = [];
    private string _from = "";

    public required int Line { get; init; }
    public string Id { get; private set; } = "";

    /// <summary>Account numbers that it names; none is allowed.</summary>
    public List<string> Accounts { get; } = [];

    public string Currency { get; private set; } = "";

    /// <summary>Sum of the booked entries, added by who reads them.</summary>
    public Money Sum { get; set; }

    /// <summary>The day of the last booked entry.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>Takes what belongs to the head of a statement; skips what nobody needs.</summary>
    public void Read(CamtElements xml, string name)
    {
        switch (name)
        {
            case "Id": Id = xml.Text(); break;
            case "FrToDt": xml.Children(inner => ReadPeriod(xml, inner)); break;
            case "Acct": xml.Children(inner => ReadAccount(xml, inner)); break;
            case "Bal": ReadBalance(xml); break;
            default: xml.Skip(); break;
        }
    }

    private void ReadPeriod(CamtElements xml, string name)
    {
        if (name is "FrDtTm" or "FrDt") _from = xml.Text();
        else xml.Skip();
    }

    private void ReadAccount(CamtElements xml, string name)
    {
        if (name == "Ccy") Currency = xml.Text();
        else if (name != "Id") xml.Skip();
        else xml.Children(inner =>
        {
            if (inner == "IBAN") Accounts.Add(xml.Text());
            else if (inner == "Othr") xml.Children(leaf =>
            {
                if (leaf == "Id") Accounts.Add(xml.Text());
                else xml.Skip();
            });
            else xml.Skip();
        });
    }

    private void ReadBalance(CamtElements xml)
    {
        var amount = new CamtAmount { Line = xml.Line };
        var (code, day) = ("", "");
        xml.Children(name =>
        {
            switch (name)
            {
                case "Tp": code = xml.Text(); break;
                case "Amt": amount.Read(xml); break;
                case "CdtDbtInd": amount.Sign = xml.Text(); break;
                case "Dt": day = xml.Text(); break;
                default: xml.Skip(); break;
            }
        });
        if (_balances.Count < 100) _balances.Add((code, amount, day));
    }

    /// <summary>
    /// Opening and closing with the entries between them, or what does not add up; null when the report says it.
    /// </summary>
    public Result<BankStatement?> Settle(ImportReport report)
    {
        var opening = _balances.Find(b => b.Code == "OPBD");
        if (opening.Amount is null) opening = _balances.Find(b => b.Code == "PRCD");
        var closing = _balances.Find(b => b.Code == "CLBD");
        if (opening.Amount is null || closing.Amount is null)
        {
            report.Add(Line, "Bal", "balance.missing", "缺少期初（OPBD 或 PRCD）或期末（CLBD）余额");
            return (BankStatement?)null;
        }
        if (!Settled(opening, report, out var before, out var openedOn)
            || !Settled(closing, report, out var after, out var closesOn)) return (BankStatement?)null;

        if (LastDay > closesOn)
            report.Add(Line, "BookgDt", "booked_at.after_closing", "有明细的记账日晚于期末余额日");
        if (before + Sum != after) return StatementErrors.DoesNotAddUp(before, Sum, after);
        var opensOn = CamtDay.TryRead(_from, out var from) ? CivilTime.DayOf(from)
            : opening.Code == "PRCD" ? openedOn.AddDays(1) : openedOn;
        return new BankStatement(Id[..Math.Min(Id.Length, 35)], opensOn, closesOn, before, after);
    }

    private static bool Settled(
        (string Code, CamtAmount Amount, string Day) balance, ImportReport report, out Money money, out DateOnly day)
    {
        var (amount, good) = (balance.Amount, true);
        day = default;
        if (!amount.TryRead(amount.Sign, out money))
        {
            report.Add(amount.Line, "Bal", "amount.malformed", "余额应为最多两位小数的金额，并注明 CRDT 或 DBIT");
            good = false;
        }
        if (amount.Currency != CamtFile.Currency)
        {
            report.Add(amount.Line, "Ccy", "currency.not_cny", "币种应为 CNY");
            good = false;
        }
        if (CamtDay.TryRead(balance.Day, out var at)) day = CivilTime.DayOf(at);
        else
        {
            report.Add(amount.Line, "Dt", "day.malformed", "应为 yyyy-MM-dd");
            good = false;
        }
        return good;
    }
}

/// <summary>A statement that adds up: what the bank says the account held before and after its entries.</summary>
/// <param name="Reference">The bank's own id of it.</param>
/// <param name="OpensOn">First day.</param>
/// <param name="ClosesOn">Day of the closing balance.</param>
public sealed record BankStatement(
    string Reference, DateOnly OpensOn, DateOnly ClosesOn, Money Opening, Money Closing);
