namespace CivicPlatform.Funds.SpendRequests;

/// <summary>What was first paid in for the units of a scope (首期), against which caps are measured.</summary>
internal static class InitialDeposits
{
    private const string SumSql =
        "select coalesce(sum(initial), 0) from unit_funds where book_id = $1 and ($2 = '' or building = $2) " +
        "and ($3 = '' or entrance = $3)";

    /// <summary>Null where nothing was paid in yet.</summary>
    public static async Task<Money?> ReadAsync(FundsDbContext db, SpendRequest request, CancellationToken ct)
    {
        var sum = await db.RowsAsync(
            Sql.Command(SumSql, request.AccountId, request.Building, request.Entrance), r => r.Money(0), ct);
        return sum[0] == Money.Zero ? null : sum[0];
    }
}
