using CivicPlatform.Funds.Calculators;

namespace CivicPlatform.Funds.CostAgreements;

/// <summary>What a version is made of, as it is asked for.</summary>
public sealed record TermsRequest
{
    public required CostsRequest Costs { get; init; }

    /// <summary>TRAVELLED_FLOORS (floor − 1), or FLOOR_TABLE with <see cref="Table"/>.</summary>
    [CodesOf(typeof(FloorWeights), nameof(FloorWeights.Methods))]
    public string Method { get; init; } = FloorWeights.TravelledFloors;

    /// <summary>Weight by floor, decimal texts; floors that are absent weigh 0.</summary>
    public IReadOnlyDictionary<string, string>? Table { get; init; }

    /// <summary>Multiply the floor's weight by the area.</summary>
    public bool TimesArea { get; init; }

    /// <summary>False leaves open what non-payers do not pay: a draft to negotiate over, which nobody signs.</summary>
    public bool Resplit { get; init; } = true;

    /// <summary>What becomes of a share that is paid later (RAISE-24).</summary>
    public LateJoinRule LateJoin { get; init; }

    /// <summary>Every exclusive part of the building or entrance, once.</summary>
    public required IReadOnlyList<Household> Households { get; init; }

    public sealed record Household
    {
        public required Guid UnitId { get; init; }
        public required Participation Participation { get; init; }

        /// <summary>What a payer volunteers beyond its share (自愿多出资).</summary>
        public Money Extra { get; init; }
    }

    internal CostTerms TermsBy(LiftCostRules rules) => new(
        Costs.HeadsBy(rules), new FloorWeights(Method, Method == FloorWeights.FloorTable ? Table : null, TimesArea),
        Resplit, LateJoin);

    internal IReadOnlyDictionary<Guid, CostChoice> Choices =>
        Households.ToDictionary(h => h.UnitId, h => new CostChoice(h.Participation, h.Extra));

    /// <summary>Finds what is malformed.</summary>
    internal ShapeCheck Check(ShapeCheck shape)
    {
        var isTable = Method == FloorWeights.FloorTable;
        return shape.Code(Method, FloorWeights.Methods, "method")
            .That(!isTable || Table is { Count: > 0 and <= FloorWeights.HighestFloor }, "table", "table.required",
                $"按楼层系数分摊须填 1 至 {FloorWeights.HighestFloor} 行")
            .That(!isTable || Table is null || Table.All(row => IsFloor(row.Key) && Weight.TryParse(row.Value, out _)),
                "table", "table.malformed", "楼层为 1 至 200 的整数，系数为至多六位小数的非负数")
            .That(Costs.Given.All(part => part >= Money.Zero), "costs", "amount.negative", "金额不能为负")
            .That(Costs.Given.Sum(part => (decimal)part.Fen) <= Money.Max.Fen, "costs", "amount.too_large", "合计过大")
            .That(Households.Count is > 0 and <= AgreementUnits.Max, "households", "list.size",
                $"应为 1 至 {AgreementUnits.Max} 户")
            .That(Households.DistinctBy(h => h.UnitId).Count() == Households.Count, "households", "unit.twice",
                "同一户出现两次")
            .That(Households.All(h => h.Extra >= Money.Zero), "households", "extra.negative", "多出资不能为负")
            .That(Households.Sum(h => (decimal)h.Extra.Fen) <= Money.Max.Fen, "households", "amount.too_large",
                "合计过大");
    }

    private static bool IsFloor(string text) =>
        int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var floor)
        && floor is >= 1 and <= FloorWeights.HighestFloor
        && text == floor.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The heads of the cost as they are asked for; what is left out is 0.00 (RAISE-20).</summary>
public sealed record CostsRequest
{
    public required Money Works { get; init; }
    public Money PipeRelocation { get; init; }
    public Money Design { get; init; }
    public Money Supervision { get; init; }

    /// <summary>To households that lose light, air or passage; the place may cap it (RAISE-25).</summary>
    public Money Compensation { get; init; }

    /// <summary>Of the government; left out: what the place's rule gives (RAISE-21). Never above that.</summary>
    public Money? Subsidy { get; init; }

    /// <summary>For everybody; what is earmarked lowers one household's amount instead (RAISE-27).</summary>
    public Money Grants { get; init; }

    internal IReadOnlyList<Money> Given => HeadsBy(s_noRules).All;

    private static readonly LiftCostRules s_noRules = new(null, null, null);

    internal CostHeads HeadsBy(LiftCostRules rules) => new(Works, PipeRelocation, Design, Supervision, Compensation,
        Subsidy ?? rules.SubsidyOf(Works) ?? Money.Zero, Grants);
}
