namespace CivicPlatform.Funds.SharedCosts;

/// <summary>GET /shared-costs and /shared-costs/{id}.</summary>
public static class GetSharedCosts
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/shared-costs/{id:guid}", GetAsync).Requires(Permissions.SharedCostRead)
            .WithTags("Shared costs").WithSummary("Read a shared cost with its parts (共同费用)")
            .WithDescription("What each project bears and whether it paid. ETag; 404 shared_costs.not_found.");
        routes.MapGet("/shared-costs", ListAsync).Requires(Permissions.SharedCostRead)
            .WithTags("Shared costs").WithSummary("List shared costs, newest first (共同费用列表)")
            .WithDescription("Filter by estateId; keyset pages by after and limit (1 to 200, 50 when left out).");
    }

    private static async Task<Results<Ok<SharedCostView>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, HttpContext http, CancellationToken ct)
    {
        var cost = await db.SharedCosts.AsNoTracking().Include(c => c.Parts).SingleOrDefaultAsync(c => c.Id == id, ct);
        if (cost is null) return SharedCostErrors.NotFound.ToProblem();
        http.SetETag(cost.Version);
        return TypedResults.Ok(SharedCostView.Of(cost));
    }

    private static async Task<Results<Ok<Page<SharedCostView>>, ProblemHttpResult>> ListAsync(
        Guid? estateId, string? after, int? limit, FundsDbContext db, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var costs = db.SharedCosts.AsNoTracking().Include(c => c.Parts).AsQueryable();
        if (estateId is { } estate) costs = costs.Where(c => c.EstateId == estate);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var cursor)) return Cursor.Malformed.ToProblem();
            costs = costs.Where(c => EF.Functions.LessThan(
                ValueTuple.Create(c.CreatedAt, c.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var rows = await costs.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id).Take(size + 1)
            .ToListAsync(ct);
        return TypedResults.Ok(Page.Of(
            rows.ConvertAll(SharedCostView.Of), size, row => new Cursor(row.CreatedAt, row.Id)));
    }
}

/// <summary>Costs that several works projects bear together (LIFT-05).</summary>
public static class SharedCostsModule
{
    public static void AddSharedCosts(this IServiceCollection services)
    {
        services.AddScoped<SharedCostDesk>();
        services.AddScoped<ProposeSharedCost.Handler>();
    }

    public static void MapSharedCosts(this IEndpointRouteBuilder routes)
    {
        ProposeSharedCost.Map(routes);
        ApproveSharedCost.Map(routes);
        PaySharedCost.Map(routes);
        GetSharedCosts.Map(routes);
    }
}
