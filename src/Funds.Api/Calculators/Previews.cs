namespace CivicPlatform.Funds.Calculators;

/// <summary>
/// POST /apportionments:preview and /cost-shares:preview: what people try out before a meeting. Public, without
/// state, without personal data; nothing is stored.
/// </summary>
public static class Previews
{
    private const int Most = 10_000;
    private const long Whole = 1_000_000; // One, in millionths.

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
        public string Method { get; init; } = "TRAVELLED_FLOORS";

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
        routes.MapPost("/apportionments:preview", Apportion).Public().WithoutIdempotency();
        routes.MapPost("/cost-shares:preview", ShareCost).Public().WithoutIdempotency();
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
        var shape = new ShapeCheck().Code(request.Method, ["TRAVELLED_FLOORS", "FLOOR_TABLE"])
            .That(request.Method != "FLOOR_TABLE" || request.Table is not null, "table", "table.required", "必填")
            .That(request.Households.All(h => h.Extra >= Money.Zero), "households", "extra.negative", "多出资不能为负");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var households = new List<CostHousehold>(request.Households.Count);
        foreach (var household in request.Households)
        {
            var weighed = WeightOf(request, household);
            if (!weighed.Succeeded(out var weight, out var unweighed)) return unweighed.ToProblem();
            households.Add(new CostHousehold(household.Key, weight, household.Participation, household.Extra));
        }

        var split = CostShares.Split(request.NetCost, households);
        if (!split.Succeeded(out var shares, out var error)) return error.ToProblem();
        return TypedResults.Ok(new CostResponse(request.NetCost, shares));
    }

    /// <summary>The floor's coefficient, times the area where the owners agreed on that (RAISE-20).</summary>
    private static Result<Weight> WeightOf(CostRequest request, CostRequestHousehold household)
    {
        if (household.Floor is < 1 or > 200) return CalculatorErrors.FloorTooLow;
        var factor = new Weight((household.Floor - 1) * Whole);
        if (request.Method == "FLOOR_TABLE")
        {
            var floor = household.Floor.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!Weight.TryParse(request.Table!.GetValueOrDefault(floor, "0"), out factor))
                return CalculatorErrors.WeightMalformed;
        }

        if (!request.TimesArea) return factor;
        if (household.Area is not { } area) return CalculatorErrors.AreaMissing;
        // Hundredths of m² times millionths, in units of 10^-8: only ratios count, so the scale may stay. A factor
        // above 10,000 would leave 64 bits and is no coefficient of a floor.
        if (factor.Millionths > 10_000 * Whole) return CalculatorErrors.WeightMalformed;
        var product = (Int128)factor.Millionths * area.Hundredths;
        return product > long.MaxValue ? CalculatorErrors.WeightMalformed : new Weight((long)product);
    }
}
