using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Rates;

/// <summary>
/// How one cycle of a case ended, as the three rates count it (三率, CASE-21). Written once, in the transaction of the
/// callback, and never rewritten: a case that is opened again gets another fact for its next cycle.
/// </summary>
public sealed class RateFact : ITenantOwned
{
    /// <summary>Id of the move that ended the cycle.</summary>
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>Civil month of the end, such as 2024-10.</summary>
    public required string Period { get; init; }

    /// <summary>Civil instant of the end.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    public required int Cycle { get; init; }

    /// <summary>Who led at the end; null where nobody was given it.</summary>
    public string? Department { get; init; }

    public required string Matter { get; init; }

    /// <summary>In the base of the response rate: the first cycle of what was handled.</summary>
    public required bool Ratable { get; init; }

    /// <summary>First contact within the profile's time.</summary>
    public required bool ContactedInTime { get; init; }

    /// <summary>In the base of the two others: somebody answered the callback.</summary>
    public required bool ValidCallback { get; init; }

    public required bool Resolved { get; init; }

    public string? Rating { get; init; }

    /// <summary>Why it is in no base: ANSWERED, REDIRECTED or MERGED.</summary>
    public string? Excluded { get; init; }

    /// <summary>The fact that a move makes; null when no cycle ends with it.</summary>
    public static RateFact? Of(OpenOrder after, CaseMove move)
    {
        if (move.Kind is not (MoveKinds.Close or MoveKinds.CloseUnrated or MoveKinds.Reopen or MoveKinds.Answer
            or MoveKinds.Redirect or MoveKinds.Merge)) return null;
        var state = after.State;
        var cycle = move.Kind is MoveKinds.Reopen ? state.Cycle - 1 : state.Cycle;
        var excluded = state.Status is "ANSWERED" or "REDIRECTED" or "MERGED" ? state.Status : null;
        return new RateFact
        {
            Id = move.Id, CaseId = move.CaseId, StreetCode = move.StreetCode, DivisionCode = move.DivisionCode,
            Period = CivilTime.DayOf(move.At).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
            EndedAt = move.At, Cycle = cycle, Department = state.Department, Matter = after.Case.Matter,
            Ratable = excluded is null && cycle == 1,
            ContactedInTime = excluded is null && cycle == 1 && IsInTime(after),
            ValidCallback = move.Rating is not null,
            Resolved = move.Resolved is true, Rating = move.Rating, Excluded = excluded,
        };
    }

    private static bool IsInTime(OpenOrder order)
    {
        if (order.State is not { ContactedAt: { } contacted, DispatchedAt: { } dispatched }) return false;
        var length = order.Profile.Handling.FirstContact;
        var limit = length.IsInHours
            ? dispatched.AddHours(length.Count)
            : DayPeriod.From(CivilTime.DayOf(dispatched), length, WorkCalendar.China).EndsAt;
        return contacted < limit || (length.IsInHours && contacted == limit); // TIME-03: within includes the bound.
    }

    internal sealed class Mapping : IEntityTypeConfiguration<RateFact>
    {
        public void Configure(EntityTypeBuilder<RateFact> builder)
        {
            builder.ToTable("case_rate_facts");
            builder.Property(f => f.Id).ValueGeneratedNever();
            builder.HasOne<CaseMove>().WithOne().HasForeignKey<RateFact>(f => f.Id);
            builder.HasOne<Case>().WithMany().HasForeignKey(f => f.CaseId);
        }
    }
}
