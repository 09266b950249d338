using CivicPlatform.Funds.SpendRequests;

namespace CivicPlatform.Funds.SpendPayouts;

/// <summary>What every step of a payout does alike: looks whether money may leave at all.</summary>
public sealed class PayoutDesk(FundsDbContext db, SpendDesk desk)
{
    /// <summary>The request under its fund's lock, settled, posted, with every objection answered (FUND-24).</summary>
    public async Task<Result<SpendRequest>> TakeAsync(Guid id, HttpContext http, CancellationToken ct)
    {
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var request, out var error)) return error;
        if (request.Settled is null) return PayoutErrors.NotAccepted; // 004-15
        if (request.CanPay().Error is { } wrong) return wrong;
        if (request.Situation is null) return request;
        var today = await desk.TodayAsync(request.StreetCode, ct);
        if (request.PostingEndsOn is not { } lastDay || today <= lastDay) return PayoutErrors.PostingMissing;
        return await db.SpendObjections.AnyAsync(o => o.RequestId == id && o.Answer == null, ct)
            ? PayoutErrors.ObjectionOpen
            : request;
    }

    /// <summary>The payout of that request, or null; under the lock that the request holds.</summary>
    public Task<Payout?> FindAsync(Guid requestId, Guid payoutId, CancellationToken ct) =>
        db.Payouts.SingleOrDefaultAsync(p => p.Id == payoutId && p.RequestId == requestId, ct);
}

/// <summary>A payout as staff see it.</summary>
/// <param name="PayeeAccount">The contract's account, as its last four digits.</param>
public sealed record PayoutView(
    Guid Id, Guid RequestId, PayoutKind Kind, Money Amount, PayoutStatus Status, string Payee, string PayeeAccount,
    string CreatedBy, string? ApprovedBy, DateOnly? HeldUntil, string? BankSerial, DateTimeOffset? PaidAt,
    DateTimeOffset CreatedAt)
{
    internal static PayoutView Of(Payout p, SpendRequest r) => new(p.Id, p.RequestId, p.Kind, p.Amount, p.Status,
        r.Contractor!, $"****{r.AccountTail}", p.CreatedBy, p.ApprovedBy, p.HeldUntil, p.BankSerial, p.PaidAt,
        p.CreatedAt);
}
