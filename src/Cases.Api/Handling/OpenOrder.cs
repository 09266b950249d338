using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Handling;

/// <summary>A case that somebody is about to do something with.</summary>
/// <param name="Case">As stored.</param>
/// <param name="Moves">All of them, in order.</param>
/// <param name="State">What they make of it.</param>
/// <param name="Profile">The law that it was dispatched under, else the place's present one.</param>
/// <param name="Now">Civil instant, not before the last move.</param>
public sealed record OpenOrder(
    Case Case, IReadOnlyList<CaseMove> Moves, OrderState State, PolicyProfile Profile, DateTimeOffset Now)
{
    public DateOnly Today => CivilTime.DayOf(Now);

    /// <summary>From what is stored.</summary>
    public static OpenOrder Of(Case found, IReadOnlyList<CaseMove> moves, DateTimeOffset now) => new(
        found, moves, OrderState.Fold(found.Type, moves),
        (found.ProfileId is { } id ? PolicyProfiles.FindById(id) : null)
            ?? PolicyProfiles.ResolveFor(found.DivisionCode),
        moves is [.., { At: var last }] && last > now ? last : now);

    /// <summary>As it stands after a move that was allowed.</summary>
    public OpenOrder After(CaseMove move) => this with { Moves = [.. Moves, move], State = State.After(move) };
}

/// <summary>A move as somebody wants to make it; the desk adds who, when and where.</summary>
public sealed record MoveDraft(string Kind)
{
    /// <inheritdoc cref="CaseMove.Department" />
    public string? Department { get; init; }

    /// <inheritdoc cref="CaseMove.Code" />
    public string? Code { get; init; }

    /// <inheritdoc cref="CaseMove.Rating" />
    public string? Rating { get; init; }

    /// <inheritdoc cref="CaseMove.Resolved" />
    public bool? Resolved { get; init; }

    /// <inheritdoc cref="CaseMove.Day" />
    public DateOnly? Day { get; init; }

    /// <inheritdoc cref="CaseMove.Length" />
    public Period? Length { get; init; }

    /// <inheritdoc cref="CaseMove.RefId" />
    public Guid? RefId { get; init; }

    /// <inheritdoc cref="CaseMove.HappenedAt" />
    public DateTimeOffset? HappenedAt { get; init; }

    /// <summary>Words, kept ciphered beside the move.</summary>
    public string? Note { get; init; }
}
