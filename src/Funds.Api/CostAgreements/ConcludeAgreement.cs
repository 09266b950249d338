using CivicPlatform.Contracts.Funds;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>POST /cost-agreements/{id}/conclude: everybody has signed the same text (RAISE-23).</summary>
public static class ConcludeAgreement
{
    private const string SignedSql =
        "select count(*) filter (where l.participation = 'PAY')::int, " +
        "count(s.id) filter (where l.participation = 'PAY')::int, " +
        "count(*) filter (where l.participation = 'NO_PAY_NO_USE')::int, " +
        "count(s.id) filter (where l.participation = 'NO_PAY_NO_USE')::int, coalesce(sum(l.pays), 0), " +
        "count(*)::int from cost_versions v join cost_lines l on l.version_id = v.id " +
        "left join cost_signatures s on s.version_id = v.id and s.unit_id = l.unit_id " +
        "where v.agreement_id = $1 and v.number = $2";

    /// <param name="VersionHash">Of the version that is concluded, as the caller saw it.</param>
    public sealed record Request(string VersionHash);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cost-agreements/{id:guid}/conclude", PostAsync).Requires(Permissions.CostAgreementWrite)
            .WithTags("Cost agreements").WithSummary("Conclude the agreement that all have signed (协议成立)")
            .WithDescription(
                "Every payer signed the current version, every household that neither pays nor uses signed its " +
                "consent, and Σ pays is the net cost: 422 cost_agreements.unsigned, not_covered, rule RAISE-23; 409 " +
                "cost_agreements.concluded, other_version. If-Match is checked when given (412).")
            .WithRequestExample(
                """{"versionHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""");

    private static async Task<Results<Ok<AgreementView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, FundsDbContext db, AgreementDesk desk, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Hash(request.VersionHash, "versionHash").Error is { } malformed)
            return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var agreement, out var error)) return error.ToProblem();
        var facts = await desk.FactsAsync(agreement.StreetCode, ct);
        var counted = await db.RowsAsync(Sql.Command(SignedSql, id, agreement.CurrentVersion), r => (
            Signed: new SignedSoFar(r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3)), Pays: r.Money(4),
            Households: r.GetInt32(5)), ct);
        var (signed, pays, households) = counted[0];
        if (agreement.Conclude(request.VersionHash, signed, pays, facts.On).Error is { } refused)
            return refused.ToProblem();
        db.Outbox.Enqueue(new CostAgreementConcluded
        {
            AggregateId = id,
            AggregateVersion = agreement.NextVersion,
            OccurredAt = facts.At,
            StreetCode = agreement.StreetCode,
            CaseId = agreement.CaseId,
            EstateId = agreement.EstateId,
            Building = agreement.Building,
            Entrance = agreement.Entrance.Length == 0 ? null : agreement.Entrance,
            Number = agreement.CurrentVersion,
            VersionHash = agreement.CurrentHash,
            NetCost = agreement.NetCost.Yuan,
            Households = households,
            Payers = signed.Payers,
            ConcludedOn = facts.On,
        });
        return TypedResults.Ok(await desk.SaveAsync(agreement, "cost_agreements.conclude", http, ct));
    }
}
