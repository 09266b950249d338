namespace CivicPlatform.Consultation.Data;

/// <summary>Where a keyset page starts and how long it may be.</summary>
internal readonly record struct PageRequest(Cursor? Start, int Limit)
{
    private static readonly Error LimitOutOfRange =
        Error.Invalid("request.limit_out_of_range", $"limit 应为 1 至 {Page.MaxLimit}");

    /// <summary>Reads <c>after</c> and <c>limit</c>; refuses a foreign cursor and a limit outside 1 to 200.</summary>
    public static bool TryRead(string? after, int limit, out PageRequest page, out Error error)
    {
        page = new PageRequest(null, limit);
        error = limit is < 1 or > Page.MaxLimit ? LimitOutOfRange : Cursor.Malformed;
        if (limit is < 1 or > Page.MaxLimit) return false;
        if (after is null) return true;
        if (!Cursor.TryParse(after, out var start)) return false;
        page = new PageRequest(start, limit);
        return true;
    }
}
