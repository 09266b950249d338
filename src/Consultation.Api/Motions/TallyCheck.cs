namespace CivicPlatform.Consultation.Motions;

/// <summary>One contradiction in the input of a count.</summary>
/// <param name="Code">duplicate, unknown_unit, owners_missing, area_not_positive, empty or unanimous.</param>
/// <param name="Field">JSON path in the request of the calculator, such as <c>ballots[3].unit</c>.</param>
public sealed record TallyFault(string Code, string Field);

/// <summary>What a roll and its ballots must be before they can be counted.</summary>
public static class TallyCheck
{
    public static IEnumerable<TallyFault> FaultsOf(TallyInput input)
    {
        if (input.Units.Count == 0) yield return new TallyFault("empty", "units");

        var known = new HashSet<string>();
        foreach (var (index, unit) in input.Units.Index())
        {
            if (!known.Add(unit.Unit)) yield return new TallyFault("duplicate", $"units[{index}].unit");
            if (unit.Area <= 0) yield return new TallyFault("area_not_positive", $"units[{index}].area");
            if (unit.Status is SaleStatus.Sold && unit.Owners.Count == 0)
                yield return new TallyFault("owners_missing", $"units[{index}].owners");
        }

        foreach (var (index, ballot) in input.Ballots.Index())
            if (!known.Contains(ballot.Unit)) yield return new TallyFault("unknown_unit", $"ballots[{index}].unit");

        foreach (var fault in SilenceFaultsOf(input, known)) yield return fault;
    }

    private static IEnumerable<TallyFault> SilenceFaultsOf(TallyInput input, HashSet<string> known)
    {
        if (input.DeliveredUnits is not { } delivered) yield break;
        if (input.Matter is Matter.Unanimous) yield return new TallyFault("unanimous", "silenceRule");

        var seen = new HashSet<string>();
        foreach (var (index, unit) in delivered.Index())
        {
            var field = $"silenceRule.deliveredUnits[{index}]";
            if (!known.Contains(unit)) yield return new TallyFault("unknown_unit", field);
            if (!seen.Add(unit)) yield return new TallyFault("duplicate", field);
        }
    }
}
