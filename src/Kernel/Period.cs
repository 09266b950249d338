namespace CivicPlatform.Kernel;

/// <summary>In what a period is counted.</summary>
public enum PeriodUnit
{
    /// <summary>Hours: ends at the instant, weekends and holidays run too.</summary>
    Hour,

    /// <summary>Calendar days by TIME-01.</summary>
    Day,

    /// <summary>Working days of the statutory calendar by TIME-02.</summary>
    WorkingDay,
}

/// <summary>A length of time as a law or a policy profile states it, such as "10 working days".</summary>
/// <param name="Count">How many; positive.</param>
/// <param name="Unit">Hours, days or working days.</param>
public readonly record struct Period(int Count, PeriodUnit Unit)
{
    public static Period Hours(int count) => new(count, PeriodUnit.Hour);

    public static Period Days(int count) => new(count, PeriodUnit.Day);

    public static Period WorkingDays(int count) => new(count, PeriodUnit.WorkingDay);

    /// <summary>Ends at an instant instead of at the end of a day.</summary>
    public bool IsInHours => Unit is PeriodUnit.Hour;
}
