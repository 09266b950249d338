using System.Globalization;
using System.Text.Json.Serialization;
using CivicPlatform.Funds.Statements;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Funds.BankMappings;

/// <summary>
/// Which columns of a bank's own CSV say what (流水列映射). The amount stands in one signed column, in one column with a
/// direction beside it, or in two columns for money out and in.
/// </summary>
public sealed record StatementMapping
{
    /// <summary>Physical line of the header, from 1 to 50; the bank's letterhead above it is passed over.</summary>
    public int HeaderRow { get; init; } = 1;

    /// <summary>Column of the bank's serial number.</summary>
    public required string Serial { get; init; }

    /// <summary>Column of the day of booking, with or without its time.</summary>
    public required string BookedAt { get; init; }

    /// <summary>Column of the time, where it stands apart; it is read after a space.</summary>
    public string? BookedTime { get; init; }

    /// <summary>One to five forms such as <c>yyyyMMdd HH:mm:ss</c>, in Beijing time.</summary>
    public required IReadOnlyList<string> TimeFormats { get; init; }

    /// <summary>Column of the amount; signed, unless <see cref="Direction"/> is given.</summary>
    public string? Amount { get; init; }

    /// <summary>Column that says which way the amount went.</summary>
    public string? Direction { get; init; }

    /// <summary>What the direction says for money that came in, such as 贷.</summary>
    public IReadOnlyList<string> InWords { get; init; } = [];

    /// <summary>What it says for money that left, such as 借.</summary>
    public IReadOnlyList<string> OutWords { get; init; } = [];

    /// <summary>Column of money that left (借方发生额), beside <see cref="Credit"/>.</summary>
    public string? Debit { get; init; }

    /// <summary>Column of money that came in (贷方发生额).</summary>
    public string? Credit { get; init; }

    public string? Counterparty { get; init; }
    public string? Memo { get; init; }

    /// <summary>Takes "1,613.70" for 1613.70.</summary>
    public bool ThousandsSeparators { get; init; }

    /// <summary>The columns that are read, in a file that may have others.</summary>
    [JsonIgnore]
    public CsvShape Shape => new([.. Columns.Distinct(StringComparer.Ordinal)])
    {
        MaxBytes = StatementFile.Shape.MaxBytes, MaxRows = StatementFile.Shape.MaxRows, HeaderRow = HeaderRow,
        IgnoresOthers = true,
    };

    [JsonIgnore]
    internal IEnumerable<string> Columns =>
        new[] { Serial, BookedAt, BookedTime, Amount, Direction, Debit, Credit, Counterparty, Memo }.OfType<string>();

    /// <summary>The line of a row, or null when what is wrong with it was reported.</summary>
    public BankText? Read(CsvRow row, ImportReport report)
    {
        var serial = Cell(row, Serial);
        var good = true;
        if (!BankText.IsSerial(serial))
            good = Bad(Serial, "bank_serial.malformed", "应为 1 至 64 位字母、数字或 - _ . /");
        if (!TryReadTime(row, out var bookedAt))
            good = Bad(BookedAt, "booked_at.malformed", $"应为 {string.Join(" 或 ", TimeFormats)}");
        if (!MappedAmount.TryRead(this, column => Cell(row, column), out var amount, out var place))
            good = Bad(place, "amount.malformed", "应为非零金额，最多两位小数，方向明确");
        var (party, memo) = (Cell(row, Counterparty), Cell(row, Memo));
        good &= report.Text((row.Line, Counterparty ?? ""), party, BankText.MaxCounterparty, required: false);
        good &= report.Text((row.Line, Memo ?? ""), memo, MemoMatcher.MaxLength, required: false);
        return good ? new BankText(serial, bookedAt, amount, party, memo) : null;

        bool Bad(string column, string code, string detail)
        {
            report.Add(row, column, code, detail);
            return false;
        }
    }

    private bool TryReadTime(CsvRow row, out DateTimeOffset instant)
    {
        var text = FullWidth.Fold($"{Cell(row, BookedAt)} {Cell(row, BookedTime)}").Trim();
        var good = DateTime.TryParseExact(text, [.. TimeFormats], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var local) && local.Year is >= 2000 and <= 2100;
        instant = good ? new DateTimeOffset(local, CivilTime.Offset).ToUniversalTime() : default;
        return good;
    }

    // Banks put a tab before long numbers, so that a spreadsheet leaves them alone.
    private static string Cell(CsvRow row, string? column) => column is null ? "" : row[column].Trim();
}
