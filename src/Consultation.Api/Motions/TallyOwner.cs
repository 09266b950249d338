namespace CivicPlatform.Consultation.Motions;

/// <summary>The single word that all papers of one owner come to.</summary>
public enum Vote
{
    NoPaper,
    For,
    Against,
    Abstain,
    Invalid,
    Conflict,
}

/// <summary>One owner of the roll: one head, however many units (VOTE-11).</summary>
/// <param name="Area">All his units together, in 0.01 m².</param>
/// <param name="Vote">What his papers say together.</param>
/// <param name="Delivered">A paper reached him for at least one of his units (VOTE-25).</param>
public sealed record TallyOwner(long Area, Vote Vote, bool Delivered)
{
    private const string Developer = "developer";

    /// <summary>Groups the units of a roll by owner and reads each owner's papers.</summary>
    /// <remarks>Merging is per roll (VOTE-12): the same person is one head on every roll that names him.</remarks>
    public static IReadOnlyList<TallyOwner> AllOf(TallyInput input)
    {
        var answers = input.Ballots.ToLookup(ballot => ballot.Unit);
        var delivered = (input.DeliveredUnits ?? []).ToHashSet();

        return [.. input.Units
            .GroupBy(KeyOf)
            .Select(units => new TallyOwner(
                Area: units.Sum(unit => unit.Area),
                Vote: Consolidate(Heard([.. units.SelectMany(unit => answers[unit.Unit])])),
                Delivered: units.Any(unit => delivered.Contains(unit.Unit))))];
    }

    /// <summary>
    /// Who votes for a unit: the exact set of its holders, so that {A} and {A, B} are two owners (VOTE-14); the
    /// developer for everything unsold or not handed over, whatever it lists (VOTE-11, VOTE-16).
    /// </summary>
    public static string KeyOf(TallyUnit unit) => unit.Status is SaleStatus.Sold
        ? string.Concat(unit.Owners.Distinct().Order(StringComparer.Ordinal).Select(name => $"{name.Length}:{name}"))
        : Developer;

    /// <summary>What an owner in conflict has signed for is what he says (VOTE-13), else all his papers.</summary>
    public static IEnumerable<Choice> Heard(IReadOnlyList<TallyBallot> papers)
    {
        var designated = papers.Where(paper => paper.Designated).ToList();
        return (designated.Count > 0 ? designated : papers).Select(paper => paper.Choice);
    }

    /// <summary>
    /// Equal valid answers are one, different ones a conflict (VOTE-13); an invalid paper beside a valid one is
    /// ignored, alone it makes the owner invalid (VOTE-24).
    /// </summary>
    public static Vote Consolidate(IEnumerable<Choice> answers)
    {
        var said = answers.ToHashSet();
        if (said.Count == 0) return Vote.NoPaper;

        said.Remove(Choice.Invalid);
        return said.Count switch
        {
            0 => Vote.Invalid,
            1 => said.Single() switch { Choice.For => Vote.For, Choice.Against => Vote.Against, _ => Vote.Abstain },
            _ => Vote.Conflict,
        };
    }
}
