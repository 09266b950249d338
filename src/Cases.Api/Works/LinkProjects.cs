using CivicPlatform.Cases.Data;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPlatform.Cases.Works;

/// <summary>POST /works-projects/{id}/links: two works of one estate share something (LIFT-05).</summary>
public static class LinkProjects
{
    /// <summary>Links of one project at most.</summary>
    public const int MaxLinks = 100;

    /// <summary>What two works share.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["SHARED_REPAIR"];

    public sealed record Request
    {
        /// <summary>The other project, of the same estate.</summary>
        public required Guid ProjectId { get; init; }

        /// <summary>SHARED_REPAIR: pipes and walls that the repair of the old house moves for both.</summary>
        [CodesOf(typeof(LinkProjects), nameof(Kinds))]
        public required string Kind { get; init; }
    }

    /// <summary>The link.</summary>
    public sealed record Response(
        Guid ProjectId, Guid OtherId, [CodesOf(typeof(LinkProjects), nameof(Kinds))] string Kind,
        DateTimeOffset LinkedAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/works-projects/{id:guid}/links", PostAsync).Requires(Permissions.WorksWrite)
            .WithTags("Works").WithSummary("Link two works that share something (关联工程)")
            .WithDescription(
                "Both of the same office and estate: 422 works.other_estate, works.linked_to_itself, rule " +
                "LIFT-05; 409 " +
                "works.linked_already. What they share is paid by POST /shared-costs. 404 works.project_not_found.")
            .WithRequestExample("""{"projectId":"01a1fc78-8a30-7b43-a0a1-097011968bf4","kind":"SHARED_REPAIR"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, CasesDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (new ShapeCheck().Code(request.Kind, Kinds).Error is { } malformed) return malformed.ToProblem();
        if (id == request.ProjectId) return WorksErrors.LinkedToItself.ToProblem();
        var both = await db.WorksProjects.Where(p => p.Id == id || p.Id == request.ProjectId)
            .ToDictionaryAsync(p => p.Id, ct);
        if (both.Count != 2) return WorksErrors.ProjectNotFound.ToProblem();
        var (own, other) = (both[id], both[request.ProjectId]);
        if (own.EstateId != other.EstateId || own.StreetCode != other.StreetCode)
            return WorksErrors.OtherEstate.ToProblem();
        var known = db.WorksLinks.Where(l => l.ProjectId == id || l.OtherId == id);
        if (await known.AnyAsync(l => l.ProjectId == other.Id || l.OtherId == other.Id, ct))
            return WorksErrors.LinkedAlready.ToProblem();
        if (await known.CountAsync(ct) >= MaxLinks) return WorksErrors.TooManyLinks.ToProblem();

        var link = new ProjectLink
        {
            Id = Guid.CreateVersion7(), ProjectId = id, OtherId = other.Id, StreetCode = own.StreetCode,
            DivisionCode = own.DivisionCode, Kind = request.Kind, LinkedBy = user.Subject,
            LinkedAt = clock.GetUtcNow().InMicroseconds(),
        };
        db.WorksLinks.Add(link);
        // Both show it from now on, so a reader's old version is stale.
        (db.Entry(own).State, db.Entry(other).State) = (EntityState.Modified, EntityState.Modified);
        db.Audit.Record(user, "works.link", id, own.StreetCode, request.Kind);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created(
            $"/api/v1/works-projects/{id}", new Response(id, other.Id, link.Kind, link.LinkedAt));
    }
}

/// <summary>That two works of an estate share something; a fact.</summary>
public sealed class ProjectLink : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public required Guid OtherId { get; init; }

    public required string StreetCode { get; init; }

    public required string DivisionCode { get; init; }

    /// <summary>One of <see cref="LinkProjects.Kinds"/>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset LinkedAt { get; init; }

    public required string LinkedBy { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<ProjectLink>
    {
        public void Configure(EntityTypeBuilder<ProjectLink> builder)
        {
            builder.ToTable("works_links");
            builder.Property(l => l.Id).ValueGeneratedNever();
            builder.HasOne<WorksProject>().WithMany().HasForeignKey(l => l.ProjectId);
            builder.HasOne<WorksProject>().WithMany().HasForeignKey(l => l.OtherId);
        }
    }
}
