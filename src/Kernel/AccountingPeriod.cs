namespace CivicPlatform.Kernel;

/// <summary>How often an account is disclosed (FUND-25).</summary>
public enum DisclosureInterval
{
    /// <summary>Once for each calendar year.</summary>
    Year,

    /// <summary>Twice a year.</summary>
    HalfYear,

    /// <summary>Four times a year.</summary>
    Quarter,
}

/// <summary>A whole year, half or quarter of the calendar.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Through">Its last day.</param>
public readonly record struct AccountingPeriod(DateOnly From, DateOnly Through)
{
    /// <summary>The period of that interval that holds the day.</summary>
    public static AccountingPeriod Of(DateOnly day, DisclosureInterval interval)
    {
        var months = interval switch
        {
            DisclosureInterval.Quarter => 3,
            DisclosureInterval.HalfYear => 6,
            _ => 12,
        };
        var from = new DateOnly(day.Year, ((day.Month - 1) / months * months) + 1, 1);
        return new AccountingPeriod(from, from.AddMonths(months).AddDays(-1));
    }

    /// <summary>The last period that ended before that day.</summary>
    public static AccountingPeriod EndedBefore(DateOnly day, DisclosureInterval interval) =>
        Of(Of(day, interval).From.AddDays(-1), interval);
}
