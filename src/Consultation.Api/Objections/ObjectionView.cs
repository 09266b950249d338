namespace CivicPlatform.Consultation.Objections;

/// <summary>An objection as a command answers it: no words, no person.</summary>
/// <param name="State">OPEN, ANSWERED, SETTLED, MAINTAINED or WITHDRAWN.</param>
/// <param name="RaisedAt">Civil instant.</param>
/// <param name="ChangedAt">Civil instant of its latest step.</param>
public sealed record ObjectionView(
    Guid Id, Guid PeriodId, Guid MotionId, ObjectionReason Reason, ObjectionState State, DateTimeOffset RaisedAt,
    DateTimeOffset ChangedAt, long Version)
{
    public static ObjectionView Of(Objection o) =>
        new(o.Id, o.PeriodId, o.MotionId, o.Reason, o.State, o.RaisedAt, o.ChangedAt, o.Version);
}
