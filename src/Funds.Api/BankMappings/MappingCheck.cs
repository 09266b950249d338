namespace CivicPlatform.Funds.BankMappings;

/// <summary>What a mapping must say before a file is read by it; all faults at once (400).</summary>
internal static class MappingCheck
{
    private const int MaxColumn = 60, MaxHeaderRow = 50, MaxFormats = 5, MaxWords = 10;

    public static ShapeCheck Of(StatementMapping mapping)
    {
        var check = new ShapeCheck()
            .That(mapping.HeaderRow is >= 1 and <= MaxHeaderRow, "headerRow", "number.out_of_range", "应为 1 至 50")
            .Text(mapping.Serial, MaxColumn, "serial").Text(mapping.BookedAt, MaxColumn, "bookedAt")
            .That(mapping.TimeFormats.Count is >= 1 and <= MaxFormats && mapping.TimeFormats.All(IsTimeFormat),
                "timeFormats", "time_format.malformed", "1 至 5 个，如 yyyyMMdd 或 yyyy-MM-dd HH:mm:ss");
        foreach (var (name, column) in Optional(mapping))
        {
            check.That(column is null or { Length: > 0 and <= MaxColumn } && column?.Trim() == column, name,
                "column.malformed", "应为列名，不超过 60 个字符");
        }
        return check.That(Amounts(mapping), "amount", "amount.columns",
                "应只给出 amount、amount 与 direction，或 debit 与 credit 之一")
            .That(Words(mapping), "direction", "direction.words", "有 direction 时须给出不同的 inWords 与 outWords")
            .That(Money(mapping).Distinct(StringComparer.Ordinal).Count() == Money(mapping).Count(), "serial",
                "column.twice", "流水号、时间、金额应为不同的列");
    }

    private static (string Name, string? Column)[] Optional(StatementMapping m) =>
    [
        ("bookedTime", m.BookedTime), ("amount", m.Amount), ("direction", m.Direction), ("debit", m.Debit),
        ("credit", m.Credit), ("counterparty", m.Counterparty), ("memo", m.Memo),
    ];

    private static bool Amounts(StatementMapping m) => m.Amount is not null
        ? m is { Debit: null, Credit: null }
        : m is { Debit: not null, Credit: not null, Direction: null };

    private static bool Words(StatementMapping m)
    {
        string[] words = [.. m.InWords, .. m.OutWords];
        if (m.Direction is null) return words.Length == 0;
        return m.InWords.Count is >= 1 and <= MaxWords && m.OutWords.Count is >= 1 and <= MaxWords
            && words.All(w => w is { Length: > 0 and <= 20 } && w == FullWidth.Fold(w).Trim())
            && words.Distinct(StringComparer.Ordinal).Count() == words.Length;
    }

    // What must not be read twice: a serial that is also the amount would be no serial.
    private static IEnumerable<string> Money(StatementMapping m) =>
        new[] { m.Serial, m.BookedAt, m.BookedTime, m.Amount, m.Direction, m.Debit, m.Credit }.OfType<string>();

    /// <summary>Year, month and day are there; nothing but digits' places and signs between them.</summary>
    private static bool IsTimeFormat(string? format) => format is { Length: >= 5 and <= 30 }
        && format.Contains("yyyy", StringComparison.Ordinal) && format.Contains('M', StringComparison.Ordinal)
        && format.Contains('d', StringComparison.Ordinal) && format.All(c => "yMdHms-/.: 年月日时分秒".Contains(c));
}
