using CivicPlatform.Cases.Clocks;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;

namespace CivicPlatform.Cases.Intake;

/// <summary>A resident's request (诉求工单), from the moment a street office took it in (CASE-02).</summary>
/// <remarks>
/// Who reported and what he said are kept apart from it: ciphered, and never in an event (EVT-02).
/// </remarks>
public sealed class Case : ITenantOwned, IVersioned
{
    private Case() { } // EF Core and Register.

    public required Guid Id { get; init; }

    public required string StreetCode { get; init; }

    /// <summary>Street (9 digits) or community (12 digits) of the place.</summary>
    public required string DivisionCode { get; init; }

    /// <summary>Number for the phone, such as 2026-110114009-000123.</summary>
    public required string Number { get; init; }

    /// <summary>One of <see cref="CaseStatuses"/>.</summary>
    public string Status { get; private set; } = CaseStatuses.Received;

    /// <summary>One of <see cref="Channels"/> (CASE-01).</summary>
    public required string Channel { get; init; }

    /// <summary>One of <see cref="CaseTypes"/> (CASE-01).</summary>
    public required string Type { get; init; }

    /// <summary>Code of the matter, such as LIFT_FAILURE.</summary>
    public required string Matter { get; init; }

    /// <summary>When the request was made (CASE-02).</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it was entered.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Subject of the clerk, or the name of what referred it.</summary>
    public required string RegisteredBy { get; init; }

    /// <summary>Estate of the place, when it is in one.</summary>
    public Guid? EstateId { get; init; }

    /// <summary>Building code, when known.</summary>
    public string? Building { get; init; }

    /// <summary>Code of the department that has it; null while nobody does.</summary>
    public string? Department { get; private set; }

    /// <summary>Department that the request complains of: it never learns who complained.</summary>
    public string? ComplainedOf { get; internal set; }

    /// <summary>Grade of the time given, such as COMPLAINT.</summary>
    public string? Grade { get; private set; }

    /// <summary>Policy profile of its first dispatch (domain 0.2).</summary>
    public string? ProfileId { get; private set; }

    public DateTimeOffset? DispatchedAt { get; private set; }

    /// <summary>When the reporter was first spoken to.</summary>
    public DateTimeOffset? ContactedAt { get; private set; }

    /// <summary>When the time is over; null before a dispatch, while suspended and after the reply.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>When the next part of the time is used up.</summary>
    public DateTimeOffset? WarnAt { get; private set; }

    /// <summary>Last part that was told, in percent.</summary>
    public int Warned { get; private set; }

    /// <summary>Dispatch is the first cycle; every reopening another.</summary>
    public int Cycle { get; private set; }

    /// <summary>Moves so far.</summary>
    public int Moves { get; private set; }

    /// <summary>What it waits for that is not its department's to do.</summary>
    public string? Awaits { get; private set; } = Waits.Dispatch;

    public Guid? MergedInto { get; private set; }

    /// <summary>When nobody worked on it any more.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    /// <summary>Takes a request in: RECEIVED.</summary>
    /// <returns>The case, or 422 CASE-02 when a field that the law wants is missing.</returns>
    public static Result<Case> Register(CaseIntake intake, string number, DateTimeOffset now)
    {
        if (Channels.NeedsContact(intake.Channel) && !intake.HasContact) return IntakeErrors.ContactMissing;
        now = ToMilliseconds(now); // What the answer says is what the database gives back.
        var receivedAt = ToMilliseconds(intake.ReceivedAt ?? now);
        if (receivedAt > now + IntakeLimits.ClockSkew) return IntakeErrors.ReceivedInFuture;
        return new Case
        {
            Id = Guid.CreateVersion7(now), StreetCode = intake.Division.Street, DivisionCode = intake.Division.Value,
            Number = number, Channel = intake.Channel, Type = intake.Type, Matter = intake.Matter,
            ReceivedAt = receivedAt, RegisteredAt = now, RegisteredBy = intake.RegisteredBy,
            EstateId = intake.EstateId, Building = intake.Building,
        };
    }

    /// <summary>Stands where its moves have brought it: what lists and the scheduler read of it.</summary>
    public void Follow(OpenOrder order)
    {
        var (state, clock) = (order.State, CaseClock.Of(order.Moves));
        if (state.Cycle != Cycle || state.DispatchedAt != DispatchedAt) Warned = 0; // Another run, told anew.
        (Status, Department, Grade, Cycle) = (state.Status, state.Department, state.Grade, state.Cycle);
        (DispatchedAt, ContactedAt, Moves) = (state.DispatchedAt, state.ContactedAt, state.Moves);
        Awaits = state.Awaits;
        ProfileId ??= DispatchedAt is null ? null : order.Profile.Id;
        DueAt = clock.Running?.DueAt(WorkCalendar.China);
        WarnAt = clock.NextMark(Warned, WorkCalendar.China)?.At;
        MergedInto = order.Moves.LastOrDefault(m => m.Kind == MoveKinds.Merge)?.RefId;
        EndedAt = CaseStatuses.Ended.Contains(Status) ? order.Now : null;
    }

    /// <summary>Notes that a part of the time was told as used up.</summary>
    public void Warn(ClockMark told, CaseClock clock) =>
        (Warned, WarnAt) = (told.Percent, clock.NextMark(told.Percent, WorkCalendar.China)?.At);

    /// <summary>What the others hear of it: ids and codes (EVT-02).</summary>
    public CaseRegistered ToRegistered() => new()
    {
        AggregateId = Id, AggregateVersion = Version, OccurredAt = RegisteredAt, StreetCode = StreetCode, CaseId = Id,
        Number = Number, DivisionCode = DivisionCode, Channel = Channel, MatterCode = Matter, EstateId = EstateId,
    };

    private static DateTimeOffset ToMilliseconds(DateTimeOffset at) =>
        at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
}

/// <summary>What the desk wrote down, in the right shape.</summary>
public sealed record CaseIntake
{
    public required DivisionCode Division { get; init; }

    public required string Channel { get; init; }

    public required string Type { get; init; }

    public required string Matter { get; init; }

    /// <summary>When the request was made; now when left out.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>True when the reporter can be reached.</summary>
    public required bool HasContact { get; init; }

    public required string RegisteredBy { get; init; }

    public Guid? EstateId { get; init; }

    public string? Building { get; init; }
}
