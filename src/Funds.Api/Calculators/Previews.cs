namespace CivicPlatform.Funds.Calculators;

/// <summary>
/// POST /apportionments:preview and /cost-shares:preview: what people try out before a meeting. Public, without
/// state, without personal data; nothing is stored.
/// </summary>
public static class Previews
{
    private const int Most = 10_000;

    /// <summary>One bearer: an opaque key, and a weight as a decimal text.</summary>
    public sealed record WeightedBearer(string Key, string Weight);

    public sealed record ApportionmentRequest(Money Total, IReadOnlyList<WeightedBearer> Bearers);

    /// <summary>One share, in the order sent.</summary>
    public sealed record Share(string Key, Money Amount);

    public sealed record ApportionmentResponse(Money Total, IReadOnlyList<Share> Shares);

    public sealed record CostRequest
    {
        public required Money NetCost { get; init; }

        /// <summary>TRAVELLED_FLOORS (floor − 1), or FLOOR_TABLE with <see cref="Table"/>.</summary>
        [CodesOf(typeof(FloorWeights), nameof(FloorWeights.Methods))]
        public string Method { get; init; } = FloorWeights.TravelledFloors;

        /// <summary>Weight by floor; floors that are absent weigh 0.</summary>
        public IReadOnlyDictionary<string, string>? Table { get; init; }

        /// <summary>Multiply the floor's weight by the area.</summary>
        public bool TimesArea { get; init; }

        public required IReadOnlyList<CostRequestHousehold> Households { get; init; }
    }

    public sealed record CostRequestHousehold
    {
        public required string Key { get; init; }
        public required int Floor { get; init; }
        public Area? Area { get; init; }
        public Participation Participation { get; init; }
        public Money Extra { get; init; }
    }

    public sealed record CostResponse(Money NetCost, IReadOnlyList<CostShare> Households);

    public static void MapCalculators(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/apportionments:preview", Apportion).Public().WithoutIdempotency()
            .WithTags("Calculators").WithSummary("Split an amount by weights without storing anything (试算分摊)")
            .WithDescription(
                "To the fen by largest remainders (FUND-17): Σ shares is the total. Weights are decimal texts; at " +
                "most 10,000 bearers. 422 apportionment.weight_malformed, rule FUND-17; calculators.too_many.")
            .WithRequestExample(
                """{"total":"100.00","bearers":[{"key":"4-1-101","weight":"89.32"},{"key":"4-1-102","weight":"6"}]}""");
        routes.MapPost("/cost-shares:preview", ShareCost).Public().WithoutIdempotency()
            .WithTags("Calculators").WithSummary("Share the cost of a new lift without storing anything (试算加装电梯分摊)")
            .WithDescription(
                "By travelled floors or a table of weights, times the area where agreed (RAISE-20); who does not pay " +
                "sees what joining later would cost (RAISE-24). 422 cost_shares.floor_too_low, " +
                "cost_shares.area_missing, rule RAISE-20; cost_shares.no_payer, cost_shares.extra_of_non_payer, " +
                "cost_shares.extra_beyond_shortfall, rule RAISE-23.")
            .WithRequestExample(
                """
                {"netCost":"300000.00","method":"TRAVELLED_FLOORS","households":[
                 {"key":"2-201","floor":2,"participation":"PAY"},{"key":"2-301","floor":3,"participation":"PAY"},
                 {"key":"2-101","floor":1,"participation":"NO_PAY_NO_USE"}]}
                """);
    }

    private static Results<Ok<ApportionmentResponse>, ProblemHttpResult> Apportion(ApportionmentRequest request)
    {
        if (request.Bearers.Count > Most) return CalculatorErrors.TooMany.ToProblem();
        var bearers = new List<Bearer>(request.Bearers.Count);
        foreach (var bearer in request.Bearers)
        {
            if (!Weight.TryParse(bearer.Weight, out var weight)) return CalculatorErrors.WeightMalformed.ToProblem();
            bearers.Add(new Bearer(bearer.Key, weight));
        }

        var split = Apportionment.Split(request.Total, bearers);
        if (!split.Succeeded(out var shares, out var error)) return error.ToProblem();
        return TypedResults.Ok(new ApportionmentResponse(
            request.Total, [.. bearers.Zip(shares, (bearer, share) => new Share(bearer.Key, share))]));
    }

    private static Results<Ok<CostResponse>, ProblemHttpResult> ShareCost(CostRequest request)
    {
        if (request.Households.Count > Most) return CalculatorErrors.TooMany.ToProblem();
        var shape = new ShapeCheck().Code(request.Method, FloorWeights.Methods)
            .That(request.Method != FloorWeights.FloorTable || request.Table is not null, "table", "table.required",
                "必填")
            .That(request.Households.All(h => h.Extra >= Money.Zero), "households", "extra.negative", "多出资不能为负");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var floors = new FloorWeights(request.Method, request.Table, request.TimesArea);
        var households = new List<CostHousehold>(request.Households.Count);
        foreach (var household in request.Households)
        {
            var weighed = floors.Of(household.Floor, household.Area);
            if (!weighed.Succeeded(out var weight, out var unweighed)) return unweighed.ToProblem();
            households.Add(new CostHousehold(household.Key, weight, household.Participation, household.Extra));
        }

        var split = CostShares.Split(request.NetCost, households);
        if (!split.Succeeded(out var shares, out var error)) return error.ToProblem();
        return TypedResults.Ok(new CostResponse(request.NetCost, shares));
    }
}
