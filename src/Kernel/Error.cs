namespace CivicPlatform.Kernel;

/// <summary>What kind of refusal an <see cref="Error"/> is; the HTTP edge turns it into a status.</summary>
public enum ErrorKind
{
    /// <summary>The input has the wrong shape (400).</summary>
    Invalid,

    /// <summary>Nothing there, or nothing in the caller's divisions (404).</summary>
    NotFound,

    /// <summary>The right office, but the wrong role or not the owner's building (403).</summary>
    Forbidden,

    /// <summary>The present state does not allow it (409).</summary>
    Conflict,

    /// <summary>The version named in If-Match is not the present one (412).</summary>
    Stale,

    /// <summary>Larger than this endpoint takes (413).</summary>
    TooLarge,

    /// <summary>A rule says no to well-formed input (422).</summary>
    Refused,
}

/// <summary>One finding about one field of a body or one cell of an imported file.</summary>
/// <param name="Code">Stable code, <c>snake_case</c>.</param>
/// <param name="Detail">What is wrong, in Chinese; never repeats personal data.</param>
/// <param name="Field">JSON name of the field, for bodies.</param>
/// <param name="Row">Physical line from 1, for files.</param>
/// <param name="Column">Column name, for files.</param>
public sealed record Finding(string Code, string Detail, string? Field = null, int? Row = null, string? Column = null);

/// <summary>A refusal that a well-behaved caller can meet. Bugs and dead dependencies are exceptions instead.</summary>
/// <param name="Kind">How the edge answers.</param>
/// <param name="Code">Stable code <c>slice.snake_case</c>, never changed once published.</param>
/// <param name="Title">One sentence in Chinese that staff and residents may read.</param>
/// <param name="Rule">Id of the rule that refused, such as <c>VOTE-01</c>; null when no rule did.</param>
public sealed record Error(ErrorKind Kind, string Code, string Title, string? Rule = null)
{
    /// <summary>What exactly was met, with figures; in Chinese.</summary>
    public string? Detail { get; init; }

    /// <summary>Findings by field or by row and column; at most 1,000.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>True when waiting cures it: nothing is kept for the key, so the same request may come again.</summary>
    public bool IsPassing { get; init; }

    public static Error Invalid(string code, string title, string? rule = null) =>
        new(ErrorKind.Invalid, code, title, rule);

    public static Error NotFound(string code, string title) => new(ErrorKind.NotFound, code, title);

    public static Error Forbidden(string code, string title, string? rule = null) =>
        new(ErrorKind.Forbidden, code, title, rule);

    public static Error Conflict(string code, string title, string? rule = null) =>
        new(ErrorKind.Conflict, code, title, rule);

    /// <summary>A conflict that passes by itself: an event on its way, a full queue, a twin still at work.</summary>
    public static Error NotYet(string code, string title, string? rule = null) =>
        new(ErrorKind.Conflict, code, title, rule) { IsPassing = true };

    public static Error Refused(string code, string title, string? rule = null) =>
        new(ErrorKind.Refused, code, title, rule);
}
