namespace CivicPlatform.Funds.Refunds;

/// <summary>
/// POST /refunds/{id}/approve and /cancel; POST /campaigns/{id}/refund-approvals approves what a close proposed.
/// </summary>
public static class ApproveRefund
{
    // Proposals of one close are one decision: their sum was computed, nobody typed them (RAISE-11).
    private const string AllSql =
        "with approved as (update refunds r set status = 'APPROVED', approved_by = $2, version = r.version + 1 " +
        "from bills b where b.id = r.bill_id and r.campaign_id = $1 and r.kind = 'SURPLUS' and r.status = 'PENDING' " +
        "and r.created_by <> $2 and ($3 = '' or b.building = $3) returning r.amount) " +
        "select count(*)::int, coalesce(sum(amount), 0), (select count(*)::int from refunds where campaign_id = $1 " +
        "and kind = 'SURPLUS' and status = 'PENDING' and created_by = $2) from approved";

    /// <param name="Reason">The office's words, no person; at most 200 characters.</param>
    public sealed record CancelRequest(string Reason);

    /// <param name="Building">One building's proposals; all when left out.</param>
    public sealed record AllRequest(string? Building = null);

    /// <summary>What was approved now.</summary>
    public sealed record AllResponse(int Refunds, Money Amount);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/refunds/{id:guid}/approve", ApproveAsync).Requires(Permissions.RefundApprove)
            .WithTags("Refunds").WithSummary("Approve a refund as a second person (审批退款)")
            .WithDescription(
                "By another person than the one who asked: 422 refunds.same_person. What the bill would lose must " +
                "be there in its building: 422 refunds.beyond_building, rule RAISE-04; refunds.beyond_paid, rule " +
                "RAISE-12. 409 refunds.wrong_status; 404 refunds.not_found; If-Match is checked when given (412).");
        routes.MapPost("/refunds/{id:guid}/cancel", CancelAsync).Requires(Permissions.RefundAsk)
            .WithTags("Refunds").WithSummary("Give up a refund that was not paid (撤销退款)")
            .WithDescription("PENDING or APPROVED; a paid one is a fact (409 refunds.wrong_status).")
            .WithRequestExample("""{"reason":"业主继续参加筹集"}""");
        routes.MapPost("/campaigns/{id:guid}/refund-approvals", AllAsync).Requires(Permissions.RefundApprove)
            .WithTags("Refunds").WithSummary("Approve the refunds of a surplus (审批结余退款)")
            .WithDescription(
                "What the close proposed, of one building or all (RAISE-11); by another person than the one who " +
                "closed: 422 refunds.same_person. 404 campaigns.not_found.")
            .WithRequestExample("""{"building":"4"}""");
    }

    private static async Task<Results<Ok<RefundView>, ProblemHttpResult>> ApproveAsync(
        Guid id, RefundDesk desk, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var held, out var error)) return error.ToProblem();
        var room = await desk.RoomAsync(held.Bill, id, ct);
        if (held.Refund.Approve(user.Subject).Error is { } wrong) return wrong.ToProblem();
        if (room.Check(held.Refund.Amount).Error is { } beyond) return beyond.ToProblem();
        var fromBill = room.FromBill(held.Refund.Amount);
        if ((await desk.CheckBuildingAsync(held.Bill, fromBill, ct)).Error is { } spent) return spent.ToProblem();
        return TypedResults.Ok(await desk.SaveAsync(held, (user, "refunds.approve"), http, ct));
    }

    private static async Task<Results<Ok<RefundView>, ProblemHttpResult>> CancelAsync(
        Guid id, CancelRequest request, RefundDesk desk, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Reason, 200).Error is { } malformed) return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var held, out var error)) return error.ToProblem();
        if (held.Refund.Cancel().Error is { } wrong) return wrong.ToProblem();
        return TypedResults.Ok(await desk.SaveAsync(held, (user, "refunds.cancel"), http, ct));
    }

    private static async Task<Results<Ok<AllResponse>, ProblemHttpResult>> AllAsync(
        Guid id, AllRequest request, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (new ShapeCheck().OptionalText(request.Building, 20).Error is { } malformed) return malformed.ToProblem();
        var found = await Campaigns.CampaignLock.TakeAsync(db, id, ct);
        if (!found.Succeeded(out var campaign, out var error)) return error.ToProblem();
        var (count, amount, own) = (await db.RowsAsync(
            Sql.Command(AllSql, id, user.Subject, request.Building ?? ""),
            r => (r.GetInt32(0), r.Money(1), r.GetInt32(2)), ct))[0];
        if (count == 0 && own > 0) return RefundErrors.SamePerson.ToProblem();
        db.Audit.Record(user, "refunds.approve-all", id, campaign.StreetCode, $"refunds={count}");
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new AllResponse(count, amount));
    }
}
