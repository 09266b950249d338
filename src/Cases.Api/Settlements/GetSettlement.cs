using CivicPlatform.Cases.Data;
using CivicPlatform.Cases.Disputes;
using CivicPlatform.Cases.Intake;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Settlements;

/// <summary>GET /settlements/{id} and /cases/{id}/settlements.</summary>
public static class GetSettlement
{
    /// <summary>A settlement with its text.</summary>
    public sealed record Response(SettlementView Settlement, string? Text);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settlements/{id:guid}", GetAsync).Requires(Permissions.DisputeWrite).ReadsPersonalData()
            .WithTags("Settlements").WithSummary("Read a settlement with its text (调解协议)")
            .WithDescription(
                "For those who mediate; each answer leaves an audit row. ETag is the version. 404 " +
                "settlements.not_found.");
        routes.MapGet("/cases/{id:guid}/settlements", ListAsync).Requires(Permissions.DisputeWrite).ReadsPersonalData()
            .WithTags("Settlements").WithSummary("List the settlements of a case (调解协议列表)")
            .WithDescription(
                "Oldest first, at most 20, no pages, without their texts; each answer leaves an audit row. 404 " +
                "intake.case_not_found.");
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, SettlementDesk settlements, HttpContext http, CancellationToken ct)
    {
        if (!(await settlements.TakeAsync(id, http, ct)).Succeeded(out var taken, out var error))
            return error.ToProblem();
        var desk = settlements.Dispute;
        await desk.Db.Audit.RecordReadAsync(desk.User, (taken.Found.Id, taken.Found.StreetCode), ct);
        var notes = await desk.NotesAsync(taken.Found.Id, ct);
        http.SetETag(taken.Settlement.Version);
        return TypedResults.Ok(new Response(SettlementView.Of(taken.Settlement), notes.GetValueOrDefault(id)));
    }

    private static async Task<Results<Ok<Page<SettlementView>>, ProblemHttpResult>> ListAsync(
        Guid id, CasesDbContext db, CurrentUser user, CancellationToken ct)
    {
        var street = await db.Cases.Where(c => c.Id == id).Select(c => c.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return IntakeErrors.CaseNotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        var rows = await db.Settlements.AsNoTracking().Include(s => s.Shares).Include(s => s.Signatures).AsSplitQuery()
            .Where(s => s.CaseId == id).OrderBy(s => s.Id).Take(OpenTrack.MaxTracks).ToListAsync(ct);
        return TypedResults.Ok(new Page<SettlementView>(rows.ConvertAll(SettlementView.Of), null));
    }
}
