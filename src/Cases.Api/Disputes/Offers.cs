using CivicPlatform.Cases.Intake;
using CivicPlatform.Cases.Settlements;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Disputes;

/// <summary>What a party would bear, perhaps only if liability becomes clear (附条件意向, CASE-41).</summary>
public sealed class Offer : ITenantOwned, IVersioned
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    public required string Party { get; init; }

    /// <summary>One of <see cref="CostHeads.All"/>.</summary>
    public required string Head { get; init; }

    /// <summary>1 to 100 of that head.</summary>
    public required int Percent { get; init; }

    public required bool IfLiabilityClear { get; init; }

    /// <summary>Last civil day; null without one.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>One of <see cref="OfferStates"/>.</summary>
    public required string State { get; set; }

    public required DateOnly OfferedOn { get; init; }

    public required string RecordedBy { get; init; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    /// <summary>Takes it up: what was conditional becomes a promise.</summary>
    /// <returns>409 when it is over; 422 CASE-41 while its condition is not met.</returns>
    public Result Draw(string liability, DateOnly today)
    {
        if (IsOver(today)) return DisputeErrors.OfferOver;
        if (IfLiabilityClear && liability != Liability.Clear) return DisputeErrors.LiabilityNotClear;
        State = OfferStates.Drawn;
        return Result.Success;
    }

    /// <summary>Takes it back; 409 when it is over.</summary>
    public Result Retract(DateOnly today)
    {
        if (IsOver(today)) return DisputeErrors.OfferOver;
        State = OfferStates.Withdrawn;
        return Result.Success;
    }

    /// <summary>Where it stands on a civil day.</summary>
    public string StateOn(DateOnly today) =>
        State is OfferStates.Open or OfferStates.Conditional && ExpiresOn < today ? OfferStates.Expired : State;

    private bool IsOver(DateOnly today) =>
        StateOn(today) is OfferStates.Drawn or OfferStates.Withdrawn or OfferStates.Expired;

    internal sealed class Mapping : IEntityTypeConfiguration<Offer>
    {
        public void Configure(EntityTypeBuilder<Offer> builder)
        {
            builder.ToTable("dispute_offers");
            builder.Property(o => o.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>Where an offer stands.</summary>
public static class OfferStates
{
    public const string Open = "OPEN";
    public const string Conditional = "CONDITIONAL";
    public const string Drawn = "DRAWN";
    public const string Withdrawn = "WITHDRAWN";

    /// <summary>Its last day passed; never stored.</summary>
    public const string Expired = "EXPIRED";

    public static readonly IReadOnlyList<string> All = [Open, Conditional, Drawn, Withdrawn, Expired];
}

/// <summary>POST /cases/{id}/offers, POST /offers/{id}/draw and /retract, GET /cases/{id}/offers.</summary>
public static class Offers
{
    /// <summary>Offers of one case at most.</summary>
    public const int MaxOffers = 100;

    public sealed record Request
    {
        [CodesOf(typeof(Parties))]
        public required string Party { get; init; }

        [CodesOf(typeof(CostHeads))]
        public required string Head { get; init; }

        /// <summary>1 to 100 of that head.</summary>
        public required int Percent { get; init; }

        /// <summary>True: only if liability becomes clear.</summary>
        public bool IfLiabilityClear { get; init; }

        /// <summary>Last civil day on which it can be taken up.</summary>
        public DateOnly? ExpiresOn { get; init; }

        /// <summary>At most 4,000 characters; ciphered.</summary>
        public string? Note { get; init; }
    }

    /// <summary>One offer; for those who mediate.</summary>
    public sealed record View(
        Guid Id, [CodesOf(typeof(Parties))] string Party, [CodesOf(typeof(CostHeads))] string Head, int Percent,
        bool IfLiabilityClear, DateOnly? ExpiresOn, [CodesOf(typeof(OfferStates))] string State, DateOnly OfferedOn,
        string? Note, long Version);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/cases/{id:guid}/offers", PostAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Disputes").WithSummary("Record what a party would bear (登记意向)")
            .WithDescription(
                "Confidential: only those who mediate read it. A conditional one cannot be drawn while liability is " +
                "disputed (CASE-41). 422 disputes.too_many. 404 intake.case_not_found.")
            .WithRequestExample("""{"party":"DEVELOPER","head":"REPAIR","percent":100,"ifLiabilityClear":true}""");
        routes.MapGet("/cases/{id:guid}/offers", ListAsync).Requires(Permissions.DisputeWrite).ReadsPersonalData()
            .WithTags("Disputes").WithSummary("List what the parties would bear (意向)")
            .WithDescription(
                "Oldest first, at most 100, no pages; each answer leaves an audit row. 404 intake.case_not_found.");
        routes.MapPost("/offers/{id:guid}/draw", DrawAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Disputes").WithSummary("Take an offer up (使用意向)")
            .WithDescription(
                "422 disputes.liability_not_clear, 409 disputes.offer_over, rule CASE-41; 404 " +
                "disputes.offer_not_found; If-Match is checked when given (412).");
        routes.MapPost("/offers/{id:guid}/retract", RetractAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Disputes").WithSummary("Record that a party took its offer back (撤回意向)")
            .WithDescription(
                "409 disputes.offer_over, rule CASE-41; 404 disputes.offer_not_found; If-Match is checked (412).");
    }

    private static async Task<Results<Created<View>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, DisputeDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Code(request.Party, Parties.All).Code(request.Head, CostHeads.All)
            .That(request.Percent is >= 1 and <= 100, "percent", "percent.out_of_range", "应为 1 至 100")
            .OptionalText(request.Note, DisputeDesk.MaxNote);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        if (await desk.TakeAsync(id, ct) is not { } found) return IntakeErrors.CaseNotFound.ToProblem();
        if (await desk.Db.Offers.CountAsync(o => o.CaseId == id, ct) >= MaxOffers)
            return DisputeErrors.TooMany.ToProblem();
        var offer = new Offer
        {
            Id = Guid.CreateVersion7(), CaseId = id, StreetCode = found.StreetCode, DivisionCode = found.DivisionCode,
            Party = request.Party, Head = request.Head, Percent = request.Percent,
            IfLiabilityClear = request.IfLiabilityClear, ExpiresOn = request.ExpiresOn,
            State = request.IfLiabilityClear ? OfferStates.Conditional : OfferStates.Open,
            OfferedOn = await desk.TodayAsync(found.StreetCode, ct), RecordedBy = desk.User.Subject,
        };
        desk.Db.Offers.Add(offer);
        desk.Note(found, offer.Id, request.Note);
        desk.Audit(found, "disputes.offer", offer.Id);
        await desk.Db.SaveChangesAsync(ct);
        http.SetETag(offer.Version);
        return TypedResults.Created($"/api/v1/cases/{id}/offers", Show(offer, offer.OfferedOn, request.Note));
    }

    private static async Task<Results<Ok<Page<View>>, ProblemHttpResult>> ListAsync(
        Guid id, DisputeDesk desk, CancellationToken ct)
    {
        var street = await desk.Db.Cases.Where(c => c.Id == id).Select(c => c.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return IntakeErrors.CaseNotFound.ToProblem();
        await desk.Db.Audit.RecordReadAsync(desk.User, (id, street), ct);
        var offers = await desk.Db.Offers.AsNoTracking().Where(o => o.CaseId == id).OrderBy(o => o.Id)
            .Take(MaxOffers).ToListAsync(ct);
        var notes = await desk.NotesAsync(id, ct);
        var today = await desk.TodayAsync(street, ct);
        return TypedResults.Ok(
            new Page<View>(offers.ConvertAll(o => Show(o, today, notes.GetValueOrDefault(o.Id))), null));
    }

    private static async Task<Results<Ok<View>, ProblemHttpResult>> DrawAsync(
        Guid id, DisputeDesk desk, HttpContext http, CancellationToken ct)
    {
        if (await TakeAsync(id, desk, ct) is not { } taken) return DisputeErrors.OfferNotFound.ToProblem();
        if (http.CheckIfMatch(taken.Offer.Version) is { } stale) return stale.ToProblem();
        var liability = await StateLiability.StateAsync(desk, taken.Found.Id, ct);
        var today = await desk.TodayAsync(taken.Found.StreetCode, ct);
        if (taken.Offer.Draw(liability, today).Error is { } refused) return refused.ToProblem();
        return await SaveAsync(taken, "disputes.draw", desk, ct);
    }

    private static async Task<Results<Ok<View>, ProblemHttpResult>> RetractAsync(
        Guid id, DisputeDesk desk, HttpContext http, CancellationToken ct)
    {
        if (await TakeAsync(id, desk, ct) is not { } taken) return DisputeErrors.OfferNotFound.ToProblem();
        if (http.CheckIfMatch(taken.Offer.Version) is { } stale) return stale.ToProblem();
        var today = await desk.TodayAsync(taken.Found.StreetCode, ct);
        if (taken.Offer.Retract(today).Error is { } refused) return refused.ToProblem();
        return await SaveAsync(taken, "disputes.retract", desk, ct);
    }

    private static async Task<(Case Found, Offer Offer)?> TakeAsync(Guid id, DisputeDesk desk, CancellationToken ct)
    {
        var caseId = await desk.Db.Offers.Where(o => o.Id == id).Select(o => (Guid?)o.CaseId).SingleOrDefaultAsync(ct);
        if (caseId is null || await desk.TakeAsync(caseId.Value, ct) is not { } found) return null;
        return (found, await desk.Db.Offers.SingleAsync(o => o.Id == id, ct));
    }

    private static async Task<Ok<View>> SaveAsync(
        (Case Found, Offer Offer) taken, string action, DisputeDesk desk, CancellationToken ct)
    {
        desk.Audit(taken.Found, action, taken.Offer.Id);
        await desk.Db.SaveChangesAsync(ct);
        return TypedResults.Ok(Show(taken.Offer, taken.Offer.OfferedOn, null));
    }

    private static View Show(Offer o, DateOnly today, string? note) => new(
        o.Id, o.Party, o.Head, o.Percent, o.IfLiabilityClear, o.ExpiresOn, o.StateOn(today), o.OfferedOn, note,
        o.Version);
}
