using CivicPlatform.Funds.Ledger;

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests: asks the fund for a cost that is the fund's to bear (FUND-03, FUND-12).</summary>
public static class ProposeSpend
{
    private const int MaxItems = 100, MaxWeights = 20_000, MaxTitle = 100;

    private const string WeightsSql =
        "insert into spend_weights (request_id, unit_id, street_code, division_code, weight) " +
        "select $1, unit, $2, $3, weight from unnest($4::uuid[], $5::numeric[]) as w(unit, weight)";

    public sealed record Request
    {
        public required Guid AccountId { get; init; }
        public required string Title { get; init; }
        public required ScopeRequest Scope { get; init; }

        /// <summary>1 to 100; the budget is their sum.</summary>
        public required IReadOnlyList<SpendItem> Items { get; init; }
        public required PartCode PartCode { get; init; }

        /// <summary>Last day of the builder's warranty; or <see cref="WarrantyProofHash"/>.</summary>
        public DateOnly? WarrantyEndsOn { get; init; }

        /// <summary>SHA-256 of the proof that the warranty is over.</summary>
        public string? WarrantyProofHash { get; init; }
        public required LiabilityReason Liability { get; init; }
        public required ProposerKind Proposer { get; init; }

        /// <summary>Whether the estate has a property company (FUND-12).</summary>
        public required bool HasPropertyCompany { get; init; }
        public Guid? CaseId { get; init; }

        /// <summary>Where the owners agreed on another split in writing; by area without (FUND-14).</summary>
        public AgreementRequest? Agreement { get; init; }
    }

    /// <summary>Whole estate, one building or one entrance. There is no way to leave out a floor (004-11).</summary>
    public sealed record ScopeRequest
    {
        public required ScopeKind Kind { get; init; }
        public string Building { get; init; } = "";
        public string Entrance { get; init; } = "";
    }

    /// <param name="DocumentHash">SHA-256 of the signed agreement.</param>
    /// <param name="Weights">One for every unit of the scope.</param>
    public sealed record AgreementRequest(string DocumentHash, IReadOnlyList<AgreedWeight> Weights);

    /// <param name="Weight">Decimal text, at most six decimals.</param>
    public sealed record AgreedWeight(Guid UnitId, string Weight);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/spend-requests", PostAsync)
        .Requires(Permissions.SpendPropose)
        .WithTags("Spend requests").WithSummary("Ask the maintenance fund for a cost (提出使用申请)")
        .WithDescription(
            "Refused unless it is the fund's to bear; each refusal names the rule, the article and who bears it: 422 " +
            "spend_requests.exclusive_part (FUND-03), developer_liable, warranty_unproved (FUND-02), utility_liable, " +
            "man_made_damage, service_contract_covers (FUND-20), company_proposes, no_company (FUND-12), " +
            "weights_differ (FUND-14), scope_empty (FUND-16), not_a_maintenance_fund. The budget is the sum of the " +
            "items. 404 accounts.not_found; 409 spend_requests.register_incomplete passes by itself.")
        .WithRequestExample(
            """
            {"accountId":"01a1fc79-10a4-7d35-8f0e-0d2b6c1a7e11","title":"1幢1单元屋面防水",
             "scope":{"kind":"ENTRANCE","building":"1","entrance":"1"},
             "items":[{"name":"防水层翻修","amount":"28600.00"}],"partCode":"ROOF","warrantyEndsOn":"2016-06-30",
             "liability":"NONE","proposer":"OWNERS","hasPropertyCompany":false}
            """);

    private static async Task<Results<Created<SpendView>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        if (Check(request, out var weights).Error is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(request, weights, http, ct);
        if (!result.Succeeded(out var view, out var error)) return error.ToProblem();
        return TypedResults.Created($"/api/v1/spend-requests/{view.Id}", view);
    }

    private static ShapeCheck Check(Request request, out IReadOnlyDictionary<Guid, Weight> weights)
    {
        var scope = ScopeOf(request);
        var items = request.Items;
        var agreed = new Dictionary<Guid, Weight>();
        var readable = request.Agreement is not { } agreement || (agreement.Weights.Count is > 0 and <= MaxWeights
            && agreement.Weights.All(
                w => Weight.TryParse(w.Weight, out var weight) && agreed.TryAdd(w.UnitId, weight)));
        weights = agreed;
        return new ShapeCheck().Text(request.Title, MaxTitle)
            .That(scope.IsWhole, "scope", "scope.malformed",
                "AREA 不带楼号；BUILDING 带 building；ENTRANCE 带 building 和 entrance")
            .That(items.Count is > 0 and <= MaxItems, "items", "list.size", $"应为 1 至 {MaxItems} 项")
            .That(items.All(i => !string.IsNullOrWhiteSpace(i.Name) && i.Name.Length <= MaxTitle
                && i.Amount > Money.Zero), "items", "item.malformed", $"每项须有名称（至多 {MaxTitle} 字）和大于零的金额")
            .That(items.Sum(i => (decimal)i.Amount.Fen) <= Money.Max.Fen, "items", "amount.too_large", "合计过大")
            .OptionalHash(request.WarrantyProofHash, "warrantyProofHash")
            .OptionalHash(request.Agreement?.DocumentHash, "agreement.documentHash")
            .That(readable, "agreement.weights", "weights.malformed",
                $"每户一次，权重为至多六位小数的非负数，至多 {MaxWeights} 户");
    }

    private static SpendScope ScopeOf(Request request) =>
        new(request.Scope.Kind, request.Scope.Building, request.Scope.Entrance);

    public sealed class Handler(FundsDbContext db, SpendDesk desk)
    {
        public async Task<Result<SpendView>> HandleAsync(
            Request request, IReadOnlyDictionary<Guid, Weight> weights, HttpContext http, CancellationToken ct)
        {
            var fund = await db.BankAccounts.SingleOrDefaultAsync(a => a.Id == request.AccountId, ct);
            if (fund is null) return LedgerErrors.AccountNotFound;
            if (fund.Purpose is not AccountPurpose.MAINTENANCE_FUND) return SpendErrors.NotAFund;
            var facts = await desk.FactsAsync(fund.StreetCode, ct, request.Agreement?.DocumentHash);
            var gates = new GateFacts(request.PartCode, request.Liability, request.Proposer,
                request.HasPropertyCompany, request.WarrantyEndsOn, request.WarrantyProofHash);
            if (SpendGates.Check(gates, facts.On).Error is { } refused) return refused;
            var scope = ScopeOf(request);
            var read = await ScopeUnits.ReadAsync(db, (fund.StreetCode, fund.EstateId), scope, Guid.Empty, ct);
            if (!read.Succeeded(out var units, out var incomplete)) return incomplete;
            if (request.Agreement is not null && !weights.Keys.ToHashSet().SetEquals(units.Select(u => u.UnitId)))
                return SpendErrors.WeightsDiffer;

            var proposed = SpendRequest.Propose(fund, new SpendProposal(request.Title, scope, request.Items, gates,
                request.Agreement?.DocumentHash, request.CaseId), facts);
            db.Add(proposed);
            var view = await desk.SaveAsync(proposed, "spend_requests.propose", http, ct);
            if (weights.Count > 0)
            {
                await db.RunAsync([Sql.Command(WeightsSql, proposed.Id, proposed.StreetCode, proposed.DivisionCode,
                    weights.Keys.ToArray(), weights.Values.Select(w => w.Millionths / 1_000_000m).ToArray())], ct);
            }
            return view;
        }
    }
}
