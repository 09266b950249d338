using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>One row of domain.md 1.5: a count and what comes of it. The rule and the endpoint both run it.</summary>
public sealed record TallyVector(string Id, TallyInput Input, Outcome Outcome)
{
    /// <summary>Area in whole m² and heads, where the table gives them.</summary>
    public (long Area, int Heads)? Total { get; init; }
    public (long Area, int Heads)? Participating { get; init; }
    public (long Area, int Heads)? For { get; init; }
    public (long Area, int Heads)? Conflict { get; init; }
    public Outcome? Strict { get; init; }

    public override string ToString() => Id;
}

/// <summary>The test vectors V-01 to V-20 of domain.md 1.5.</summary>
internal static class TallyVectors
{
    public static IEnumerable<TallyVector> All() =>
        [.. Thresholds(), .. Heads(), .. CoOwners(), .. RealCases(), .. OldLawAndUnanimity(), .. DualConsultation()];

    private static IEnumerable<TallyVector> Thresholds()
    {
        var twelve = Rolls.Of(12);
        foreach (var (matter, outcome) in Both(Outcome.Passed, Outcome.Passed))
        {
            yield return new($"V-01 {matter}", Input(matter, twelve, "6F 2A"), outcome)
            {
                Total = (1200, 12), Participating = (800, 8), For = (600, 6),
            };
        }
        foreach (var (matter, outcome) in Both(Outcome.Passed, Outcome.FailedApproval))
            yield return new($"V-02 {matter}", Input(matter, twelve, "5F 3A"), outcome) { For = (500, 5) };
        foreach (var (matter, outcome) in Both(Outcome.FailedApproval, Outcome.FailedApproval))
            yield return new($"V-03 {matter}", Input(matter, twelve, "4F 4A"), outcome) { For = (400, 4) };
        foreach (var (matter, outcome) in Both(Outcome.FailedQuorum, Outcome.FailedQuorum))
            yield return new($"V-04 {matter}", Input(matter, twelve, "7F"), outcome) { Participating = (700, 7) };
        foreach (var (matter, outcome) in Both(Outcome.FailedQuorum, Outcome.FailedQuorum))
        {
            IReadOnlyList<TallyUnit> smallAndLarge = [.. Rolls.Of(8, 60), .. Rolls.Of(4, 180, from: 8)];
            yield return new($"V-05 {matter}", Input(matter, smallAndLarge, "8F"), outcome)
            {
                Total = (1200, 12), Participating = (480, 8),
            };
        }
        foreach (var (matter, outcome) in Both(Outcome.Passed, Outcome.FailedApproval))
            yield return new($"V-13 {matter}", Input(matter, twelve, "5F 1A 3-"), outcome) { Participating = (900, 9) };
    }

    private static IEnumerable<TallyVector> Heads()
    {
        var ownerOfThree = Rolls.Of(12).OwnedBy("A", 0, 1, 2);
        foreach (var (matter, outcome) in Both(Outcome.FailedQuorum, Outcome.FailedQuorum))
        {
            // One paper of A, for one of the three units, carries the area of all three.
            yield return new($"V-07 {matter}", Input(matter, ownerOfThree, "1F 2. 5F"), outcome)
            {
                Total = (1200, 10), Participating = (800, 6),
            };
        }
        foreach (var (matter, outcome) in Both(Outcome.Passed, Outcome.FailedApproval))
        {
            yield return new($"V-08 {matter}", Input(matter, ownerOfThree, "1F 2. 3F 3A"), outcome)
            {
                Total = (1200, 10), Participating = (900, 7), For = (600, 4),
            };
        }
        var fourUnsold = Rolls.Of(12).WithStatus(SaleStatus.Unsold, 8, 9, 10, 11);
        foreach (var (matter, outcome) in Both(Outcome.Passed, Outcome.Passed))
        {
            yield return new($"V-09 {matter}", Input(matter, fourUnsold, "6F 2A"), outcome)
            {
                Total = (1200, 9), Participating = (800, 8),
            };
        }
        var undelivered = Rolls.Of(12)
            .WithStatus(SaleStatus.Unsold, 7, 8, 9).WithStatus(SaleStatus.SoldNotDelivered, 10, 11);
        yield return new("V-11", Input(Matter.M5, undelivered, ""), Outcome.FailedQuorum) { Total = (1200, 8) };

        var threeBuildings = Rolls.Of(300).OwnedBy("A", 0, 100, 200);
        yield return new("V-18 area", Input(Matter.M5, threeBuildings, ""), Outcome.FailedQuorum)
        {
            Total = (30_000, 298),
        };
        foreach (var building in Enumerable.Range(0, 3))
        {
            var roll = threeBuildings.Skip(building * 100).Take(100).ToList();
            yield return new($"V-18 building {building + 1}", Input(Matter.M5, roll, ""), Outcome.FailedQuorum)
            {
                Total = (10_000, 100),
            };
        }
    }

