using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>The split of a cost over the households that share it (FUND-14 to FUND-17).</summary>
public sealed class SpendSplitTests
{
    [Fact, Trait("rule", "FUND-17"), Trait("story", "004-14")]
    public void the_roof_of_story_004_is_split_to_the_fen()
    {
        long[] areas = [89_32, 89_32, 102_15, 102_15, 75_60, 75_60];
        var shares = Split(28_600_00, [.. areas.Select((area, i) => Unit($"{101 + i}", area))]);

        Assert.Equal(28_600_00, shares.Sum(share => share.Amount.Fen));
        // 28,600.00 × 89.32 / 534.14 = 4,782.551…; 102.15: 5,469.521…; 75.60: 4,047.927…, which get the two odd fen.
        Assert.Equal([4_782_55, 4_782_55, 5_469_52, 5_469_52, 4_047_93, 4_047_93],
            shares.Select(share => share.Amount.Fen));
    }

    [Fact, Trait("rule", "FUND-15")]
    public void the_developer_pays_for_what_is_unsold()
    {
        var shares = Split(100_00, [Unit("101", 50_00), Unit("102", 50_00) with { IsSold = false }]);
        Assert.Equal(["OWNER", "DEVELOPER"], shares.Select(share => share.Debtor));
    }

    [Theory, Trait("rule", "FUND-14")]
    [InlineData(10_000, 0, 0)]
    [InlineData(10_000, 2_000, 20_00)]
    [InlineData(3, 1, 33_33)]
    [InlineData(10_000, 10_000, 100_00)]
    public void owner_and_seller_of_public_housing_bear_by_what_they_paid_in(long deposited, long seller, long part)
    {
        var share = Split(100_00, [Unit("101", 50_00) with
        {
            Deposited = new Money(deposited), BySeller = new Money(seller),
        }])[0];
        Assert.Equal((part, 100_00 - part), (share.SellerPart.Fen, share.OwnerPart.Fen));
    }

    [Fact, Trait("rule", "FUND-14")]
    public void an_agreement_weighs_as_it_says_and_must_know_everybody()
    {
        ScopeUnit[] units = [Unit("101", 50_00) with { Agreed = new Weight(1_000_000) },
            Unit("102", 50_00) with { Agreed = new Weight(3_000_000) }];
        var shares = SpendSplit.Of(new Money(100_00), ShareBasis.BY_AGREEMENT, units).Value;
        Assert.Equal([25_00, 75_00], shares.Select(share => share.Amount.Fen));
        Assert.Equal("spend_requests.weights_differ", SpendSplit.Of(
            new Money(100_00), ShareBasis.BY_AGREEMENT, [.. units, Unit("103", 50_00)]).Error?.Code);
    }

    private static IReadOnlyList<UnitShare> Split(long fen, ScopeUnit[] units) =>
        SpendSplit.Of(new Money(fen), ShareBasis.BY_AREA, units).Value;

    private static ScopeUnit Unit(string room, long area) => new(
        Guid.CreateVersion7(), "1", "1", room, new Area(area), IsSold: true, Agreed: null, Money.Zero, Money.Zero);
}
