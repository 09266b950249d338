using CivicPlatform.Consultation.Register;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Meetings;

/// <summary>A consultation meeting (协商会): who came, and what everybody is to do by when. Decides nothing.</summary>
public sealed class Meeting : ITenantOwned, IVersioned
{
    /// <summary>Action items of one meeting, carried ones among them.</summary>
    public const int MaxItems = 100;

    private readonly List<Attendance> _attendances = [];
    private readonly List<ActionItem> _items = [];

    private Meeting() { }

    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required Guid EstateId { get; init; }
    public Guid? CaseId { get; init; }
    public required MeetingKind Kind { get; init; }
    public required string Title { get; init; }

    /// <summary>Civil day.</summary>
    public required DateOnly HeldOn { get; init; }
    public required string[] Agenda { get; init; }

    /// <summary>The meeting of the week before, whose open items came along.</summary>
    public Guid? PreviousId { get; init; }

    /// <summary>The weekly series it belongs to, and its place there from 1; null outside of any.</summary>
    public Guid? SeriesId { get; init; }
    public int? SeriesNumber { get; init; }

    /// <summary>Civil instants.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; set; }
    public required string OpenedBy { get; init; }
    public long Version { get; private set; } = 1;

    public IReadOnlyList<Attendance> Attendances => _attendances;

    public IReadOnlyList<ActionItem> Items => _items;

    /// <summary>Required parties that did not come; empty when the meeting is complete (001-2).</summary>
    public IReadOnlyList<Party> MissingParties => RequiredParties.Missing(Kind, _attendances.Select(a => a.Party));

    /// <summary>Opens a meeting; a weekly one takes what is open from the one before (LIFT-03).</summary>
    public static Result<Meeting> Open(
        RegisterEstate estate, OpenMeeting.Request request, Meeting? previous, string openedBy, DateTimeOffset now,
        (Guid Id, int Number)? series = null)
    {
        if (previous is not null && (request.Kind is not MeetingKind.Weekly || previous.EstateId != estate.Id))
            return MeetingErrors.PreviousDoesNotFit;
        var meeting = new Meeting
        {
            Id = Guid.CreateVersion7(),
            StreetCode = estate.StreetCode,
            DivisionCode = estate.DivisionCode,
            EstateId = estate.Id,
            CaseId = request.CaseId,
            Kind = request.Kind,
            Title = request.Title,
            HeldOn = request.HeldOn,
            Agenda = [.. request.Agenda],
            PreviousId = previous?.Id,
            SeriesId = series?.Id,
            SeriesNumber = series?.Number,
            OpenedAt = now,
            ChangedAt = now,
            OpenedBy = openedBy,
        };
        foreach (var open in previous?._items.Where(item => item.DoneOn is null) ?? [])
            meeting._items.Add(ActionItem.Carry(open, meeting));
        return meeting;
    }

    /// <summary>Says how many came for a party; said again, the last word counts.</summary>
    public void Attend(Party party, int persons, DateTimeOffset now)
    {
        if (_attendances.SingleOrDefault(a => a.Party == party) is { } known) known.Persons = persons;
        else _attendances.Add(Attendance.Of(this, party, persons));
        ChangedAt = now;
    }

    /// <summary>Gives a party something to do until a day; refuses a day before the meeting.</summary>
    public Result<ActionItem> Ask(AddActionItem.Request request, DateTimeOffset now)
    {
        if (request.DueOn < HeldOn) return MeetingErrors.DueBeforeMeeting;
        if (_items.Count >= MaxItems) return MeetingErrors.TooManyItems;
        var item = ActionItem.Of(this, request);
        _items.Add(item);
        ChangedAt = now;
        return item;
    }

    /// <summary>Ticks an item off.</summary>
    public Result Finish(Guid itemId, DateTimeOffset now)
    {
        if (_items.SingleOrDefault(i => i.Id == itemId) is not { } item) return MeetingErrors.ItemNotFound;
        if (item.DoneOn is not null) return MeetingErrors.ItemDone;
        item.DoneOn = CivilTime.DayOf(now);
        ChangedAt = now;
        return Result.Success;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Meeting>
    {
        public void Configure(EntityTypeBuilder<Meeting> builder)
        {
            builder.ToTable("meetings");
            builder.Ignore(meeting => meeting.MissingParties);
            builder.HasMany(meeting => meeting.Attendances).WithOne().HasForeignKey(a => a.MeetingId);
            builder.HasMany(meeting => meeting.Items).WithOne().HasForeignKey(item => item.MeetingId);
            builder.Navigation(meeting => meeting.Attendances).HasField("_attendances").AutoInclude();
            builder.Navigation(meeting => meeting.Items).HasField("_items").AutoInclude();
        }
    }
}

/// <summary>That a party was there.</summary>
public sealed class Attendance : ITenantOwned
{
    private Attendance() { }

    public required Guid MeetingId { get; init; }
    public required Party Party { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>How many came for it.</summary>
    public required int Persons { get; set; }

    internal static Attendance Of(Meeting meeting, Party party, int persons) => new()
    {
        MeetingId = meeting.Id, Party = party, StreetCode = meeting.StreetCode,
        DivisionCode = meeting.DivisionCode, Persons = persons,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<Attendance>
    {
        public void Configure(EntityTypeBuilder<Attendance> builder)
        {
            builder.ToTable("meeting_attendances");
            builder.HasKey(a => new { a.MeetingId, a.Party });
        }
    }
}

/// <summary>What a party is to do until a day (待办事项).</summary>
public sealed class ActionItem : ITenantOwned
{
    private ActionItem() { }

    public required Guid Id { get; init; }
    public required Guid MeetingId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string Text { get; init; }
    public required Party Owner { get; init; }

    /// <summary>Civil day.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>How many meetings it has come along (LIFT-03).</summary>
    public required int Carried { get; init; }
    public DateOnly? DoneOn { get; set; }

    internal static ActionItem Of(Meeting meeting, AddActionItem.Request request) => new()
    {
        Id = Guid.CreateVersion7(), MeetingId = meeting.Id, StreetCode = meeting.StreetCode,
        DivisionCode = meeting.DivisionCode, Text = request.Text, Owner = request.Owner, DueOn = request.DueOn,
        Carried = 0,
    };

    internal static ActionItem Carry(ActionItem open, Meeting to) => new()
    {
        Id = Guid.CreateVersion7(), MeetingId = to.Id, StreetCode = to.StreetCode, DivisionCode = to.DivisionCode,
        Text = open.Text, Owner = open.Owner, DueOn = open.DueOn, Carried = open.Carried + 1,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<ActionItem>
    {
        public void Configure(EntityTypeBuilder<ActionItem> builder)
        {
            builder.ToTable("action_items");
            builder.Property(item => item.Id).ValueGeneratedNever(); // A new child of a known meeting is an insert.
        }
    }
}
