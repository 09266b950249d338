using System.Numerics;
using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Tests.Motions;

/// <summary>
/// A second count, written from the law's text and on purpose in another way: pairwise comparison instead of
/// grouping, loops instead of sums, a strength for every choice instead of branches.
/// </summary>
internal sealed class NaiveTally
{
    private readonly TallyInput _input;
    private readonly List<List<TallyUnit>> _owners = [];
    private readonly Dictionary<string, (BigInteger Area, BigInteger Heads)> _sums = [];

    public NaiveTally(TallyInput input)
    {
        _input = input;
        foreach (var unit in input.Units)
        {
            var owner = _owners.Find(units => IsSameOwner(units[0], unit));
            if (owner is null) _owners.Add([unit]);
            else owner.Add(unit);
        }
        foreach (var owner in _owners) Add(GroupOf(owner), owner);
    }

    public Outcome Outcome { get; private set; }

    public (BigInteger Area, BigInteger Heads) Sum(params string[] groups)
    {
        var (area, heads) = (BigInteger.Zero, BigInteger.Zero);
        foreach (var group in groups)
        {
            var (a, h) = _sums.GetValueOrDefault(group);
            (area, heads) = (area + a, heads + h);
        }
        return (area, heads);
    }

    public NaiveTally Decide()
    {
        if (_input.DeliveredUnits is not null && !Follow()) Outcome = Outcome.ManualReview;
        else Outcome = _input.Matter is Matter.Unanimous ? Unanimity() : Shares();
        return this;
    }

    private bool Follow()
    {
        string[] choices = ["FOR", "AGAINST", "ABSTAIN"];
        foreach (var winner in choices)
        {
            var others = choices.Where(c => c != winner).ToList();
            if (!others.TrueForAll(o => Sum(winner).Area > Sum(o).Area && Sum(winner).Heads > Sum(o).Heads)) continue;
            foreach (var owner in _owners)
            {
                if (GroupOf(owner) != "NONE") continue;
                if (!owner.Exists(u => _input.DeliveredUnits!.Contains(u.Unit))) continue;
                Add(winner, owner);
                Add("SILENT", owner);
            }
            return true;
        }
        return false;
    }

    private Outcome Unanimity() =>
        _owners.TrueForAll(o => GroupOf(o) == "FOR") ? Outcome.Ready : Outcome.Blocked;

    private Outcome Shares()
    {
        var (total, took, yes) = (Total(), Sum("FOR", "AGAINST", "ABSTAIN"), Sum("FOR"));
        bool All(Func<BigInteger, BigInteger, BigInteger, bool> test) =>
            test(total.Area, took.Area, yes.Area) && test(total.Heads, took.Heads, yes.Heads);

        if (_input.RuleSet is RuleSet.Pre2021)
        {
            if (!All((t, p, _) => p + p > t)) return Outcome.FailedQuorum;
            var high = _input.Matter is Matter.M5 or Matter.M6 or Matter.M7;
            return All((t, _, y) => high ? y * 3 >= t * 2 : y + y > t) ? Outcome.Passed : Outcome.FailedApproval;
        }
        if (!All((t, p, _) => p * 3 >= t * 2)) return Outcome.FailedQuorum;
        var special = _input.Matter is Matter.M6 or Matter.M7 or Matter.M8;
        return All((_, p, y) => special ? y * 4 >= p * 3 : y + y > p) ? Outcome.Passed : Outcome.FailedApproval;
    }

    public (BigInteger Area, BigInteger Heads) Total() =>
        (_input.Units.Aggregate(BigInteger.Zero, (sum, u) => sum + u.Area), _owners.Count);

    private void Add(string group, List<TallyUnit> owner)
    {
        var (area, heads) = _sums.GetValueOrDefault(group);
        foreach (var unit in owner) area += unit.Area;
        _sums[group] = (area, heads + 1);
    }

    private string GroupOf(List<TallyUnit> owner)
    {
        var (yes, no, abstain, invalid) = (0, 0, 0, 0);
        foreach (var ballot in _input.Ballots)
        {
            if (!owner.Exists(u => u.Unit == ballot.Unit)) continue;
            if (ballot.Choice is Choice.For) yes = 1;
            if (ballot.Choice is Choice.Against) no = 1;
            if (ballot.Choice is Choice.Abstain) abstain = 1;
            if (ballot.Choice is Choice.Invalid) invalid = 1;
        }
        if (yes + no + abstain > 1) return "CONFLICT";
        if (yes == 1) return "FOR";
        if (no == 1) return "AGAINST";
        if (abstain == 1) return "ABSTAIN";
        return invalid == 1 ? "INVALID" : "NONE";
    }

    private static bool IsSameOwner(TallyUnit a, TallyUnit b)
    {
        if (a.Status is not SaleStatus.Sold || b.Status is not SaleStatus.Sold)
            return a.Status is not SaleStatus.Sold && b.Status is not SaleStatus.Sold;
        return a.Owners.All(b.Owners.Contains) && b.Owners.All(a.Owners.Contains);
    }
}
