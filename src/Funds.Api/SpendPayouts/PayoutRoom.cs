using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>What is left of a request to pay. Pure.</summary>
/// <param name="Instalments">Σ of instalments that were not given up.</param>
/// <param name="Retentions">Σ of retention payments that were not given up.</param>
/// <param name="Committed">Σ approved or paid.</param>
/// <param name="Funded">Σ that the households of this request have given.</param>
public sealed record PayoutRoom(Money Instalments, Money Retentions, Money Committed, Money Funded)
{
    private const string RoomSql =
        "select coalesce(sum(amount) filter (where kind = 'INSTALMENT' and status <> 'CANCELLED'), 0), " +
        "coalesce(sum(amount) filter (where kind = 'RETENTION' and status <> 'CANCELLED'), 0), " +
        "coalesce(sum(amount) filter (where status in ('APPROVED', 'PAID')), 0), " +
        "(select coalesce(sum(funded), 0) from spend_shares where request_id = $1) + " +
        "(select coalesce(sum(amount), 0) from spend_top_ups where request_id = $1) " +
        "from spend_payouts where request_id = $1";

    /// <summary>Call it under the fund's lock, or it has changed before it is used.</summary>
    public static async Task<PayoutRoom> ReadAsync(FundsDbContext db, Guid requestId, CancellationToken ct) =>
        (await db.RowsAsync(Sql.Command(RoomSql, requestId),
            r => new PayoutRoom(r.Money(0), r.Money(1), r.Money(2), r.Money(3)), ct))[0];

    /// <summary>FUND-23: instalments leave the retention money, which waits for its day.</summary>
    public Result CheckAsked(SpendRequest request, PayoutKind kind, Money amount, DateOnly today)
    {
        if (kind is PayoutKind.RETENTION && request.RetentionUntil is { } until && today <= until)
            return PayoutErrors.RetentionHeld(until);
        var left = kind is PayoutKind.INSTALMENT
            ? request.Settled!.Value - request.Retention - Instalments
            : request.Retention - Retentions;
        return amount > left ? PayoutErrors.BeyondSettled(kind, amount, left) : Result.Success;
    }

    /// <summary>FUND-18: from this request's households only, whatever else the fund holds for contractors.</summary>
    public Result CheckFunded(Money amount) => amount > Funded - Committed
        ? PayoutErrors.BeyondFunded(amount, Funded - Committed)
        : Result.Success;
}
