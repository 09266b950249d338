namespace CivicPlatform.Kernel.Tests;

public sealed class DivisionCodeTests
{
    [Theory]
    [InlineData("11")]
    [InlineData("1101")]
    [InlineData("110114")]
    [InlineData("110114009")]
    [InlineData("110114009901")]
    public void takes_the_five_levels(string text) => Assert.Equal(text, DivisionCode.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("110114009901001")]
    [InlineData("11011400990")]
    [InlineData("１１０１１４００９")]
    [InlineData("11011400x")]
    [InlineData("110114%09")]
    public void refuses_other_lengths_and_anything_but_ascii_digits(string? text) =>
        Assert.False(DivisionCode.TryParse(text, out _));

    [Fact]
    public void covers_itself_and_what_lies_inside_it_only()
    {
        var street = DivisionCode.Parse("110114009");
        Assert.True(street.Covers("110114009"));
        Assert.True(street.Covers("110114009901"));
        Assert.False(street.Covers("110114"));
        Assert.False(street.Covers("110114010901"));
    }

    [Fact]
    public void knows_its_street_from_nine_digits_on()
    {
        Assert.Equal("110114009", DivisionCode.Parse("110114009901").Street);
        Assert.Throws<InvalidOperationException>(() => DivisionCode.Parse("110114").Street);
    }
}
