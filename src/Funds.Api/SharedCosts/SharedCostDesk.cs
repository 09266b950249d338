namespace CivicPlatform.Funds.SharedCosts;

/// <summary>What every step of a shared cost does alike.</summary>
public sealed class SharedCostDesk(FundsDbContext db, CurrentUser user)
{
    /// <summary>The cost under its row's lock; 404 when another office's, 412 when stale.</summary>
    public async Task<Result<SharedCost>> TakeAsync(Guid id, HttpContext http, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from shared_costs where id = {id} for update", ct);
        var cost = await db.SharedCosts.Include(c => c.Parts).SingleOrDefaultAsync(c => c.Id == id, ct);
        if (cost is null) return SharedCostErrors.NotFound;
        return http.CheckIfMatch(cost.Version) is { } stale ? stale : cost;
    }

    /// <summary>Saves it with its audit row, and shows it.</summary>
    public async Task<SharedCostView> SaveAsync(
        SharedCost cost, string action, HttpContext http, CancellationToken ct)
    {
        db.Entry(cost).State = EntityState.Modified; // A payment changes a part only, and the whole is the aggregate.
        db.Audit.Record(user, action, cost.Id, cost.StreetCode);
        await db.SaveChangesAsync(ct);
        http.SetETag(cost.Version);
        return SharedCostView.Of(cost);
    }
}
