using CivicPlatform.Consultation.Motions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>That the co-owners of a unit have signed which of their papers is their answer. Only ever added.</summary>
public sealed class Designation : ITenantOwned
{
    internal Designation() { }

    public required Guid BallotId { get; init; }
    public required Guid MotionId { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }

    /// <summary>SHA-256 of the paper that they signed.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>Civil instant.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
    public required string RecordedBy { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Designation>
    {
        public void Configure(EntityTypeBuilder<Designation> builder)
        {
            builder.ToTable("ballot_designations");
            builder.HasKey(designation => designation.BallotId);
            builder.Property(designation => designation.BallotId).ValueGeneratedNever();
        }
    }
}

/// <summary>POST /motions/{id}/designations: an owner in conflict signs which of his papers counts (VOTE-13).</summary>
public static class DesignateBallot
{
    /// <param name="BallotId">The ballot that shall count; on its receipt.</param>
    /// <param name="DocumentHash">SHA-256 of the designation that all holders signed.</param>
    public sealed record Request(Guid BallotId, string DocumentHash);

    public sealed record Response(Guid MotionId, Guid BallotId, DateTimeOffset RecordedAt);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/motions/{id:guid}/designations", PostAsync)
        .Requires(Permissions.BallotDesignate)
        .WithTags("Ballots").WithSummary("Record which ballot counts after a conflict (登记共有人指定)")
        .WithDescription(
            "Before the close, once an owner. His other papers fall away and he counts once, with all his area. 409 " +
            "motions.already_closed, ballots.already_designated; 422 ballots.not_of_this_motion, ballots.no_conflict " +
            "(VOTE-13).")
        .Produces<Response>(201)
        .WithRequestExample(
            """
            {"ballotId":"01a1fc78-8a30-7b43-a0a1-097011968bf3",
             "documentHash":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}
            """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck()
            .That(Sha256Text.IsHash(request.DocumentHash), "documentHash", "hash.malformed", Sha256Text.Form);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var made = await handler.HandleAsync(id, request, ct);
        if (!made.Succeeded(out var d, out var error)) return error.ToProblem();
        return TypedResults.Created(
            $"/api/v1/motions/{id}", new Response(d.MotionId, d.BallotId, d.RecordedAt));
    }

    public sealed class Handler(ConsultationDbContext db, ICivilClock clock, ChoiceSeal seal, CurrentUser user)
    {
        public async Task<Result<Designation>> HandleAsync(Guid id, Request request, CancellationToken ct)
        {
            // Who may not see the motion neither waits for it nor makes others wait.
            if (!await db.Motions.AnyAsync(m => m.Id == id, ct)) return MotionErrors.NotFound;
            // As the close does: waits for the ballots under way, and two designations of one owner for each other.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(motion_lock_key({id}))", ct);
            var motion = await db.Motions.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
            if (motion is null) return MotionErrors.NotFound;
            if (motion.Status is not MotionStatus.Open) return MotionErrors.AlreadyClosed;
            var papers = await VotePapers.ReadAsync(db, motion, ct);
            if (Check(papers, request.BallotId).Error is { } refusal) return refusal;

            var designation = new Designation
            {
                BallotId = request.BallotId,
                MotionId = motion.Id,
                StreetCode = motion.StreetCode,
                DivisionCode = motion.DivisionCode,
                DocumentHash = request.DocumentHash,
                RecordedAt = await clock.NowAsync(motion.StreetCode, ct),
                RecordedBy = user.Subject,
            };
            db.Add(designation);
            db.Audit.Record(user, "ballots.designate", request.BallotId, motion.StreetCode);
            await db.SaveChangesAsync(ct);
            return designation;
        }

        private Result Check(VotePapers papers, Guid ballotId)
        {
            if (papers.Ballots.Find(b => b.Id == ballotId) is not { } ballot) return BallotErrors.NotOfThisMotion;
            var owner = TallyOwner.KeyOf(papers.Units.Single(unit => unit.UnitId == ballot.UnitId).ToTally());
            var units = papers.Units.Where(unit => TallyOwner.KeyOf(unit.ToTally()) == owner)
                .Select(unit => unit.UnitId).ToHashSet();
            var own = papers.Ballots.FindAll(b => units.Contains(b.UnitId));
            if (own.Exists(b => papers.Designated.Contains(b.Id))) return BallotErrors.AlreadyDesignated;
            return TallyOwner.Consolidate(own.Select(seal.Open)) is Vote.Conflict
                ? Result.Success
                : BallotErrors.NoConflict;
        }
    }
}
