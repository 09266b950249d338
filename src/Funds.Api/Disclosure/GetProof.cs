using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>GET /snapshots/{id}/proof?unitId=: that one's own line is among those of a public page (T2).</summary>
public static class GetProof
{
    private const string OwnsSql =
        "select exists (select 1 from unit_holders h join owner_accounts o on o.estate_id = h.estate_id " +
        "and o.owner_ref = any(h.owner_refs) where h.unit_id = $1 and h.estate_id = $2 and o.subject = $3)";

    /// <summary>A file as it stands: the verifier reads the answer as it was served.</summary>
    public sealed record Response(LineProof Proof);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/snapshots/{id:guid}/proof", GetAsync)
        .Requires(Permissions.LineProofRead).ReadsPersonalData()
        .WithTags("Disclosure").WithSummary("Prove one's own line of a public page (本户证明, T2)")
        .WithDescription(
            "The line, its salt, the path to the root and the page; no line of anybody else. ./civic " +
            "verify-disclosure checks it without database or network (docs/verify-disclosure.md). An owner gets his " +
            "own units only: 403 disclosure.not_your_unit; none of a building whose page is withheld: 422 " +
            "disclosure.withheld, rule PRIV-11. 404 disclosure.snapshot_not_found, disclosure.unit_not_found; 409 " +
            "disclosure.without_lines.")
        .Produces<Response>(StatusCodes.Status200OK);

    private static async Task<Results<JsonHttpResult<Response>, ProblemHttpResult>> GetAsync(
        Guid id, Guid unitId, Handler handler, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, unitId, ct);
        return result.Succeeded(out var proof, out var error)
            ? TypedResults.Json(new Response(proof), ProofText.Json)
            : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, StoredPages pages, LineSalts salts, CurrentUser user)
    {
        public async Task<Result<LineProof>> HandleAsync(Guid id, Guid unitId, CancellationToken ct)
        {
            var found = await pages.FindAsync(id, ct);
            if (!found.Succeeded(out var stored, out var error)) return error;
            if (await RefuseOwnerAsync(stored, unitId, ct) is { } refused) return refused;
            var index = unitId == Guid.Empty ? -1 : stored.Units.ToList().IndexOf(unitId);
            if (index < 0) return DisclosureErrors.UnitNotFound;

            var path = MerkleTree.Path(salts.LeavesOf(id, stored.Lines), index);
            var leaf = stored.Lines[index];
            var salt = salts.SaltOf(id, PageLine.Read(leaf).Id);
            await db.Audit.RecordReadAsync(user, (id, stored.StreetCode), ct, ("unit", $"{unitId}"));
            return new LineProof(LineProof.CurrentFormat, stored.Page, leaf, Convert.ToHexStringLower(salt), index,
                [.. path.Select(Convert.ToHexStringLower)]);
        }

        // Who reads every bill anyway may see every proof; an owner his own, and never what gives a neighbour away.
        private async Task<Error?> RefuseOwnerAsync(StoredPage stored, Guid unitId, CancellationToken ct)
        {
            if (user.HasRole(Roles.FundManager) || user.HasRole(Roles.Auditor)) return null;
            var owns = await db.RowsAsync(
                Sql.Command(OwnsSql, unitId, stored.EstateId, user.Subject), r => r.GetBoolean(0), ct);
            if (!owns[0]) return DisclosureErrors.NotYourUnit;
            return stored.Withheld ? DisclosureErrors.Withheld : null;
        }
    }
}
