using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.Statements;

/// <summary>POST /suspense-lines/{id}/reveal: the payer's own words, for who must place the money (PRIV-16).</summary>
public static class RevealPayer
{
    private const string FindSql =
        "select l.street_code, l.counterparty, l.memo from suspense_lines s join bank_lines l on l.id = s.id " +
        "where s.id = $1";

    /// <param name="Counterparty">As the bank said it.</param>
    /// <param name="Memo">As the payer wrote it.</param>
    public sealed record Response(string Counterparty, string Memo);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/suspense-lines/{id:guid}/reveal", PostAsync).Requires(Permissions.SuspenseReveal)
            .RevealsPersonalData()
            .WithTags("Suspense").WithSummary("Show a suspense line's payer in clear (查看付款人原文)")
            .WithDescription(
                "For a purpose, which is kept with an audit row (PRIV-16). The answer is not stored: the same key " +
                "looks again. 404 suspense.not_found.")
            .WithRequestExample("""{"purpose":"PLACE_PAYMENT"}""");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Reveal.Request request, CurrentUser user, FundsDbContext db, FieldCipher cipher, CancellationToken ct)
    {
        if (Reveal.Check(request) is { } malformed) return malformed.ToProblem();
        var found = await db.RowsAsync(Sql.Command(FindSql, id), r => (Street: r.GetString(0),
            Counterparty: r.IsDBNull(1) ? null : r.GetFieldValue<byte[]>(1),
            Memo: r.IsDBNull(2) ? null : r.GetFieldValue<byte[]>(2)), ct);
        if (found.Count == 0) return StatementErrors.SuspenseNotFound.ToProblem();
        var (street, counterparty, memo) = found[0];
        await db.Audit.RecordRevealAsync(user, ("suspense.reveal", id, street), request.Purpose, ct);
        return TypedResults.Ok(new Response(Text(counterparty), Text(memo)));

        string Text(byte[]? value) => value is null ? "" : cipher.DecryptText(value, id);
    }
}
