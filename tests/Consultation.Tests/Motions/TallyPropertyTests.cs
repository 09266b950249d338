using System.Numerics;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>Random small rolls, where exact shares and ties are common, against a second, naive count.</summary>
public sealed class TallyPropertyTests
{
    private const int Cases = 20_000; // Five seeds: a hundred thousand electorates.

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    [Trait("rule", "VOTE-01"), Trait("rule", "VOTE-11"), Trait("rule", "VOTE-25")]
    public void agrees_with_a_naive_count_on_random_rolls(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var input = RandomInput(random);
            var (result, naive) = (Tally.Count(input), new NaiveTally(input).Decide());
            var where = $"seed {seed}, case {i}";

            Assert.True(naive.Outcome == result.Outcome, $"{where}: {naive.Outcome} is not {result.Outcome}");
            AssertSame(where, naive.Total(), result.Count.Total);
            AssertSame(where, naive.Sum("FOR"), result.Count.For);
            AssertSame(where, naive.Sum("AGAINST"), result.Count.Against);
            AssertSame(where, naive.Sum("ABSTAIN"), result.Count.Abstain);
            AssertSame(where, naive.Sum("INVALID"), result.Count.Invalid);
            AssertSame(where, naive.Sum("CONFLICT"), result.Count.Conflict);
            AssertSame(where, naive.Sum("SILENT"), result.Count.Silent);
            AssertSame(where, naive.Sum("FOR", "AGAINST", "ABSTAIN"), result.Count.Participating);
        }
    }

    [Fact]
    public void meets_every_outcome_and_group_often_enough_to_mean_something()
    {
        var random = new Random(1);
        var results = Enumerable.Range(0, Cases).Select(_ => Tally.Count(RandomInput(random))).ToList();

        foreach (var outcome in Enum.GetValues<Outcome>())
            Assert.InRange(results.Count(r => r.Outcome == outcome), 10, Cases);
        Assert.InRange(results.Count(r => r.UsesSilenceRule && r.Outcome != r.Strict!.Outcome), 20, Cases);
        Assert.InRange(results.Count(r => r.Count.Conflict.Heads > 0), 100, Cases);
        Assert.InRange(results.Count(r => r.Count.Invalid.Heads > 0), 100, Cases);
    }

    [Fact]
    public void does_not_depend_on_the_order_of_units_or_papers()
    {
        var random = new Random(6);
        for (var i = 0; i < 500; i++)
        {
            var input = RandomInput(random);
            var (units, ballots) = (Shuffle(random, input.Units), Shuffle(random, input.Ballots));
            var shuffled = input with { Units = units, Ballots = ballots };
            Assert.Equal(Tally.Count(input), Tally.Count(shuffled));
        }
    }

    [Fact, Trait("rule", "NUM-01")]
    public void does_not_overflow_on_areas_beyond_any_city()
    {
        var roll = Enumerable.Range(0, 4)
            .Select(i => new TallyUnit($"u{i}", long.MaxValue / 8, [$"o{i}"], SaleStatus.Sold)).ToList();
        var ballots = roll.Take(3).Select(u => new TallyBallot(u.Unit, Choice.For)).ToList();

        Assert.Equal(Outcome.Passed, Tally.Count(new(Matter.M6, RuleSet.Cc278, roll, ballots)).Outcome);
    }

    private static TallyInput RandomInput(Random random)
    {
        var units = Enumerable.Range(0, random.Next(1, 13)).Select(i => RandomUnit(random, i)).ToList();
        var matter = (Matter)random.Next(10);
        return new TallyInput(matter, (RuleSet)random.Next(2), units, RandomBallots(random, units))
        {
            DeliveredUnits = matter is not Matter.Unanimous && random.Next(2) == 0
                ? [.. units.Where(_ => random.Next(3) > 0).Select(u => u.Unit)]
                : null,
        };
    }

    private static TallyUnit RandomUnit(Random random, int index)
    {
        string[] own = [$"own{index}"];
        string[][] holders = [["A"], ["B"], ["A", "B"], ["B", "A"], ["C"], own, own, own];
        SaleStatus[] statuses = [SaleStatus.Unsold, SaleStatus.SoldNotDelivered];
        var status = random.Next(8) is var pick and < 2 ? statuses[pick] : SaleStatus.Sold;
        var area = random.Next(3) > 0 ? 100_00 : random.Next(1, 300_00);
        return new TallyUnit($"u{index}", area, holders[random.Next(holders.Length)], status);
    }

    private static List<TallyBallot> RandomBallots(Random random, List<TallyUnit> units)
    {
        var leaning = (Choice)random.Next(3);
        var turnout = random.Next(3, 11);
        var ballots = new List<TallyBallot>();
        foreach (var unit in units)
        {
            if (random.Next(10) >= turnout) continue;
            ballots.Add(new(unit.Unit, random.Next(4) > 0 ? leaning : (Choice)random.Next(4)));
            if (random.Next(8) == 0) ballots.Add(new(unit.Unit, (Choice)random.Next(4)));
        }
        return ballots;
    }

    private static T[] Shuffle<T>(Random random, IReadOnlyList<T> items)
    {
        T[] copy = [.. items];
        random.Shuffle(copy);
        return copy;
    }

    private static void AssertSame(string where, (BigInteger Area, BigInteger Heads) expected, TallyFigure actual) =>
        Assert.True(expected == (actual.Area, actual.Heads), $"{where}: {expected} is not {actual}");
}
