using Npgsql;

namespace CivicPlatform.Funds.Refunds;

/// <summary>POST /refunds: asks for money back to a household; GET /refunds lists them.</summary>
public static class AskRefund
{
    private const string ListSql =
        "select r.id, r.campaign_id, r.bill_id, b.building, b.entrance, b.room, r.kind, r.amount, r.reason, " +
        "r.status, r.created_by, r.approved_by, r.bank_serial, r.paid_at, r.from_bill, r.from_credit, r.created_at " +
        "from refunds r join bills b on b.id = r.bill_id where r.campaign_id = $1 and r.id > $2 " +
        "and ($3 = '' or r.status = $3) order by r.id limit $4";

    public sealed record Request
    {
        public required Guid BillId { get; init; }
        public required Money Amount { get; init; }

        /// <summary>The office's words, no person; at most 200 characters.</summary>
        public required string Reason { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/refunds", PostAsync).Requires(Permissions.RefundAsk)
            .WithTags("Refunds").WithSummary("Ask for a refund to a household (申请退款)")
            .WithDescription(
                "The credit first, then what the bill was paid, never more: 422 refunds.beyond_paid, rule RAISE-12. " +
                "After a campaign closed only a credit can go back. Another person approves it. 404 bills.not_found.")
            .WithRequestExample(
                """{"billId":"01a1fc79-5a10-7c31-8f7e-2f9b3c5d1e22","amount":"1613.70","reason":"业主退出筹集"}""");
        routes.MapGet("/refunds", ListAsync).Requires(Permissions.RefundRead).ReadsPersonalData()
            .WithTags("Refunds").WithSummary("List the refunds of a collection (退款列表, T3)")
            .WithDescription(
                "By room, without names; oldest first, filter by status, keyset pages by after and limit (1 to 200). " +
                "404 campaigns.not_found. Each answer leaves an audit row.");
    }

    private static async Task<Results<Created<RefundView>, ProblemHttpResult>> PostAsync(
        Request request, FundsDbContext db, RefundDesk desk, CurrentUser user, TimeProvider clock, HttpContext http,
        CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Reason, 200)
            .That(request.Amount > Money.Zero, "amount", "amount.not_positive", "金额应大于零");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        if (await desk.TakeBillAsync(request.BillId, ct) is not { } bill)
            return BillReceipts.ReceiptErrors.BillNotFound.ToProblem();
        var room = await desk.RoomAsync(bill, Guid.Empty, ct);
        if (room.Check(request.Amount).Error is { } refused) return refused.ToProblem();

        var refund = Refund.Of(bill, request.Amount, request.Reason, (user.Subject, clock.GetUtcNow()));
        db.Add(refund);
        var view = await desk.SaveAsync((refund, bill), (user, "refunds.ask"), http, ct);
        return TypedResults.Created($"/api/v1/refunds/{refund.Id}", view);
    }

    private static async Task<Results<Ok<Page<RefundView>>, ProblemHttpResult>> ListAsync(
        Guid campaignId, RefundStatus? status, Guid? after, int? limit, FundsDbContext db, CurrentUser user,
        CancellationToken ct)
    {
        var street = await db.Campaigns.Where(c => c.Id == campaignId).Select(c => c.StreetCode)
            .SingleOrDefaultAsync(ct);
        if (street is null) return Campaigns.CampaignErrors.NotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(
            Sql.Command(ListSql, campaignId, after ?? Guid.Empty, status?.ToString() ?? "", size + 1), Map, ct);
        await db.Audit.RecordReadAsync(user, (campaignId, street), ct, ("status", status?.ToString()));
        return TypedResults.Ok(Page.Of(rows, size, row => row.Id.ToString()));
    }

    private static RefundView Map(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3),
        r.GetString(4), r.GetString(5), Enum.Parse<RefundKind>(r.GetString(6)), r.Money(7), r.GetString(8),
        Enum.Parse<RefundStatus>(r.GetString(9)), r.GetString(10), r.TextOrNull(11), r.TextOrNull(12),
        r.IsDBNull(13) ? null : r.GetFieldValue<DateTimeOffset>(13), r.Money(14), r.Money(15),
        r.GetFieldValue<DateTimeOffset>(16));
}
