using System.Diagnostics.CodeAnalysis;

namespace CivicPlatform.Notifications.Data;

/// <summary>Reads <c>after</c> and <c>limit</c> of a list that is ordered by its UUIDv7 ids, newest first.</summary>
public static class Listing
{
    private static readonly Error BadLimit =
        Error.Invalid("request.limit_out_of_range", $"limit 应为 1 到 {Page.MaxLimit}");

    // An id with all bits set is above every UUID.
    private static readonly Guid Top = new([.. Enumerable.Repeat((byte)0xff, 16)]);

    /// <param name="from">Ids below it belong to the page.</param>
    public static bool TryRead(string? after, int limit, out Guid from, [NotNullWhen(false)] out Error? error)
    {
        (from, error) = (Top, null);
        var cursor = default(Cursor);
        if (limit is < 1 or > Page.MaxLimit) error = BadLimit;
        else if (after is not null && !Cursor.TryParse(after, out cursor)) error = Cursor.Malformed;
        else if (after is not null) from = cursor.Id;
        return error is null;
    }
}
