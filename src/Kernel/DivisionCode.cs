namespace CivicPlatform.Kernel;

/// <summary>A statistical division code (统计用区划代码): 2, 4, 6, 9 or 12 digits from province to community.</summary>
public readonly record struct DivisionCode
{
    private DivisionCode(string value) => Value = value;

    public string Value { get; }

    /// <summary>True from the street office (街道) downward; only such rows are tenant-owned.</summary>
    public bool HasStreet => Value.Length >= 9;

    /// <summary>The 9-digit street code, by which tenant rows are indexed and partitioned.</summary>
    public string Street => HasStreet ? Value[..9] : throw new InvalidOperationException($"{Value} has no street.");

    public static bool TryParse(string? text, out DivisionCode code)
    {
        code = default;
        if (text is null || text.Length is not (2 or 4 or 6 or 9 or 12)) return false;
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9')) return false;
        code = new DivisionCode(text);
        return true;
    }

    /// <summary>For codes of our own making; throws on anything else.</summary>
    public static DivisionCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("Not a division code.");

    /// <summary>True when <paramref name="other"/> is this division or lies inside it.</summary>
    public bool Covers(string other) => other.StartsWith(Value, StringComparison.Ordinal);

    public override string ToString() => Value;
}
