namespace CivicPlatform.Funds.SpendRequests;

/// <summary>The shares of a request: computed from the register until its settlement makes them facts.</summary>
public sealed class ShareReader(FundsDbContext db)
{
    private const string FinalSql =
        "select unit_id, building, entrance, room, area, weight, debtor, amount, seller_part from spend_shares " +
        "where request_id = $1";

    /// <param name="Total">What was split.</param>
    /// <param name="Final">True once they are facts.</param>
    public sealed record Shares(Money Total, bool Final, IReadOnlyList<UnitShare> Lines);

    public async Task<Result<Shares>> ReadAsync(SpendRequest request, CancellationToken ct)
    {
        if (request.Settled is { } settled) return new Shares(settled, Final: true, await FinalAsync(request.Id, ct));
        var split = await SplitAsync(request, request.Budget, ct);
        return split.Succeeded(out var lines, out var error)
            ? new Shares(request.Budget, Final: false, lines)
            : error;
    }

    /// <summary>An amount over the scope of the request, as the register stands now.</summary>
    public async Task<Result<IReadOnlyList<UnitShare>>> SplitAsync(
        SpendRequest request, Money total, CancellationToken ct)
    {
        var read = await ScopeUnits.ReadAsync(
            db, (request.StreetCode, request.EstateId), request.Scope, request.Id, ct);
        return read.Succeeded(out var units, out var error) ? SpendSplit.Of(total, request.Basis, units) : error;
    }

    private async Task<IReadOnlyList<UnitShare>> FinalAsync(Guid requestId, CancellationToken ct)
    {
        var shares = await db.RowsAsync(Sql.Command(FinalSql, requestId), r => new UnitShare(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), Area.FromSquareMetres(r.GetDecimal(4)),
            new Weight((long)(r.GetDecimal(5) * 1_000_000m)), r.GetString(6), r.Money(7), r.Money(8)), ct);
        shares.Sort((a, b) => NaturalOrder.Instance.Compare(a.Key, b.Key));
        return shares;
    }
}
