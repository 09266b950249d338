using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Disputes;

/// <summary>A banner, a letter, a call of thanks (锦旗、感谢信, CASE-44); never a substitute for a callback.</summary>
public sealed class Feedback : ITenantOwned, IVersioned
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>One of <see cref="Feedbacks.Kinds"/>.</summary>
    public required string Kind { get; init; }

    public required DateOnly GivenOn { get; init; }

    /// <summary>SHA-256 of the photo; it stays with the office.</summary>
    public string? PhotoHash { get; init; }

    public required bool ConsentToPublish { get; init; }

    public bool Published { get; set; }

    public required string RecordedBy { get; init; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    internal sealed class Mapping : IEntityTypeConfiguration<Feedback>
    {
        public void Configure(EntityTypeBuilder<Feedback> builder)
        {
            builder.ToTable("case_feedback");
            builder.Property(f => f.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>POST and GET /cases/{id}/feedback, POST /case-feedback/{id}/publish.</summary>
public static class Feedbacks
{
    /// <summary>Of one case at most.</summary>
    public const int MaxFeedback = 50;

    public static readonly IReadOnlyList<string> Kinds = ["BANNER", "LETTER", "CALL", "APP"];

    public sealed record Request
    {
        [CodesOf(typeof(Feedbacks), nameof(Kinds))]
        public required string Kind { get; init; }

        /// <summary>Civil day; today when left out, never later.</summary>
        public DateOnly? On { get; init; }

        /// <summary>SHA-256 of the photo; it stays with the office.</summary>
        public string? PhotoHash { get; init; }

        /// <summary>Whether who gave it agrees that it is shown (PRIV-10).</summary>
        public required bool ConsentToPublish { get; init; }
    }

    /// <summary>One feedback.</summary>
    public sealed record View(
        Guid Id, Guid CaseId, [CodesOf(typeof(Feedbacks), nameof(Kinds))] string Kind, DateOnly On, string? PhotoHash,
        bool ConsentToPublish, bool Published, long Version);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/cases/{id:guid}/feedback", PostAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Disputes").WithSummary("Record a banner, a letter or a call of thanks (登记锦旗、感谢信)")
            .WithDescription(
                "Evidence of satisfaction, and no callback (CASE-44): the case is closed by its callback only. 422 " +
                "disputes.in_future, disputes.too_many. 404 intake.case_not_found.")
            .WithRequestExample("""{"kind":"BANNER","on":"2024-12-01","consentToPublish":false}""");
        routes.MapGet("/cases/{id:guid}/feedback", ListAsync).Requires(Permissions.DisputeRead)
            .WithTags("Disputes").WithSummary("List the thanks for a case (反馈)")
            .WithDescription("Oldest first, at most 50, no pages; no name. 404 intake.case_not_found.");
        routes.MapPost("/case-feedback/{id:guid}/publish", PublishAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Disputes").WithSummary("Show a feedback to the public (公开反馈)")
            .WithDescription(
                "Only with consent: 422 disputes.no_consent, rule CASE-44. 404 disputes.feedback_not_found; If-Match " +
                "is checked when given (412).");
    }

    private static async Task<Results<Created<View>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, DisputeDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Code(request.Kind, Kinds).OptionalHash(request.PhotoHash);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        if (await desk.TakeAsync(id, ct) is not { } found) return IntakeErrors.CaseNotFound.ToProblem();
        var today = await desk.TodayAsync(found.StreetCode, ct);
        if (request.On > today) return DisputeErrors.InFuture.ToProblem();
        if (await desk.Db.Feedbacks.CountAsync(f => f.CaseId == id, ct) >= MaxFeedback)
            return DisputeErrors.TooMany.ToProblem();
        var feedback = new Feedback
        {
            Id = Guid.CreateVersion7(), CaseId = id, StreetCode = found.StreetCode, DivisionCode = found.DivisionCode,
            Kind = request.Kind, GivenOn = request.On ?? today, PhotoHash = request.PhotoHash,
            ConsentToPublish = request.ConsentToPublish, RecordedBy = desk.User.Subject,
        };
        desk.Db.Feedbacks.Add(feedback);
        desk.Tell(found, feedback.Id, feedback.GivenOn, request.Kind == "BANNER" ? "诉求人送来锦旗" : "诉求人表示感谢", "");
        desk.Audit(found, "disputes.feedback", feedback.Id, request.Kind);
        await desk.Db.SaveChangesAsync(ct);
        http.SetETag(feedback.Version);
        return TypedResults.Created($"/api/v1/cases/{id}/feedback", Show(feedback));
    }

    private static async Task<Results<Ok<Page<View>>, ProblemHttpResult>> ListAsync(
        Guid id, CasesDbContext db, CancellationToken ct)
    {
        if (!await db.Cases.AnyAsync(c => c.Id == id, ct)) return IntakeErrors.CaseNotFound.ToProblem();
        var rows = await db.Feedbacks.AsNoTracking().Where(f => f.CaseId == id).OrderBy(f => f.Id).Take(MaxFeedback)
            .ToListAsync(ct);
        return TypedResults.Ok(new Page<View>(rows.ConvertAll(Show), null));
    }

    private static async Task<Results<Ok<View>, ProblemHttpResult>> PublishAsync(
        Guid id, CasesDbContext db, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (await db.Feedbacks.SingleOrDefaultAsync(f => f.Id == id, ct) is not { } feedback)
            return DisputeErrors.FeedbackNotFound.ToProblem();
        if (http.CheckIfMatch(feedback.Version) is { } stale) return stale.ToProblem();
        if (!feedback.ConsentToPublish) return DisputeErrors.NoConsent.ToProblem();
        feedback.Published = true;
        db.Audit.Record(user, "disputes.publish", id, feedback.StreetCode);
        await db.SaveChangesAsync(ct);
        http.SetETag(feedback.Version);
        return TypedResults.Ok(Show(feedback));
    }

    private static View Show(Feedback f) => new(
        f.Id, f.CaseId, f.Kind, f.GivenOn, f.PhotoHash, f.ConsentToPublish, f.Published, f.Version);
}
