using CivicPlatform.Funds.Calculators;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Calculators;

public sealed class CostSharesTests
{
    private static readonly Money s_net = new(420_000_00);

    [Fact, Trait("rule", "RAISE-22")]
    public void r_10_travelled_floors_share_the_whole_cost() =>
        Assert.Equal(["14000.00", "28000.00", "42000.00", "56000.00", "70000.00"],
            Split([]).Where((_, i) => i % 2 == 0).Select(s => s.Pays.ToString()));

    [Fact, Trait("rule", "RAISE-23")]
    public void r_12_non_payers_and_a_volunteer_leave_the_sum_as_it_was()
    {
        var shares = Split(["2-1", "2-2", "3-1"], volunteer: "6-2");
        Assert.Equal(["0.00", "0.00", "0.00", "30000.00", "45000.00", "45000.00", "60000.00", "60000.00", "75000.00",
            "105000.00"], shares.Select(s => s.Pays.ToString()));
        Assert.Equal(s_net.Fen, shares.Sum(s => s.Pays.Fen));
        Assert.Equal("28000.00", shares[2].Share.ToString()); // RAISE-24: the late joiner's price.
    }

    [Fact, Trait("rule", "RAISE-24")]
    public void r_14_a_late_payment_is_spread_over_the_payers_to_the_fen()
    {
        var shares = Apportionment.Split(new Money(10_077_00),
            [.. Enumerable.Range(1, 32).Select(i => new Bearer($"{i}", new Weight(1)))]).Value;
        Assert.Equal((20, 12), (shares.Count(s => s.Fen == 314_91), shares.Count(s => s.Fen == 314_90)));
    }

    [Fact, Trait("rule", "RAISE-23")]
    public void an_extra_beyond_the_shortfall_or_of_a_non_payer_is_refused()
    {
        Assert.Equal("cost_shares.extra_beyond_shortfall",
            CostShares.Split(s_net, Households([], "6-2")).Error?.Code);
        Assert.Equal("cost_shares.extra_of_non_payer",
            CostShares.Split(s_net, Households(["6-2", "2-1"], "6-2")).Error?.Code);
        Assert.Equal("cost_shares.no_payer", CostShares.Split(s_net,
            [new CostHousehold("2-1", new Weight(1), Participation.OPPOSED, Money.Zero)]).Error?.Code);
    }

    private static IReadOnlyList<CostShare> Split(string[] nonPayers, string? volunteer = null) =>
        CostShares.Split(s_net, Households(nonPayers, volunteer)).Value;

    /// <summary>Floors 2 to 6, two households each, weight = floor − 1.</summary>
    private static CostHousehold[] Households(string[] nonPayers, string? volunteer) =>
    [
        .. from floor in Enumerable.Range(2, 5)
           from door in new[] { 1, 2 }
           let key = $"{floor}-{door}"
           select new CostHousehold(key, new Weight((floor - 1) * 1_000_000),
               nonPayers.Contains(key) ? Participation.NO_PAY_NO_USE : Participation.PAY,
               key == volunteer ? new Money(30_000_00) : Money.Zero),
    ];
}
