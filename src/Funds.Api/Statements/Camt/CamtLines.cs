using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Funds.Statements.Camt;

/// <summary>Makes bank lines of entries; a batch becomes one line a transaction, under serials of their own.</summary>
internal sealed class CamtLines
{
    private const int MaxName = 140, MaxMemo = 1_000; // What ISO 20022 allows, within reason.
    private readonly HashSet<string> _serials = new(StringComparer.Ordinal);
    private readonly List<(int Line, BankText Text)> _all = [];

    public IReadOnlyList<(int Line, BankText Text)> All => _all;

    /// <summary>The signed amount of the entry and its booking day; what is wrong goes to the report.</summary>
    public (Money Amount, DateOnly BookedOn) Add(CamtEntry entry, ImportReport report)
    {
        var good = true;
        if (!entry.Amount.TryRead(entry.Amount.Sign, out var amount))
            good = Bad(entry.Amount.Line, "Amt", "amount.malformed", "应为最多两位小数的金额，并注明 CRDT 或 DBIT");
        if (entry.Amount.Currency != CamtFile.Currency)
            good = Bad(entry.Amount.Line, "Ccy", "currency.not_cny", "币种应为 CNY");
        if (!CamtDay.TryRead(entry.BookedAt, out var bookedAt))
            good = Bad(entry.Line, "BookgDt", "booked_at.malformed", "应为 yyyy-MM-dd 或带时刻的日期");
        DateTimeOffset value = bookedAt;
        if (entry.InterestOn.Length > 0 && !CamtDay.TryRead(entry.InterestOn, out value))
            good = Bad(entry.Line, "ValDt", "interest_on.malformed", "应为 yyyy-MM-dd 或带时刻的日期");
        if (!good) return (Money.Zero, default);

        var bookedOn = CivilTime.DayOf(bookedAt);
        var interestOn = CivilTime.DayOf(value);
        var of = new BankText("", bookedAt, amount, "", "") { InterestOn = interestOn == bookedOn ? null : interestOn };
        if (amount != Money.Zero) Split(entry, of, report); // Nothing was booked by an entry of 0.00.
        return (amount, bookedOn);

        bool Bad(int line, string column, string code, string detail)
        {
            report.Add(line, column, code, detail);
            return false;
        }
    }

    private void Split(CamtEntry entry, BankText of, ImportReport report)
    {
        var parts = Parts(entry, of.Amount, report);
        if (parts is null) return;
        var serials = Serials(entry, parts);
        foreach (var ((detail, amount), serial) in parts.Zip(serials))
        {
            var line = detail?.Line ?? entry.Line;
            var party = amount > Money.Zero ? detail?.Debtor : detail?.Creditor;
            var memo = detail is { Memo.Length: > 0 } ? detail.Memo : entry.Info;
            if (amount == Money.Zero) continue;
            Take(line, of with { Serial = serial, Amount = amount, Counterparty = party ?? "", Memo = memo }, report);
        }
    }

    private void Take(int line, BankText text, ImportReport report)
    {
        var good = report.Text((line, "Nm"), text.Counterparty, MaxName, required: false);
        good &= report.Text((line, "RmtInf"), text.Memo, MaxMemo, required: false);
        if (!BankText.IsSerial(text.Serial))
            report.Add(line, "AcctSvcrRef", "bank_serial.malformed", "缺少流水号，或不是 1 至 64 位字母、数字或 - _ . /");
        // Twice in one file would be counted once, and the statement would not add up to what is booked.
        else if (!_serials.Add(text.Serial))
            report.Add(line, "AcctSvcrRef", "bank_serial.twice", "同一文件中流水号重复");
        else if (good) _all.Add((line, text));
    }

    /// <summary>
    /// The transactions with their signed amounts; the entry itself where the bank does not split it, and null when
    /// its parts are not the whole: not a fen may be lost between them.
    /// </summary>
    private static List<(CamtDetail? Detail, Money Amount)>? Parts(CamtEntry entry, Money whole, ImportReport report)
    {
        if (entry.Details.Count == 1) return [(entry.Details[0], whole)];
        if (!entry.Details.TrueForAll(d => d.Amount.IsGiven) || entry.Details.Count == 0) return [(null, whole)];
        var parts = new List<(CamtDetail?, Money)>(entry.Details.Count);
        var sum = Money.Zero;
        foreach (var detail in entry.Details)
        {
            var sign = detail.Amount.Sign.Length > 0 ? detail.Amount.Sign : entry.Amount.Sign;
            if (!detail.Amount.TryRead(sign, out var part) || detail.Amount.Currency != CamtFile.Currency)
            {
                report.Add(detail.Amount.Line, "TxAmt", "amount.malformed", "应为最多两位小数的人民币金额");
                return null;
            }
            sum += part;
            parts.Add((detail, part));
        }
        if (sum == whole) return parts;
        report.Add(entry.Line, "TxDtls", "batch.does_not_add_up", $"批量明细合计 {sum}，与汇总金额 {whole} 不符");
        return null;
    }

    /// <summary>
    /// The bank's own reference where it has one, else that of the entry with the transaction's; a place in the batch
    /// where those do not tell the transactions apart.
    /// </summary>
    private static string[] Serials(CamtEntry entry, List<(CamtDetail? Detail, Money Amount)> parts)
    {
        var first = parts[0].Detail;
        var whole = First(entry.ServicerRef, parts.Count == 1 ? first?.ServicerRef : "", entry.EntryRef,
            parts.Count == 1 ? first?.TransactionId : "");
        if (parts.Count == 1) return [whole];
        var own = parts.ConvertAll(p => p.Detail!.ServicerRef);
        if (own.TrueForAll(r => r.Length > 0 && r != whole) && Differ(own)) return [.. own];
        var ids = parts.ConvertAll(p => p.Detail!.TransactionId);
        var named = Differ(ids)
            && ids.TrueForAll(id => id.Length > 0 && whole.Length + 1 + id.Length <= BankText.MaxSerial);
        return whole.Length == 0 ? [.. ids.Select(_ => "")]
            : [.. parts.Index().Select(p => named ? $"{whole}/{ids[p.Index]}" : $"{whole}/{p.Index + 1}")];
    }

    private static bool Differ(List<string> texts) =>
        texts.Distinct(StringComparer.Ordinal).Count() == texts.Count;

    private static string First(params string?[] texts) => texts.FirstOrDefault(t => t is { Length: > 0 }) ?? "";
}
