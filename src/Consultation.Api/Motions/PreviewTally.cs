namespace CivicPlatform.Consultation.Motions;

/// <summary>POST /tallies:preview: counts what it is given and keeps nothing (the calculator for a meeting).</summary>
public static class PreviewTally
{
    private const int MaxUnits = 20_000;
    private const int MaxBallots = 40_000;
    private const int MaxOwners = 50;
    private const int MaxName = 100;
    private const long MaxBodyBytes = 8 * 1024 * 1024;

    /// <param name="Matter">M1 to M9 or UNANIMOUS.</param>
    /// <param name="Units">Everyone on the roll; at most 20,000.</param>
    /// <param name="Ballots">The papers that came back; at most 40,000.</param>
    /// <param name="RuleSet">CC278, or PRE2021 to check an old record again.</param>
    /// <param name="SilenceRule">When silence follows the majority (VOTE-25).</param>
    public sealed record Request(
        Matter Matter, IReadOnlyList<Unit> Units, IReadOnlyList<Paper> Ballots, RuleSet RuleSet = RuleSet.Cc278,
        Silence? SilenceRule = null);

    /// <param name="Name">Any name, unique in the request.</param>
    /// <param name="Area">m², positive, at most two decimals, as a string.</param>
    /// <param name="Owners">All holders; the exact set is one owner. May be empty unless SOLD.</param>
    /// <param name="Status">SOLD, UNSOLD or SOLD_NOT_DELIVERED; all but SOLD are one developer.</param>
    public sealed record Unit(
        [property: System.Text.Json.Serialization.JsonPropertyName("unit")] string Name, string Area,
        IReadOnlyList<string>? Owners = null, SaleStatus Status = SaleStatus.Sold);

    /// <param name="Unit">The unit it was cast for; counts for the unit's owner.</param>
    /// <param name="Choice">FOR, AGAINST, ABSTAIN or INVALID.</param>
    public sealed record Paper(string Unit, Choice Choice);

    /// <param name="DeliveredUnits">Units with proof of delivery.</param>
    public sealed record Silence(IReadOnlyList<string> DeliveredUnits);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/tallies:preview", Post)
        .Public().WithoutIdempotency()
        .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes))
        .WithTags("Calculators").WithSummary("Count a vote without storing anything (试算表决结果)")
        .WithDescription(
            "Civil Code 278 by area and by heads, with the silence rule (VOTE-25) and the older law (PRE2021). No " +
            "token, no Idempotency-Key, nothing stored. 422 tallies.inconsistent for an unknown or duplicate unit, " +
            "a SOLD unit without owners, an area that is not a positive decimal of at most two places; 422 " +
            "motions.silence_with_unanimity.")
        .WithRequestExample(
            """
            {"matter":"M5","ruleSet":"CC278",
             "units":[{"unit":"1-101","area":"100.00","owners":["A"],"status":"SOLD"},
                      {"unit":"1-102","area":"89.32","owners":["A","B"],"status":"SOLD"},
                      {"unit":"1-103","area":"89.32","owners":[],"status":"UNSOLD"}],
             "ballots":[{"unit":"1-101","choice":"FOR"},{"unit":"1-102","choice":"AGAINST"}],
             "silenceRule":{"deliveredUnits":["1-103"]}}
            """);

    private static Results<Ok<TallyView>, ProblemHttpResult> Post(Request request)
    {
        if (ShapeOf(request).Error is { } malformed) return malformed.ToProblem();
        var input = ToInput(request);
        var faults = TallyCheck.FaultsOf(input).Take(1_000).ToList();
        if (faults.Exists(fault => fault.Code == "unanimous")) return MotionErrors.SilenceWithUnanimity.ToProblem();
        if (faults.Count > 0) return Inconsistent(faults).ToProblem();
        return TypedResults.Ok(TallyView.Of(Tally.Count(input)));
    }

    private static ShapeCheck ShapeOf(Request request) => new ShapeCheck()
        .That(request.Units.Count <= MaxUnits, "units", "list.too_long", $"不得超过 {MaxUnits} 个")
        .That(request.Ballots.Count <= MaxBallots, "ballots", "list.too_long", $"不得超过 {MaxBallots} 张")
        .That(request.Units.All(IsNamed), "units", "text.malformed", $"名称应为 1 至 {MaxName} 个字符")
        .That(request.Ballots.All(paper => IsName(paper?.Unit)), "ballots", "text.malformed", "须写明专有部分")
        .That(request.SilenceRule is null || request.SilenceRule.DeliveredUnits.All(IsName),
            "silenceRule.deliveredUnits", "text.malformed", "须写明专有部分");

    private static bool IsNamed(Unit? unit) => unit is not null && IsName(unit.Name)
        && (unit.Owners is null || (unit.Owners.Count <= MaxOwners && unit.Owners.All(IsName)));

    private static bool IsName(string? name) => name is { Length: > 0 and <= MaxName };

    private static TallyInput ToInput(Request request) => new(
        request.Matter,
        request.RuleSet,
        [.. request.Units.Select(unit => new TallyUnit(unit.Name, ReadArea(unit), unit.Owners ?? [], unit.Status))],
        [.. request.Ballots.Select(paper => new TallyBallot(paper.Unit, paper.Choice))])
    {
        DeliveredUnits = request.SilenceRule?.DeliveredUnits,
    };

    // 0 is no area, so the check of the rule finds it and says where.
    private static long ReadArea(Unit unit) => Area.TryParsePositive(unit.Area, out var area) ? area.Hundredths : 0;

    private static Error Inconsistent(List<TallyFault> faults) =>
        Error.Refused("tallies.inconsistent", "清册与选票有矛盾，无法计票") with
        {
            Findings = faults.ConvertAll(fault => new Finding(fault.Code, Explain(fault.Code), fault.Field)),
        };

    private static string Explain(string code) => code switch
    {
        "duplicate" => "重复出现",
        "unknown_unit" => "不在清册上",
        "owners_missing" => "已售专有部分须列明权利人",
        "area_not_positive" => "面积应为正数，至多两位小数",
        "empty" => "清册为空",
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };
}
