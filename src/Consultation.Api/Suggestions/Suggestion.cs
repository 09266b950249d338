using CivicPlatform.Consultation.Meetings;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Suggestions;

/// <summary>What a resident suggested at a meeting (建议), the group it belongs to and its answer.</summary>
public sealed class Suggestion : ITenantOwned, IVersioned
{
    /// <summary>Suggestions of one meeting.</summary>
    public const int MaxOfMeeting = 1_000;

    private Suggestion() { }

    public required Guid Id { get; init; }
    public required Guid MeetingId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>Ciphered for this row: what people say tells who they are.</summary>
    public required byte[] Text { get; init; }

    /// <summary>The office's word for what belongs together; null until somebody sorted it.</summary>
    public string? GroupName { get; private set; }

    /// <summary>Ciphered for this row.</summary>
    public byte[]? Answer { get; private set; }
    public Party? AnsweredBy { get; private set; }

    /// <summary>Civil instants.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }
    public long Version { get; private set; } = 1;

    internal static Suggestion Of(
        Meeting meeting, Func<Guid, byte[]> text, string recordedBy, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7();
        return new Suggestion
        {
            Id = id, MeetingId = meeting.Id, StreetCode = meeting.StreetCode, DivisionCode = meeting.DivisionCode,
            Text = text(id), RecordedAt = now, RecordedBy = recordedBy,
        };
    }

    /// <summary>Sorts it; said again, the last word counts.</summary>
    public void Sort(string group) => GroupName = group;

    /// <summary>Answers it, once: what residents were told stays as it was told.</summary>
    public Result Reply(Party party, byte[] answer, DateTimeOffset now)
    {
        if (Answer is not null) return SuggestionErrors.AnsweredAlready;
        (Answer, AnsweredBy, AnsweredAt) = (answer, party, now);
        return Result.Success;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Suggestion>
    {
        public void Configure(EntityTypeBuilder<Suggestion> builder) => builder.ToTable("meeting_suggestions");
    }
}

/// <summary>Why a suggestion refuses.</summary>
public static class SuggestionErrors
{
    public static readonly Error NotFound = Error.NotFound("suggestions.not_found", "没有这条建议");

    public static readonly Error AnsweredAlready =
        Error.Conflict("suggestions.answered_already", "该建议已经答复", "VOTE-05");

    public static readonly Error TooMany = Error.Refused(
        "suggestions.too_many", $"一次会议的建议不得超过 {Suggestion.MaxOfMeeting} 条", "VOTE-05");
}
