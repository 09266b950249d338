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
