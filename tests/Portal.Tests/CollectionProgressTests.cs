using CivicPlatform.Portal.Disclosures;

namespace CivicPlatform.Portal.Tests;

public sealed class CollectionProgressTests
{
    [Theory, Trait("rule", "RAISE-03")]
    [InlineData("143619.30", false, "1613.70")] // 89 of 180 payments of building 4
    [InlineData("145232.99", false, "0.01")]
    [InlineData("145233.00", true, "0.00")] // the 90th makes exactly one half
    [InlineData("290466.00", true, "0.00")]
    [InlineData("0.00", false, "145233.00")]
    public void reaches_the_start_line_at_exactly_one_half(string collected, bool reached, string missing)
    {
        var progress = CollectionProgress.Of("290466.00", collected, triggerPercent: 50)!;

        Assert.Equal((reached, missing), (progress.HasReachedTrigger, progress.MissingToTrigger.ToString()));
    }

    [Fact]
    public void the_mark_stands_at_the_start_line_and_the_bar_never_leaves_its_track()
    {
        Assert.Equal("50%", CollectionProgress.Of("290466.00", "145233.00", 50)!.MarkPlace);
        Assert.Equal("50%", CollectionProgress.Of("290466.00", "145233.00", 50)!.BarWidth);
        Assert.Equal("100%", CollectionProgress.Of("100.00", "100.01", 50)!.BarWidth);
        Assert.Equal("0%", CollectionProgress.Of("100.00", "-0.01", 50)!.BarWidth);
        Assert.Equal("0%", CollectionProgress.Of("0.00", "0.00", 50)!.BarWidth);
        Assert.Equal("88.2%", CollectionProgress.Of("1720669.22", "1517731.01", 50)!.BarWidth);
    }

    [Fact]
    public void what_is_missing_is_rounded_up_to_the_fen() =>
        Assert.Equal("0.01", CollectionProgress.Of("0.03", "0.01", 50)!.MissingToTrigger.ToString());

    [Fact, Trait("rule", "PRIV-11")]
    public void a_withheld_figure_has_no_progress() => Assert.Null(CollectionProgress.Of("100.00", null, 50));
}
