using CivicPlatform.Notifications.Notices;
using CivicPlatform.Notifications.Subscriptions;

namespace CivicPlatform.Notifications.Tests.Notices;

public sealed class NoticeTextTests
{
    [Fact]
    public void every_event_that_may_be_subscribed_has_a_template()
    {
        foreach (var eventType in SubscriptionRules.EventTypes) NoticeTemplate.Load(eventType);
    }

    [Fact]
    public void fills_named_placeholders_and_never_reads_a_value_as_a_template()
    {
        var template = NoticeTemplate.Parse("{a}的标题\n\n甲{a}乙{b}丙\n");

        var text = template.Render(new Dictionary<string, string> { ["a"] = "{b}", ["b"] = "二" });

        Assert.Equal(new NoticeText("{b}的标题", "甲{b}乙二丙"), text);
    }

    [Fact]
    public void a_placeholder_without_a_value_is_a_bug()
    {
        var template = NoticeTemplate.Parse("题\n\n{missing}");
        Assert.Throws<KeyNotFoundException>(() => template.Render(new Dictionary<string, string>()));
    }

    [Theory, Trait("rule", "PRIV-11")]
    [InlineData("1", 5, true)]
    [InlineData("1", 4, false)]
    [InlineData("9", 180, false)] // not known here
    public void tells_no_amounts_of_fewer_than_five_households(string building, int households, bool shown) =>
        Assert.Equal(shown, SmallGroups.MayShow(building, [("1", households), ("2", 180), ("3", 200)]));

    [Fact, Trait("rule", "PRIV-11")]
    public void a_larger_building_is_kept_back_when_the_totals_would_tell_the_small_one()
    {
        IReadOnlyList<(string, int)> billed = [("1", 3), ("2", 180), ("3", 200)];
        Assert.Equal([false, false, true], new[] { "1", "2", "3" }.Select(b => SmallGroups.MayShow(b, billed)));
        IReadOnlyList<(string, int)> enough = [("1", 3), ("2", 2), ("3", 200)];
        Assert.True(SmallGroups.MayShow("3", enough)); // Five households together are a group that may be known.
    }

    [Fact]
    public void figures_are_told_whole_or_not_at_all()
    {
        Assert.Equal("应收 1,000.00 元，已收 500.00 元，收缴率 50.0%", NoticeWords.Collection(1000m, 500m, shown: true));
        Assert.DoesNotContain("00", NoticeWords.Collection(1000m, 500m, shown: false));
    }

    [Fact, Trait("rule", "NUM-03")]
    public void percents_have_one_decimal_half_away_from_zero()
    {
        Assert.Equal("88.3%", NoticeWords.Percent(954, 1080));
        Assert.Equal("50.0%", NoticeWords.Percent(145233.00m, 290466.00m));
        Assert.Equal("12.3%", NoticeWords.Percent(12.25m, 100m));
        Assert.Equal("—", NoticeWords.Percent(0, 0));
    }

    [Fact]
    public void days_are_those_of_shanghai()
    {
        Assert.Equal("2023年7月16日", NoticeWords.Day(new DateTimeOffset(2023, 7, 15, 16, 0, 0, TimeSpan.Zero)));
        Assert.Equal("2023年6月22日 05:50", NoticeWords.Minute(new DateTimeOffset(2023, 6, 21, 21, 50, 0, TimeSpan.Zero)));
    }
}
