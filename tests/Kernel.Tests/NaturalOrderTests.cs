namespace CivicPlatform.Kernel.Tests;

public sealed class NaturalOrderTests
{
    [Fact, Trait("rule", "FUND-17")]
    public void orders_codes_as_people_do()
    {
        string[] ordered =
            ["", "1", "1-1-9", "1-1-101", "1-1-101A", "1-1-1001", "1-2-1", "2-1", "10-1", "99999999999999999999999",
                "A-1", "A-2", "A-10", "B", "甲-1", "甲-12"];
        var shuffled = ordered.ToArray();
        new Random(3).Shuffle(shuffled);

        Assert.Equal(ordered, shuffled.Order(NaturalOrder.Instance));
    }

    [Fact, Trait("rule", "FUND-17")]
    public void splits_at_everything_that_is_no_letter_or_digit()
    {
        Assert.True(NaturalOrder.Instance.Compare("1/2/3", "1-2-10") < 0);
        Assert.True(NaturalOrder.Instance.Compare("1-1", "1A-0") < 0); // The whole segment 1 stands before 1A.
    }

    [Fact, Trait("rule", "FUND-17")]
    public void only_equal_keys_are_equal()
    {
        Assert.Equal(0, NaturalOrder.Instance.Compare("1-01", "1-01"));
        Assert.NotEqual(0, NaturalOrder.Instance.Compare("1-01", "1-1"));
        Assert.NotEqual(0, NaturalOrder.Instance.Compare("1-1", "1/1"));
    }
}
