using CivicPlatform.Cases.Disputes;

namespace CivicPlatform.Cases.Tests.Disputes;

public sealed class TrackTableTests
{
    [Fact, Trait("rule", "MED-06")]
    public void random_events_never_leave_the_tables()
    {
        var random = new Random(7);
        foreach (var kind in TrackTable.Kinds)
        {
            for (var run = 0; run < 200; run++)
            {
                var state = TrackTable.StartOf(kind);
                for (var step = 0; step < 40; step++)
                {
                    var happened = TrackTable.Events[random.Next(TrackTable.Events.Count)];
                    var next = TrackTable.Next(kind, state, happened);
                    Assert.Equal(TrackTable.EventsFrom(kind, state).Contains(happened), next is not null);
                    state = next ?? state;
                    Assert.Contains(state, TrackTable.States);
                }
            }
        }
    }

    [Theory, Trait("rule", "CASE-41")]
    [InlineData("", "UNKNOWN")]
    [InlineData("PRELIMINARY_OPINION", "DISPUTED")]
    [InlineData("PRELIMINARY_OPINION,COUNTER_STATEMENT", "DISPUTED")]
    [InlineData("APPRAISAL_REPORT", "CLEAR")]
    [InlineData("APPRAISAL_REPORT,COUNTER_STATEMENT", "DISPUTED")]
    [InlineData("COUNTER_STATEMENT,APPRAISAL_REPORT", "CLEAR")]
    [InlineData("PARTY_ADMISSION,COUNTER_STATEMENT", "CLEAR")]
    [InlineData("JUDGMENT,COUNTER_STATEMENT", "CLEAR")]
    public void liability_is_what_the_statements_make_of_it(string kinds, string state) => Assert.Equal(
        state, Liability.Of([.. kinds.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(kind => (
            kind, kind == Liability.Admission ? "RESPONDENT" : "DEVELOPER",
            kind == Liability.Counter ? null : (string?)"RESPONDENT"))]));

    [Fact, Trait("rule", "CASE-41")]
    public void nobody_admits_for_another() => Assert.Equal(
        Liability.Disputed, Liability.Of([(Liability.Admission, "DEVELOPER", "RESPONDENT")]));
}
