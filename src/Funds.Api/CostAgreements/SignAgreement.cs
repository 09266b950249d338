using CivicPlatform.Funds.Calculators;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>POST and GET /cost-agreements/{id}/signatures: one a household and version (RAISE-23).</summary>
public static class SignAgreement
{
    private const int MaxRef = 100;

    private const string LineSql =
        "select v.id, v.drafted_on, l.participation, h.owner_refs, h.sale_status = 'SOLD', " +
        "exists (select 1 from cost_signatures s where s.version_id = v.id and s.unit_id = l.unit_id) " +
        "from cost_versions v join cost_lines l on l.version_id = v.id join unit_holders h on h.unit_id = l.unit_id " +
        "where v.agreement_id = $1 and v.number = $2 and l.unit_id = $3";

    private const string InsertSql =
        "insert into cost_signatures (id, agreement_id, version_id, version_hash, unit_id, street_code, " +
        "division_code, kind, signer, signed_on, evidence_hash, recorded_by, recorded_at) " +
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    private const string ListSql =
        "select s.id, s.unit_id, v.number, s.version_hash, s.kind, s.signer, s.signed_on, s.evidence_hash, " +
        "s.recorded_by, s.recorded_at from cost_signatures s join cost_versions v on v.id = s.version_id " +
        "where s.agreement_id = $1 and s.id > $2 order by s.id limit $3";

    public sealed record Request
    {
        public required Guid UnitId { get; init; }

        /// <summary>Hash of the text that was signed: versionHash of the agreement as the household saw it.</summary>
        public required string VersionHash { get; init; }

        /// <summary>Owner ref of a holder; DEVELOPER for a part that is not sold. Never a name.</summary>
        public required string Signer { get; init; }
        public required DateOnly SignedOn { get; init; }

        /// <summary>SHA-256 of the signed page, where one was kept.</summary>
        public string? EvidenceHash { get; init; }
    }

    /// <param name="Kind">PAYMENT, or CONSENT of a household that neither pays nor uses.</param>
    /// <param name="Number">Version that was signed.</param>
    public sealed record View(
        Guid Id, Guid UnitId, int Number, string VersionHash, SignatureKind Kind, string Signer, DateOnly SignedOn,
        string? EvidenceHash, string RecordedBy, DateTimeOffset RecordedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/cost-agreements/{id:guid}/signatures", PostAsync).Requires(Permissions.CostAgreementWrite)
            .WithTags("Cost agreements").WithSummary("Record that a household signed (登记签署)")
            .WithDescription(
                "Of the current version only, whose hash the signature bears; a household that neither pays nor uses " +
                "signs its consent (RAISE-23). 409 cost_agreements.other_version, already_signed, concluded; 422 " +
                "not_covered while Σ pays is not the net cost, opposed_signs_nothing, signer_is_no_holder, " +
                "unit_outside, signed_on_wrong_day.")
            .WithRequestExample(
                """
                {"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901","signer":"P00017","signedOn":"2026-03-02",
                 "versionHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);
        routes.MapGet("/cost-agreements/{id:guid}/signatures", ListAsync).Requires(Permissions.CostSignatureRead)
            .ReadsPersonalData()
            .WithTags("Cost agreements").WithSummary("List the signatures of an agreement (签署记录)")
            .WithDescription(
                "Of all versions, in the order of writing; keyset pages by after and limit (1 to 200). Each answer " +
                "leaves an audit row. 404 cost_agreements.not_found.");
    }

    private static async Task<Results<Created<View>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Text(request.Signer, MaxRef).Hash(request.VersionHash, "versionHash")
            .OptionalHash(request.EvidenceHash, "evidenceHash");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(id, request, http, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/cost-agreements/{id}/signatures/{view.Id}", view);
    }

    private static async Task<Results<Ok<Page<View>>, ProblemHttpResult>> ListAsync(
        Guid id, Guid? after, int? limit, FundsDbContext db, CurrentUser user, CancellationToken ct)
    {
        var street = await db.CostAgreements.Where(a => a.Id == id).Select(a => a.StreetCode)
            .SingleOrDefaultAsync(ct);
        if (street is null) return AgreementErrors.NotFound.ToProblem();
        var size = Math.Clamp(limit ?? Page.DefaultLimit, 1, Page.MaxLimit);
        var rows = await db.RowsAsync(Sql.Command(ListSql, id, after ?? Guid.Empty, size + 1), r => new View(
            r.GetGuid(0), r.GetGuid(1), r.GetInt32(2), r.GetString(3), Enum.Parse<SignatureKind>(r.GetString(4)),
            r.GetString(5), r.GetFieldValue<DateOnly>(6), r.TextOrNull(7), r.GetString(8),
            r.GetFieldValue<DateTimeOffset>(9)), ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        return TypedResults.Ok(Page.Of(rows, size, row => $"{row.Id}"));
    }

    public sealed class Handler(FundsDbContext db, AgreementDesk desk, CurrentUser user)
    {
        public async Task<Result<View>> HandleAsync(Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var agreement, out var error)) return error;
            var query = Sql.Command(LineSql, id, agreement.CurrentVersion, request.UnitId);
            var found = await db.RowsAsync(query, r => (Version: r.GetGuid(0), Drafted: r.GetFieldValue<DateOnly>(1),
                Participation: Enum.Parse<Participation>(r.GetString(2)), Holder: new CostUnit(request.UnitId, "", "",
                    "", 0, default, r.GetFieldValue<string[]>(3), r.GetBoolean(4)), Signed: r.GetBoolean(5)), ct);
            if (found.Count == 0) return AgreementErrors.UnitOutside;
            var line = found[0];
            var facts = await desk.FactsAsync(agreement.StreetCode, ct);
            var signed = agreement.Sign(request.VersionHash, line.Participation);
            if (!signed.Succeeded(out var kind, out var refused)) return refused;
            if (!line.Holder.MaySign(request.Signer)) return AgreementErrors.SignerIsNoHolder;
            if (request.SignedOn < line.Drafted || request.SignedOn > facts.On)
                return AgreementErrors.SignedOutsideVersion(line.Drafted, facts.On);

            // The agreement's lock is held: nobody else can be signing it now.
            if (line.Signed) return AgreementErrors.AlreadySigned;

            var view = new View(Guid.CreateVersion7(), request.UnitId, agreement.CurrentVersion, request.VersionHash,
                kind, request.Signer, request.SignedOn, request.EvidenceHash, facts.Actor, facts.At);
            await WriteAsync(agreement, line.Version, view, ct);
            return view;
        }

        private async Task WriteAsync(CostAgreement of, Guid version, View s, CancellationToken ct)
        {
            db.Audit.Record(user, "cost_agreements.sign", s.Id, of.StreetCode, $"{s.Kind}");
            await db.SaveChangesAsync(ct);
            await db.RunAsync([Sql.Command(InsertSql, s.Id, of.Id, version, s.VersionHash, s.UnitId, of.StreetCode,
                of.DivisionCode, $"{s.Kind}", s.Signer, s.SignedOn, s.EvidenceHash, s.RecordedBy, s.RecordedAt)], ct);
        }
    }
}
