using CivicPlatform.Funds.Statements.Camt;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Funds.Statements;

/// <summary>Checks every line of a statement before one is stored; nothing of a wrong file stays.</summary>
public static class StatementFile
{
    public static readonly CsvShape Shape = new(["bank_serial", "booked_at", "amount", "counterparty", "memo"])
    {
        MaxBytes = 32 * 1024 * 1024,
        MaxRows = 200_000,
    };

    /// <summary>The lines in the order of the file, each serial once; a repeated equal line is counted.</summary>
    public sealed record Checked(int Lines, IReadOnlyList<(int Line, BankText Text)> Distinct)
    {
        /// <summary>What the bank says the account held, where the file tells it (camt.053).</summary>
        public IReadOnlyList<BankStatement> Statements { get; init; } = [];
    }

    /// <summary>422 with findings by row and column, or the lines.</summary>
    public static Result<Checked> Check(IEnumerable<CsvRow> rows) => Check(rows, Read);

    /// <summary>The same for a file of other columns.</summary>
    /// <param name="rows">Of the file.</param>
    /// <param name="read">A row's line; null when it was reported.</param>
    public static Result<Checked> Check(IEnumerable<CsvRow> rows, Func<CsvRow, ImportReport, BankText?> read)
    {
        var report = new ImportReport();
        var bySerial = new Dictionary<string, BankText>(StringComparer.Ordinal);
        var distinct = new List<(int, BankText)>();
        var lines = 0;
        foreach (var row in rows)
        {
            if (report.IsFull) break;
            lines++;
            if (read(row, report) is not { } text) continue;
            if (bySerial.TryAdd(text.Serial, text)) distinct.Add((row.Line, text));
            else if (bySerial[text.Serial] != text) SerialReused(report, row.Line);
        }

        if (!report.IsClean) return report.ToError("statements.rows_refused");
        return new Checked(lines, distinct);
    }

    /// <summary>EVT-02: a serial stands for one line for ever.</summary>
    public static void SerialReused(ImportReport report, int line) =>
        report.Add(line, "bank_serial", "bank_serial.other_content", "该流水号已用于内容不同的一笔");

    private static BankText? Read(CsvRow row, ImportReport report)
    {
        var good = true;
        if (!BankText.IsSerial(row["bank_serial"]))
            good = Bad("bank_serial", "bank_serial.malformed", "应为 1 至 64 位字母、数字或 - _ . /");
        if (!BankText.TryReadTime(row["booked_at"], out var bookedAt))
            good = Bad("booked_at", "booked_at.malformed", "应为 yyyy-MM-dd HH:mm:ss");
        if (!Money.TryParse(row["amount"], out var amount) || amount == Money.Zero)
            good = Bad("amount", "amount.malformed", "应为非零金额，最多两位小数");
        good &= report.Text(row, "counterparty", BankText.MaxCounterparty, required: false);
        good &= report.Text(row, "memo", MemoMatcher.MaxLength, required: false);
        return good ? new BankText(row["bank_serial"], bookedAt, amount, row["counterparty"], row["memo"]) : null;

        bool Bad(string column, string code, string detail)
        {
            report.Add(row, column, code, detail);
            return false;
        }
    }
}