    private static IEnumerable<TallyVector> CoOwners()
    {
        IReadOnlyList<TallyUnit> roll = [.. Rolls.Of(2), new("501", 100_00, ["wife", "husband"], SaleStatus.Sold)];
        IReadOnlyList<TallyBallot> papers =
            [new("u0", Choice.For), new("u1", Choice.For), new("501", Choice.For), new("501", Choice.Against)];

        yield return new("V-12 open", new(Matter.M5, RuleSet.Cc278, roll, papers), Outcome.Passed)
        {
            Total = (300, 3), Participating = (200, 2), Conflict = (100, 1),
        };
        yield return new("V-12 designated", new(Matter.M5, RuleSet.Cc278, roll, [.. papers.Take(3)]), Outcome.Passed)
        {
            Participating = (300, 3), For = (300, 3), Conflict = (0, 0),
        };
    }

    private static IEnumerable<TallyVector> RealCases()
    {
        var roll = Rolls.Of(1291);
        var input = Input(Matter.M5, roll, "417F 278A 8-");
        yield return new("V-15 strict", input, Outcome.FailedQuorum)
        {
            Total = (129_100, 1291), Participating = (70_300, 703),
        };
        IReadOnlyList<string> delivered = [.. roll.Take(1287).Select(u => u.Unit)];
        yield return new("V-15 silence", input with { DeliveredUnits = delivered }, Outcome.Passed)
        {
            Participating = (128_700, 1287), For = (100_100, 1001), Strict = Outcome.FailedQuorum,
        };
    }

    private static IEnumerable<TallyVector> OldLawAndUnanimity()
    {
        var lift = Rolls.Of(44);
        var old = Input(Matter.M7, lift, "32F") with { RuleSet = RuleSet.Pre2021 };
        yield return new("V-16 PRE2021", old, Outcome.Passed) { For = (3200, 32) };
        yield return new("V-16 CC278 32", Input(Matter.M7, lift, "32F 12A"), Outcome.FailedApproval);
        yield return new("V-16 CC278 33", Input(Matter.M7, lift, "33F 11A"), Outcome.Passed);

        var riser = Rolls.Of(32);
        yield return new("V-17 31", Input(Matter.Unanimous, riser, "31F"), Outcome.Blocked);
        yield return new("V-17 32", Input(Matter.Unanimous, riser, "32F"), Outcome.Ready);
    }

    private static IEnumerable<TallyVector> DualConsultation()
    {
        var zone = Rolls.Of(300, 80);
        yield return new("V-20 zone 101", Input(Matter.M9, zone, "101F 99A"), Outcome.Passed)
        {
            Total = (24_000, 300), Participating = (16_000, 200), For = (8_080, 101),
        };
        yield return new("V-20 zone 100", Input(Matter.M9, zone, "100F 100A"), Outcome.FailedApproval);

        var building = Rolls.Of(10, 80);
        yield return new("V-20 building 7", Input(Matter.M7, building, "7F 1A"), Outcome.Passed) { For = (560, 7) };
        yield return new("V-20 building 6", Input(Matter.M7, building, "6F 2A"), Outcome.Passed) { For = (480, 6) };
        yield return new("V-20 building 5", Input(Matter.M7, building, "5F 3A"), Outcome.FailedApproval)
        {
            For = (400, 5),
        };
    }

    /// <summary>The same count as an ordinary and as a special matter.</summary>
    private static IEnumerable<(Matter, Outcome)> Both(Outcome ordinary, Outcome special) =>
        [(Matter.M5, ordinary), (Matter.M6, special)];

    private static TallyInput Input(Matter matter, IReadOnlyList<TallyUnit> roll, string papers) =>
        new(matter, RuleSet.Cc278, roll, Rolls.Papers(roll, papers));
}
