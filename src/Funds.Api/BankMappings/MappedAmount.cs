namespace CivicPlatform.Funds.BankMappings;

/// <summary>Reads the amount of a row in the three ways in which banks write it; a doubt is no amount.</summary>
public static class MappedAmount
{
    /// <summary>False for zero, for two amounts at once, and for a direction that is neither word.</summary>
    /// <param name="mapping">Which columns say it.</param>
    /// <param name="cell">The text of a column.</param>
    /// <param name="amount">Negative for what left the account.</param>
    /// <param name="place">The column to name when it cannot be read.</param>
    public static bool TryRead(StatementMapping mapping, Func<string, string> cell, out Money amount, out string place)
    {
        place = mapping.Amount ?? mapping.Debit!;
        if (mapping.Amount is null) return TryReadTwo(mapping, cell, out amount);
        if (!TryParse(mapping, cell(mapping.Amount), out amount) || amount == Money.Zero) return false;
        if (mapping.Direction is null) return true;

        var said = FullWidth.Fold(cell(mapping.Direction)).Trim();
        var (comesIn, leaves) = (mapping.InWords.Contains(said), mapping.OutWords.Contains(said));
        if (amount < Money.Zero || comesIn == leaves)
        {
            place = amount < Money.Zero ? mapping.Amount : mapping.Direction;
            return false;
        }
        if (leaves) amount = -amount;
        return true;
    }

    /// <summary>Exactly one of the two columns holds money; the other is empty or zero; red is negative.</summary>
    private static bool TryReadTwo(StatementMapping mapping, Func<string, string> cell, out Money amount)
    {
        var (debit, credit) = (cell(mapping.Debit!), cell(mapping.Credit!));
        amount = default;
        if (!TryParse(mapping, debit.Length == 0 ? "0" : debit, out var left)
            || !TryParse(mapping, credit.Length == 0 ? "0" : credit, out var came)
            || left == Money.Zero == (came == Money.Zero)) return false;
        amount = came - left;
        return true;
    }

    private static bool TryParse(StatementMapping mapping, string text, out Money money)
    {
        text = FullWidth.Fold(text).Trim();
        if (mapping.ThousandsSeparators && text.Contains(',', StringComparison.Ordinal))
        {
            money = default;
            if (!IsGrouped(text)) return false;
            text = text.Replace(",", "", StringComparison.Ordinal);
        }
        return Money.TryParse(text, out money);
    }

    /// <summary>Groups of three, or "1,5" would become 15.</summary>
    private static bool IsGrouped(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, rest) = point < 0 ? (text, "") : (text[..point], text[point..]);
        var groups = whole.TrimStart('-').Split(',');
        return groups[0].Length is >= 1 and <= 3 && groups[1..].All(g => g.Length == 3)
            && !rest.Contains(',', StringComparison.Ordinal);
    }
}
