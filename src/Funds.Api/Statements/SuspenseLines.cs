using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Suspense;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>Whether money still waits for a person.</summary>
public static class SuspenseStatuses
{
    public static readonly IReadOnlyList<string> All = ["OPEN", "ASSIGNED", "RETURNED"];
}

/// <summary>GET /suspense-lines?accountId=: what waits for a person; payers are masked (PRIV-16).</summary>
public static class ListSuspense
{
    private const string ListSql =
        "select s.id, s.amount, s.status, s.version, l.serial, l.booked_at, l.counterparty, l.memo " +
        "from suspense_lines s join bank_lines l on l.id = s.id where s.account_id = $1 and s.id > $2 " +
        "and ($3 = '' or s.status = $3) order by s.id limit $4";

    /// <summary>Counterparty and memo are personal data: masked here, shown by /suspense-lines/{id}/reveal.</summary>
    public sealed record Item(
        Guid Id, string BankSerial, DateTimeOffset BookedAt, Money Amount, string Counterparty, string Memo,
        [CodesOf(typeof(SuspenseStatuses))] string Status, long Version);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/suspense-lines", ListAsync).Requires(Permissions.SuspenseRead)
            .ReadsPersonalData()
            .WithTags("Suspense").WithSummary("List money that nobody could place (待确认款项)")
            .WithDescription(
                "Of an account; payers are masked (PRIV-16), POST /suspense-lines/{id}/reveal shows them. Filter by " +
                "status; keyset pages by after and limit (1 to 200). 404 accounts.not_found.");

    private static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> ListAsync(
        Guid accountId, [CodesOf(typeof(SuspenseStatuses))] string? status, Guid? after, int? limit,
        FundsDbContext db, FieldCipher cipher, CurrentUser user, CancellationToken ct)
    {
        if (status is not null && new ShapeCheck().Code(status, SuspenseStatuses.All).Error is { } malformed)
            return malformed.ToProblem();
        var street = await db.BankAccounts.Where(a => a.Id == accountId).Select(a => a.StreetCode)
            .SingleOrDefaultAsync(ct);
        if (street is null) return LedgerErrors.AccountNotFound.ToProblem();
        await db.Audit.RecordReadAsync(user, (accountId, street), ct, ("status", status));
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(
            Sql.Command(ListSql, accountId, after ?? Guid.Empty, status ?? "", size + 1), r => Map(r, cipher), ct);
        return TypedResults.Ok(Page.Of(rows, size, row => row.Id.ToString()));
    }

    private static Item Map(NpgsqlDataReader r, FieldCipher cipher)
    {
        var id = r.GetGuid(0);
        return new Item(id, r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.Money(1), Masking.Name(Text(6)),
            Masking.Memo(Text(7)),
            r.GetString(2), r.GetInt64(3));

        string Text(int column) => r.IsDBNull(column) ? "" : cipher.DecryptText(r.GetFieldValue<byte[]>(column), id);
    }
}

/// <summary>POST /suspense-lines/{id}/assign: a person says whose money it is, and it counts.</summary>
public static class AssignSuspense
{
    private const string FindSql =
        "select s.id, s.account_id, s.amount, s.status, s.version, l.serial, l.booked_at from suspense_lines s " +
        "join bank_lines l on l.id = s.id where s.id = $1";

    public sealed record Request
    {
        public required string Building { get; init; }
        public string Entrance { get; init; } = "";
        public required string Room { get; init; }

        /// <summary>Why this person believes so; kept for the auditor.</summary>
        public required string Reason { get; init; }
    }

    /// <param name="Outcome">MATCHED, OVERPAID, CREDITED or REFUNDED.</param>
    /// <param name="AssignmentId">What /suspense-assignments/{id}/undo takes back.</param>
    public sealed record Response(
        Guid Id, [CodesOf(typeof(LineOutcome))] string Outcome, Money ToBill, Money ToCredit, Guid AssignmentId);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/suspense-lines/{id:guid}/assign", PostAsync).Requires(Permissions.SuspenseAssign)
            .WithTags("Suspense").WithSummary("Say whose money a suspense line is (认领待确认款项)")
            .WithDescription(
                "Then it counts for that household's bill; the reason is kept for the auditor. If-Match with the " +
                "line's version is checked when given (412). 404 suspense.not_found; 409 suspense.already_assigned; " +
                "422 suspense.household_unknown, suspense.refund_too_large.")
            .WithRequestExample("""{"building":"4","entrance":"1","room":"101","reason":"业主来电确认并出示回单"}""");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, http, ct);
        return result.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user, Assigner assigner)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var shape = new ShapeCheck().Text(request.Building, 20).OptionalText(request.Entrance, 20)
                .Text(request.Room, 20).Text(request.Reason, 200);
            if (shape.Error is { } malformed) return malformed;
            var found = await db.RowsAsync(Sql.Command(FindSql, id), OpenLine.Map, ct);
            if (found.Count == 0) return StatementErrors.SuspenseNotFound;
            var line = found[0];
            if (http.CheckIfMatch(line.Version) is { } stale) return stale;

            var unit = new UnitCode(request.Building, request.Entrance, request.Room);
            var order = new Order([line], [new OrderPart(AssignmentKinds.Bill, unit, line.Amount)], request.Reason);
            var assigned = await assigner.AssignAsync(order, ct);
            if (!assigned.Succeeded(out var done, out var refused)) return refused;
            db.Audit.Record(user, "suspense.assign", id, done.StreetCode);
            await db.SaveChangesAsync(ct);
            var placement = done.Pieces[0].Posted.Placement;
            return new Response(
                id, placement.Outcome.ToString(), placement.ToBill, placement.ToCredit, done.Id);
        }
    }
}
