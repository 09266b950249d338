using CivicPlatform.Consultation.Meetings;
using CivicPlatform.Consultation.Register;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.MeetingSeries;

/// <summary>A weekly meeting (每周例会) for a bounded number of weeks; its occurrences carry on what is open.</summary>
public sealed class WeeklySeries : ITenantOwned
{
    /// <summary>A year; who meets longer opens the next series.</summary>
    public const int MaxWeeks = 53;

    private WeeklySeries() { }

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public Guid? CaseId { get; init; }
    public required string Title { get; init; }
    public required string[] Agenda { get; init; }

    /// <summary>Civil day of the first meeting; its weekday is that of all.</summary>
    public required DateOnly FirstOn { get; init; }
    public required int Weeks { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required string OpenedBy { get; init; }

    internal static WeeklySeries Open(
        RegisterEstate estate, OpenSeries.Request request, string openedBy, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(), StreetCode = estate.StreetCode, DivisionCode = estate.DivisionCode,
            EstateId = estate.Id, CaseId = request.CaseId, Title = request.Title, Agenda = [.. request.Agenda],
            FirstOn = request.FirstOn, Weeks = request.Weeks, OpenedAt = now, OpenedBy = openedBy,
        };

    /// <summary>Day of the n-th meeting, from 1: a week apart; on a rest day the next working day instead.</summary>
    public DateOnly DayOf(int number)
    {
        var day = FirstOn.AddDays(7 * (number - 1));
        while (WorkCalendar.China.RestOn(day) is not null) day = day.AddDays(1);
        return day;
    }

    /// <summary>
    /// The next meeting, with the open items and, unless another is given, the agenda of the last one. Refuses more
    /// weeks than were agreed, and a meeting after one that has not been held yet.
    /// </summary>
    /// <param name="last">The last occurrence; null for the first.</param>
    public Result<Meeting> Next(
        RegisterEstate estate, Meeting? last, IReadOnlyList<string>? agenda, (string Subject, DateTimeOffset Now) by)
    {
        var number = (last?.SeriesNumber ?? 0) + 1;
        if (number > Weeks) return SeriesErrors.Over(Weeks);
        if (last is not null && last.HeldOn > CivilTime.DayOf(by.Now)) return SeriesErrors.Ahead(last.HeldOn);
        var request = new OpenMeeting.Request(
            EstateId, MeetingKind.Weekly, Title, DayOf(number), agenda ?? last?.Agenda ?? Agenda, CaseId, last?.Id);
        return Meeting.Open(estate, request, last, by.Subject, by.Now, (Id, number));
    }

    internal sealed class Mapping : IEntityTypeConfiguration<WeeklySeries>
    {
        public void Configure(EntityTypeBuilder<WeeklySeries> builder) => builder.ToTable("meeting_series");
    }
}
