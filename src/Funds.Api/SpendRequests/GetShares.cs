namespace CivicPlatform.Funds.SpendRequests;

/// <summary>GET /spend-requests/{id}/shares: what each household bears; an owner sees his own (T2).</summary>
public static class GetShares
{
    private const string OwnSql =
        "select h.unit_id from unit_holders h join owner_accounts o on o.estate_id = h.estate_id " +
        "and o.owner_ref = any(h.owner_refs) where h.estate_id = $1 and o.subject = $2";

    /// <param name="Weight">Area in m², or the agreed weight.</param>
    /// <param name="Debtor">OWNER, or DEVELOPER for unsold and undelivered units (FUND-15).</param>
    /// <param name="OwnerPart">Charged to what the owner paid in.</param>
    /// <param name="SellerPart">Charged to what the seller of public housing paid in (FUND-14).</param>
    public sealed record Line(
        string Building, string Entrance, string Room, Area Area, string Weight, string Debtor, Money Amount,
        Money OwnerPart, Money SellerPart)
    {
        internal static Line Of(UnitShare s) => new(s.Building, s.Entrance, s.Room, s.Area, $"{s.Weight}", s.Debtor,
            s.Amount, s.OwnerPart, s.SellerPart);
    }

    /// <param name="Total">What was split: the budget, or the settled amount once there is one.</param>
    /// <param name="Final">True after settlement: the shares are facts.</param>
    /// <param name="RemainderRule">How odd fen are given out (FUND-17), in words.</param>
    /// <param name="Units">How many share.</param>
    public sealed record Response(
        Guid RequestId, Money Total, bool Final, ShareBasis Basis, string RemainderRule, int Units,
        IReadOnlyList<Line> Items, string? Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/spend-requests/{id:guid}/shares", GetAsync).Requires(Permissions.SpendShareRead)
            .ReadsPersonalData()
            .WithTags("Spend requests").WithSummary("Read what each household bears (分摊明细)")
            .WithDescription(
                "By FUND-17 over the exclusive area of the scope, or by the agreed weights; no name (PRIV-11). An " +
                "owner sees his own units only (T2). Keyset pages by after and limit (1 to 200), in the order of the " +
                "rooms. Each answer leaves an audit row. 404 spend_requests.not_found.");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> GetAsync(
        Guid id, FundsDbContext db, CurrentUser user, ShareReader reader, CancellationToken ct, string? after = null,
        int limit = Page.DefaultLimit)
    {
        var request = await db.SpendRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null) return SpendErrors.NotFound.ToProblem();
        if (after is not null && TextCursor.Decode(after) is null) return Cursor.Malformed.ToProblem();
        var read = await reader.ReadAsync(request, ct);
        if (!read.Succeeded(out var shares, out var error)) return error.ToProblem();

        var staff = Permissions.SpendShareRead.Roles.Any(role => role != Roles.Owner && user.HasRole(role));
        var shown = staff ? shares.Lines : await OwnAsync(request, shares.Lines, user, db, ct);
        var size = Math.Clamp(limit, 1, Page.MaxLimit);
        var last = after is null ? null : TextCursor.Decode(after);
        UnitShare[] page = [.. shown.SkipWhile(s => last is not null
            && NaturalOrder.Instance.Compare(s.Key, last) <= 0).Take(size + 1)];
        await db.Audit.RecordReadAsync(user, (id, request.StreetCode), ct, ("shares", staff ? "ALL" : "OWN"));
        return TypedResults.Ok(new Response(id, shares.Total, shares.Final, request.Basis, SpendSplit.RemainderRule,
            shares.Lines.Count, [.. page.Take(size).Select(Line.Of)],
            page.Length > size ? TextCursor.Encode(page[size - 1].Key) : null));
    }

    private static async Task<IReadOnlyList<UnitShare>> OwnAsync(
        SpendRequest request, IReadOnlyList<UnitShare> shares, CurrentUser user, FundsDbContext db,
        CancellationToken ct)
    {
        var own = (await db.RowsAsync(
            Sql.Command(OwnSql, request.EstateId, user.Subject), r => r.GetGuid(0), ct)).ToHashSet();
        return [.. shares.Where(share => own.Contains(share.UnitId))];
    }
}
