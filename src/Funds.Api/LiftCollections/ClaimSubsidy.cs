using CivicPlatform.Funds.CostAgreements;

namespace CivicPlatform.Funds.LiftCollections;

/// <summary>POST /cost-agreements/{id}/subsidy-claims: only once the lift is registered (RAISE-21, step 20).</summary>
public static class ClaimSubsidy
{
    private const int MaxNumber = 50;

    private const string SubsidySql =
        "select v.subsidy, exists (select 1 from subsidy_claims c where c.agreement_id = $1) from cost_versions v " +
        "where v.agreement_id = $1 and v.number = $2";

    private const string InsertSql =
        "insert into subsidy_claims (id, agreement_id, street_code, division_code, amount, registration_number, " +
        "registered_on, claimed_on, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    /// <param name="RegistrationNumber">Of the lift's use registration (使用登记证编号).</param>
    /// <param name="RegisteredOn">Civil day of the registration; not after today.</param>
    public sealed record Request(string? RegistrationNumber = null, DateOnly? RegisteredOn = null);

    public sealed record Response(
        Guid Id, Money Amount, string RegistrationNumber, DateOnly RegisteredOn, DateOnly ClaimedOn);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cost-agreements/{id:guid}/subsidy-claims", PostAsync).Requires(Permissions.CampaignWrite)
            .WithTags("Cost agreements").WithSummary("Claim the subsidy of a registered lift (申领加装电梯补贴)")
            .WithDescription(
                "Of the concluded agreement, once. Registration comes first: 422 lift_collections.not_registered " +
                "without its number and day, rule RAISE-21; no_subsidy; 409 not_concluded, already_claimed.")
            .WithRequestExample("""{"registrationNumber":"梯11沪J00001(26)","registeredOn":"2026-10-20"}""");

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().OptionalText(request.RegistrationNumber, MaxNumber).Error is { } malformed)
            return malformed.ToProblem();
        var result = await handler.HandleAsync(id, request, http, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/cost-agreements/{id}/subsidy-claims/{response.Id}", response);
    }

    public sealed class Handler(FundsDbContext db, AgreementDesk desk, CurrentUser user)
    {
        public async Task<Result<Response>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var taken = await desk.TakeAsync(id, http, ct);
            if (!taken.Succeeded(out var agreement, out var error)) return error;
            var facts = await desk.FactsAsync(agreement.StreetCode, ct);
            if (agreement.Status is not AgreementStatus.CONCLUDED) return CollectionErrors.NotConcluded;
            if (string.IsNullOrWhiteSpace(request.RegistrationNumber) || request.RegisteredOn is not { } registered
                || registered > facts.On) return CollectionErrors.NotRegistered;
            var found = await db.RowsAsync(Sql.Command(SubsidySql, id, agreement.CurrentVersion),
                r => (Amount: r.Money(0), Claimed: r.GetBoolean(1)), ct);
            var (amount, claimed) = found[0];
            if (claimed) return CollectionErrors.AlreadyClaimed;
            if (amount == Money.Zero) return CollectionErrors.NoSubsidy;

            var claim = new Response(Guid.CreateVersion7(), amount, request.RegistrationNumber, registered, facts.On);
            db.Audit.Record(user, "cost_agreements.claim_subsidy", claim.Id, agreement.StreetCode);
            await db.SaveChangesAsync(ct);
            await db.RunAsync([Sql.Command(InsertSql, claim.Id, id, agreement.StreetCode, agreement.DivisionCode,
                amount.Yuan, claim.RegistrationNumber, registered, facts.On, facts.Actor)], ct);
            return claim;
        }
    }
}
