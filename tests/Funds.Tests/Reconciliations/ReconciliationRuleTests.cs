using CivicPlatform.Funds.Reconciliations;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.Reconciliations;

/// <summary>Which period may follow, and which may close; no database.</summary>
public sealed class ReconciliationRuleTests
{
    private static readonly DateOnly June = new(2023, 6, 1), July = new(2023, 7, 1);

    [Fact, Trait("rule", "FUND-25")]
    public void a_period_begins_the_day_after_the_last_closed_one()
    {
        Assert.Null(ReconciliationRule.Follows(July, July.AddDays(-1), June));
        Assert.Equal("reconciliations.not_next", ReconciliationRule.Follows(July, July, June)?.Code);
        Assert.Equal("reconciliations.not_next", ReconciliationRule.Follows(July, July.AddDays(-2), June)?.Code);
    }

    [Fact, Trait("rule", "FUND-25")]
    public void the_first_period_leaves_no_earlier_line_out()
    {
        Assert.Null(ReconciliationRule.Follows(June, null, June));
        Assert.Null(ReconciliationRule.Follows(June, null, null));
        Assert.Equal("reconciliations.leaves_out", ReconciliationRule.Follows(July, null, June)?.Code);
    }

    [Fact, Trait("rule", "FUND-25")]
    public void the_banks_own_word_stands_and_nobody_types_another()
    {
        var (said, other) = (new Money(100), new Money(101));
        Assert.Equal(said, ReconciliationRule.Balance(null, said).Value);
        Assert.Equal(said, ReconciliationRule.Balance(said, said).Value);
        Assert.Equal(other, ReconciliationRule.Balance(other, null).Value);
        Assert.Equal("reconciliations.balance_differs", ReconciliationRule.Balance(other, said).Error?.Code);
        Assert.Equal("reconciliations.balance_missing", ReconciliationRule.Balance(null, null).Error?.Code);
    }

    [Fact, Trait("rule", "FUND-25")]
    public void one_fen_or_one_line_that_waits_holds_up_the_close()
    {
        var (none, some) = (new Waiting(0, Money.Zero), new Waiting(1, new Money(1)));
        var figures = new PeriodFigures(Money.Zero, new Money(100), none, some, June);
        Assert.Null(ReconciliationRule.Closes(new Money(100), figures)); // Suspense is in both balances.
        Assert.Equal("reconciliations.does_not_balance", ReconciliationRule.Closes(new Money(101), figures)?.Code);
        Assert.Equal("reconciliations.lines_unposted",
            ReconciliationRule.Closes(new Money(100), figures with { Unposted = some })?.Code);
    }
}
