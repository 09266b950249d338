using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.BillReceipts;

/// <summary>GET /bills/{id}/receipts for staff and the bill's owner; .../reveal shows the payer to staff.</summary>
public static class GetReceipts
{
    private const string BillSql =
        "select b.street_code, exists (select 1 from unit_holders h join owner_accounts o " +
        "on o.estate_id = c.estate_id and o.owner_ref = any(h.owner_refs) and o.subject = $2 " +
        "where h.unit_id = b.unit_id) from bills b join campaigns c on c.id = b.campaign_id where b.id = $1";

    private const string ListSql = $"select {ReceiptView.ColumnsSql} where r.bill_id = $1 and r.no > $2 " +
        "order by r.no limit $3";

    private const string OneSql = $"select {ReceiptView.ColumnsSql} where r.bill_id = $1 and r.id = $2";

    /// <param name="Payer">As the bank said it.</param>
    public sealed record Revealed(string Payer);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/bills/{id:guid}/receipts", ListAsync).Requires(Permissions.BillReceiptRead)
            .ReadsPersonalData()
            .WithTags("Bills").WithSummary("List the receipts of a bill (收据列表)")
            .WithDescription(
                "By number; staff see the payer masked, an owner sees those of his own bill (403 bills.not_yours) " +
                "without a payer. Keyset pages by after (a number) and limit (1 to 200). 404 bills.not_found.");
        routes.MapPost("/bills/{id:guid}/receipts/{receiptId:guid}/reveal", RevealAsync)
            .Requires(Permissions.BillReceiptReveal).RevealsPersonalData()
            .WithTags("Bills").WithSummary("Show a receipt's payer in clear (查看收据付款人)")
            .WithDescription(
                "For a purpose, which is kept with an audit row (PRIV-16): the receipt is handed to who paid. 404 " +
                "bill_receipts.not_found.")
            .WithRequestExample("""{"purpose":"VERIFY_IDENTITY"}""");
    }

    private static async Task<Results<Ok<Page<ReceiptView>>, ProblemHttpResult>> ListAsync(
        Guid id, int? after, int? limit, FundsDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct)
    {
        var bills = await db.RowsAsync(Sql.Command(BillSql, id, user.Subject),
            r => (Street: r.GetString(0), Own: r.GetBoolean(1)), ct);
        if (bills.Count == 0) return ReceiptErrors.BillNotFound.ToProblem();
        var isStaff = user.HasRole(Roles.FundManager) || user.HasRole(Roles.Auditor);
        if (!isStaff && !bills[0].Own) return ReceiptErrors.NotYourBill.ToProblem();

        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(ListSql, id, after ?? 0, size + 1),
            r => ReceiptView.Map(r, isStaff ? cipher : null), ct);
        await db.Audit.RecordReadAsync(user, (id, bills[0].Street), ct);
        return TypedResults.Ok(Page.Of(rows, size, row => $"{row.No}"));
    }

    private static async Task<Results<Ok<Revealed>, ProblemHttpResult>> RevealAsync(
        Guid id, Guid receiptId, Reveal.Request request, FundsDbContext db, FieldCipher cipher, CurrentUser user,
        CancellationToken ct)
    {
        if (Reveal.Check(request) is { } malformed) return malformed.ToProblem();
        var payers = await db.RowsAsync(
            Sql.Command(OneSql, id, receiptId), r => ReceiptView.PayerOf(r, cipher), ct);
        if (payers.Count == 0) return ReceiptErrors.NotFound.ToProblem();
        var street = (await db.RowsAsync(Sql.Command(BillSql, id, user.Subject), r => r.GetString(0), ct))[0];
        await db.Audit.RecordRevealAsync(user, ("bill_receipts.reveal", receiptId, street), request.Purpose, ct);
        return TypedResults.Ok(new Revealed(payers[0]));
    }
}
