namespace CivicPlatform.Funds.LiftCards;

/// <summary>POST /lift-cards: the log of issued cards; GET /lift-cards lists them by campaign and building.</summary>
public static class IssueLiftCard
{
    private const string BillSql =
        "select b.campaign_id, c.estate_id, b.street_code, b.division_code, b.paid >= b.amount " +
        "from bills b join campaigns c on c.id = b.campaign_id where b.id = $1";

    private const string InsertSql =
        "insert into lift_cards (id, campaign_id, bill_id, street_code, division_code, estate_id, serial_hash, " +
        "reason, was_paid, status, issued_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'ACTIVE', $10) " +
        "on conflict (street_code, estate_id, serial_hash) where status = 'ACTIVE' do nothing";

    private const string ListSql =
        $"select {LiftCardView.ColumnsSql} where k.campaign_id = $1 and k.id > $2 and ($3 = '' or b.building = $3) " +
        "and ($4 = '' or k.status = $4) order by k.id limit $5";

    public sealed record Request
    {
        public required Guid BillId { get; init; }

        /// <summary>SHA-256 of the number on the card, in hexadecimal; the number itself is not kept.</summary>
        public required string SerialHash { get; init; }

        [CodesOf(typeof(IssueReasons))]
        public required string Reason { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/lift-cards", PostAsync).Requires(Permissions.LiftCardWrite)
            .WithTags("Lift cards").WithSummary("Write down an issued lift card (发放电梯卡)")
            .WithDescription(
                "PAID and LATE_JOIN need a covered bill: 422 lift_cards.not_paid. Who paid late gets a card like " +
                "the others, nobody's consent needed (RAISE-24). One active card a number and estate: 409 " +
                "lift_cards.serial_taken. 404 bills.not_found.")
            .WithRequestExample(
                """
                {"billId":"01a1fc79-5a10-7c31-8f7e-2f9b3c5d1e22","reason":"PAID",
                 "serialHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);
        routes.MapGet("/lift-cards", ListAsync).Requires(Permissions.LiftCardRead).ReadsPersonalData()
            .WithTags("Lift cards").WithSummary("List the lift cards of a collection (电梯卡登记, T3)")
            .WithDescription(
                "By household, without names or card numbers; oldest first, filter by building and status; keyset " +
                "pages by after and limit (1 to 200). 404 campaigns.not_found. Each answer leaves an audit row.");
    }

    private static async Task<Results<Created<LiftCardView>, ProblemHttpResult>> PostAsync(
        Request request, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        var shape = new ShapeCheck().Hash(request.SerialHash, "serialHash").Code(request.Reason, IssueReasons.All);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var bills = await db.RowsAsync(Sql.Command(BillSql, request.BillId), r => (Campaign: r.GetGuid(0),
            Estate: r.GetGuid(1), Street: r.GetString(2), Division: r.GetString(3), Paid: r.GetBoolean(4)), ct);
        if (bills.Count == 0) return BillReceipts.ReceiptErrors.BillNotFound.ToProblem();
        var bill = bills[0];
        if (IssueReasons.ClaimsPayment(request.Reason) && !bill.Paid) return LiftCardErrors.NotPaid.ToProblem();

        var id = Guid.CreateVersion7();
        var written = await db.RunAsync([Sql.Command(InsertSql, id, bill.Campaign, request.BillId, bill.Street,
            bill.Division, bill.Estate, request.SerialHash, request.Reason, bill.Paid, user.Subject)], ct);
        if (written == 0) return LiftCardErrors.SerialTaken.ToProblem();
        db.Audit.Record(user, "lift_cards.issue", id, bill.Street);
        await db.SaveChangesAsync(ct);
        var card = await db.RowsAsync(
            Sql.Command($"select {LiftCardView.ColumnsSql} where k.id = $1", id), LiftCardView.Map, ct);
        return TypedResults.Created($"/api/v1/lift-cards/{id}", card[0]);
    }

    private static async Task<Results<Ok<Page<LiftCardView>>, ProblemHttpResult>> ListAsync(
        Guid campaignId, string? building, [CodesOf(typeof(CardStatuses))] string? status, Guid? after, int? limit,
        FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (status is not null && new ShapeCheck().Code(status, CardStatuses.All).Error is { } malformed)
            return malformed.ToProblem();
        var street = await db.Campaigns.Where(c => c.Id == campaignId).Select(c => c.StreetCode)
            .SingleOrDefaultAsync(ct);
        if (street is null) return Campaigns.CampaignErrors.NotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(ListSql, campaignId, after ?? Guid.Empty, building ?? "",
            status ?? "", size + 1), LiftCardView.Map, ct);
        await db.Audit.RecordReadAsync(
            user, (campaignId, street), ct, ("building", rows.Count > 0 ? building : null), ("status", status));
        return TypedResults.Ok(Page.Of(rows, size, row => row.Id.ToString()));
    }
}
