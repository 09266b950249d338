namespace CivicPlatform.Registry.Calendars;

/// <summary>Which period a deadline is counted by: a rule of the law and the profile of the place.</summary>
public static class DeadlineRule
{
    public const string Publicity = "PUBLICITY";
    public const string Notice = "NOTICE";
    public const string Case = "CASE";
    public const string JudicialConfirmation = "MED-05";

    public static readonly IReadOnlyCollection<string> Codes = [Publicity, Notice, Case, JudicialConfirmation];

    /// <summary>Kind of notice that holds when none is named.</summary>
    private const string RegularNotice = "REGULAR";

    /// <summary>
    /// The length by rule, profile and kind. Refuses a kind where the rule has none and a kind that the profile does
    /// not know; CASE always needs one.
    /// </summary>
    public static Result<Period> LengthOf(string rule, PolicyProfile profile, string? kind) => rule switch
    {
        Publicity => kind is null ? profile.Publicity : DeadlineErrors.NoKinds(rule),
        JudicialConfirmation => kind is null ? profile.JudicialConfirmation : DeadlineErrors.NoKinds(rule),
        Notice => Pick(profile.Notice, kind ?? RegularNotice, profile),
        Case => Pick(profile.Case, kind, profile),
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private static Result<Period> Pick(
        IReadOnlyDictionary<string, Period> lengths, string? kind, PolicyProfile profile) =>
        kind is not null && lengths.TryGetValue(kind, out var length)
            ? length
            : DeadlineErrors.UnknownKind(profile.Name, lengths.Keys);
}
