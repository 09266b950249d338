using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Referrals;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Intake;

/// <summary>GET /cases/{id}: one case, reporter and words masked; 304 when the caller has this version.</summary>
public static class GetCase
{
    /// <summary>One case.</summary>
    public sealed record Response
    {
        public required Guid Id { get; init; }

        /// <summary>Number for the phone.</summary>
        public required string Number { get; init; }

        [CodesOf(typeof(CaseStatuses))]
        public required string Status { get; init; }

        [CodesOf(typeof(Channels))]
        public required string Channel { get; init; }

        [CodesOf(typeof(CaseTypes))]
        public required string Type { get; init; }

        public required string Matter { get; init; }

        /// <summary>As told, without long numbers and without the reporter's name.</summary>
        public required string Description { get; init; }

        public required string DivisionCode { get; init; }

        public Guid? EstateId { get; init; }

        public string? Building { get; init; }

        /// <summary>Masked in the same way.</summary>
        public string? Address { get; init; }

        public MaskedReporter? Reporter { get; init; }

        /// <summary>What made it a case when nobody called.</summary>
        public ReferralLine? Referral { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required DateTimeOffset RegisteredAt { get; init; }

        public required string RegisteredBy { get; init; }

        public required long Version { get; init; }

        /// <summary>Relative address of the chain of this case.</summary>
        public required string Timeline { get; init; }
    }

    /// <summary>Where a case came from that another service's event opened.</summary>
    /// <param name="Kind">CONSENT_WITHDRAWAL.</param>
    /// <param name="Source">Relative address of what it came from, such as the consent board.</param>
    /// <param name="HouseholdRef">The household as the board's list names it; no room.</param>
    /// <param name="ParentCaseId">The case whose works it is about.</param>
    public sealed record ReferralLine(
        [CodesOf(typeof(ReferralKinds))] string Kind, string Source, Guid HouseholdRef, Guid? ParentCaseId);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases/{id:guid}", GetAsync).Requires(Permissions.CaseRead).ReadsPersonalData()
            .WithTags("Cases").WithSummary("Read a case (工单)")
            .WithDescription(
                "The reporter is masked, and so are long numbers and his name in description and address (PRIV-16); " +
                "POST /cases/{id}/reveal shows them. Each answer leaves an audit row. ETag is the version; 304 with " +
                "If-None-Match. 404 intake.case_not_found.");

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, HttpContext http, CurrentUser user, CasesDbContext db, FieldCipher cipher, CancellationToken ct)
    {
        var found = await ConcealedCase.FindAsync(id, db, ct);
        if (found is null) return IntakeErrors.CaseNotFound.ToProblem();
        if (http.SetETag(found.Case.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        await db.Audit.RecordReadAsync(user, (id, found.Case.StreetCode), ct);
        var name = found.Reporter.NameInClear(id, cipher);
        var described = Describe(found.Case, found.Reporter.Mask(id, cipher), found.Reveal(cipher).Mask(name));
        return TypedResults.Ok(described with { Referral = await ReferralAsync(found.Case, db, ct) });
    }

    // One more look only at the few cases that nobody called about.
    private static async Task<ReferralLine?> ReferralAsync(Case found, CasesDbContext db, CancellationToken ct) =>
        found.Channel is not Channels.Referral ? null : await db.Referrals.Where(r => r.CaseId == found.Id)
            .Select(r => new ReferralLine(
                r.Kind, $"/api/v1/consent-boards/{r.SourceId}", r.HouseholdRef, r.ParentCaseId))
            .SingleAsync(ct);

    private static Response Describe(Case found, MaskedReporter? reporter, PlainWords masked) => new()
    {
        Id = found.Id, Number = found.Number, Status = found.Status, Channel = found.Channel, Type = found.Type,
        Matter = found.Matter, Description = masked.Description, DivisionCode = found.DivisionCode,
        EstateId = found.EstateId, Building = found.Building, Address = masked.Address, Reporter = reporter,
        ReceivedAt = found.ReceivedAt, RegisteredAt = found.RegisteredAt, RegisteredBy = found.RegisteredBy,
        Version = found.Version, Timeline = $"/api/v1/timelines/{found.Id}",
    };
}
