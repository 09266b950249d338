using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Spending;

namespace CivicPlatform.Funds.Refunds;

/// <summary>What every step of a refund does alike: takes the book's lock, then reads.</summary>
public sealed class RefundDesk(FundsDbContext db)
{
    private const string CommittedSql =
        "select coalesce(sum(amount), 0), (select coalesce(sum(amount), 0) from grant_uses where bill_id = $1 " +
        "and kind = 'APPLIED') from refunds where bill_id = $1 and id <> $2 and status in ('PENDING', 'APPROVED')";

    /// <summary>The bill under its book's lock; null when the caller's offices have none of that id.</summary>
    internal async Task<HeldBill?> TakeBillAsync(Guid billId, CancellationToken ct) =>
        (await HeldBills.TakeAsync(db, [billId], ct)).GetValueOrDefault(billId);

    /// <summary>The refund and its bill, read after the lock.</summary>
    internal async Task<Result<(Refund Refund, HeldBill Bill)>> TakeAsync(
        Guid id, HttpContext http, CancellationToken ct)
    {
        var bill = await db.Refunds.Where(r => r.Id == id).Select(r => (Guid?)r.BillId).SingleOrDefaultAsync(ct);
        if (bill is null || await TakeBillAsync(bill.Value, ct) is not { } held) return RefundErrors.NotFound;
        var refund = await db.Refunds.SingleAsync(r => r.Id == id, ct);
        if (http.CheckIfMatch(refund.Version) is { } stale) return stale;
        return (refund, held);
    }

    /// <summary>What can go back beside the other refunds of the bill.</summary>
    internal async Task<RefundRoom> RoomAsync(HeldBill bill, Guid except, CancellationToken ct)
    {
        var (committed, granted) = (await db.RowsAsync(
            Sql.Command(CommittedSql, bill.Row.Id, except), r => (r.Money(0), r.Money(1)), ct))[0];
        return new RefundRoom(bill.Row.State, committed, granted, bill.IsOpen);
    }

    /// <summary>RAISE-04: a building gives back what it has, never what another one collected.</summary>
    internal async Task<Result> CheckBuildingAsync(HeldBill bill, Money fromBill, CancellationToken ct)
    {
        if (fromBill == Money.Zero) return Result.Success;
        var building = (await SpendingScope.BuildingsAsync(db, bill.Row.Campaign.Id, ct))
            .Single(b => b.Building == bill.Row.Building);
        var available = (building.Funds with { Reserved = Money.Zero }).Available;
        return fromBill > available ? RefundErrors.BeyondBuilding(fromBill, available) : Result.Success;
    }

    /// <summary>Saves with the audit row, and shows it.</summary>
    internal async Task<RefundView> SaveAsync(
        (Refund Refund, HeldBill Bill) taken, (CurrentUser User, string Action) by, HttpContext http,
        CancellationToken ct)
    {
        db.Audit.Record(by.User, by.Action, taken.Refund.Id, taken.Refund.StreetCode);
        await db.SaveChangesAsync(ct);
        http.SetETag(taken.Refund.Version);
        return RefundView.Of(taken.Refund, taken.Bill.Unit);
    }
}
