using CivicPlatform.Consultation.Meetings;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Publicity;
using CivicPlatform.Consultation.Records;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Consultation.Owners;

/// <summary>GET /owner-disclosures/{estateId}: what every owner may inspect of his estate (PUB-05, JI 13).</summary>
/// <remarks>Totals and minutes; nobody's choice, which takes an order of a court or authority (PRIV-14).</remarks>
public static class GetOwnerDisclosure
{
    private const int Most = 200;

    /// <param name="Motions">Counted motions, newest first, at most 200.</param>
    /// <param name="Minutes">The newest version of each meeting's minutes, newest first, at most 200.</param>
    /// <param name="Records">Surveys and shows of hands: evidence of opinion, no decisions (VOTE-05).</param>
    public sealed record Response(
        Guid EstateId, IReadOnlyList<Voted> Motions, IReadOnlyList<Minuted> Minutes, IReadOnlyList<Asked> Records);

    /// <param name="Decision">Null where nothing was decided.</param>
    public sealed record Voted(
        Guid MotionId, Matter Matter, string Title, Outcome Outcome, DateTimeOffset ClosedAt, TallyView Tally,
        DecisionStatus? Decision, DateOnly? EffectiveOn);

    /// <param name="SignedBy">Parties that signed this version.</param>
    public sealed record Minuted(
        Guid MeetingId, MeetingKind Kind, string Title, DateOnly HeldOn, int Number, string Text,
        IReadOnlyList<Party> SignedBy);

    public sealed record Asked(Guid RecordId, RecordForm Form, string Question, DateOnly HeldOn);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/owner-disclosures/{estateId:guid}", GetAsync)
        .Requires(Permissions.OwnerDisclosureRead).ReadsPersonalData()
        .WithTags("Decisions").WithSummary("Read what owners may inspect (业主查阅)")
        .WithDescription(
            "Decisions with their counts, minutes, records of opinion. An owner reads his own estate, by the login " +
            "that POST /owner-accounts tied to him: 403 owner_disclosures.not_your_estate, rule PUB-05. Funds shows " +
            "bills and the collection's account. 404 rolls.estate_not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid estateId, ConsultationDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct)
    {
        var street = await db.RegisterEstates.Where(e => e.Id == estateId).Select(e => e.StreetCode)
            .SingleOrDefaultAsync(ct);
        if (street is null) return Rolls.RollErrors.EstateNotFound.ToProblem();
        var isStaff = new[] { Roles.StreetClerk, Roles.CommunityWorker, Roles.Auditor }.Any(user.HasRole);
        if (!isStaff && !await db.OwnerAccounts.AnyAsync(
            account => account.EstateId == estateId && account.Subject == user.Subject, ct))
            return OwnerErrors.NotYourEstate.ToProblem();

        await db.Audit.RecordReadAsync(user, (estateId, street), ct);
        return TypedResults.Ok(new Response(
            estateId, await MotionsAsync(estateId, db, ct), await MinutesAsync(estateId, db, cipher, ct),
            await db.ConsultationRecords.AsNoTracking().Where(r => r.EstateId == estateId)
                .OrderByDescending(r => r.RecordedAt).Take(Most)
                .Select(r => new Asked(r.Id, r.Form, r.Question, r.HeldOn)).ToListAsync(ct)));
    }

    private static async Task<List<Voted>> MotionsAsync(Guid estateId, ConsultationDbContext db, CancellationToken ct)
    {
        var rows = await (
            from motion in db.Motions.AsNoTracking()
            join tally in db.Tallies.AsNoTracking() on motion.Id equals tally.MotionId
            where motion.EstateId == estateId
            orderby motion.ClosedAt descending, motion.Id descending
            select new
            {
                Motion = motion, Tally = tally,
                Decision = db.Decisions.AsNoTracking().SingleOrDefault(d => d.MotionId == motion.Id),
            }).Take(Most).AsSplitQuery().ToListAsync(ct);
        return rows.ConvertAll(row => new Voted(
            row.Motion.Id, row.Motion.Matter, row.Motion.Title, row.Tally.Outcome, row.Tally.TalliedAt,
            TallyView.Of(row.Tally.ToResult(row.Motion.Matter)), row.Decision?.Status, row.Decision?.EffectiveOn));
    }

    private static async Task<List<Minuted>> MinutesAsync(
        Guid estateId, ConsultationDbContext db, FieldCipher cipher, CancellationToken ct)
    {
        var rows = await (
            from meeting in db.Meetings.IgnoreAutoIncludes().AsNoTracking()
            from minutes in db.MeetingMinutes.Where(m => m.MeetingId == meeting.Id)
                .OrderByDescending(m => m.Number).Take(1)
            where meeting.EstateId == estateId
            orderby meeting.HeldOn descending, meeting.Id descending
            select new
            {
                meeting.Id, meeting.Kind, meeting.Title, meeting.HeldOn, Minutes = minutes,
                SignedBy = db.MinutesSignatures.Where(s => s.MinutesId == minutes.Id).OrderBy(s => s.SignedAt)
                    .Select(s => s.Party).ToList(),
            }).Take(Most).ToListAsync(ct);
        return rows.ConvertAll(row => new Minuted(row.Id, row.Kind, row.Title, row.HeldOn, row.Minutes.Number,
            cipher.DecryptText(row.Minutes.Text, row.Minutes.Id), row.SignedBy));
    }
}

/// <summary>Why an owner is not shown something.</summary>
public static class OwnerErrors
{
    public static readonly Error NotYourEstate = Error.Forbidden(
        "owner_disclosures.not_your_estate", "只能查阅本人所在小区的事项", "PUB-05");
}
