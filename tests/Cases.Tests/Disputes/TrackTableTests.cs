using CivicPlatform.Cases.Disputes;

namespace CivicPlatform.Cases.Tests.Disputes;

public sealed class TrackTableTests
{
    [Theory, Trait("rule", "MED-06")] // Written out: a table tested against itself would pass with a way too many.
    [InlineData("MEDIATION", "APPLIED>ACCEPT>ACCEPTED,REFUSE>TERMINATED;ACCEPTED>SESSION>IN_SESSIONS," +
        "REFUSE>TERMINATED,FAIL>FAILED;IN_SESSIONS>SESSION>IN_SESSIONS,REFUSE>TERMINATED,FAIL>FAILED,AGREE>AGREED;" +
        "AGREED>PERFORM>PERFORMING;PERFORMING>COMPLETE>PERFORMED,BREACH>BREACHED")]
    [InlineData("LITIGATION", "FILED>ACCEPT>PENDING,WITHDRAW>WITHDRAWN;PENDING>COURT_MEDIATION>PENDING," +
        "WITHDRAW>WITHDRAWN,JUDGE>JUDGED")]
    [InlineData("APPRAISAL", "COMMISSIONED>REPORT>REPORTED,CANCEL>CANCELLED")]
    [InlineData("REPAIR", "PLANNED>START>STARTED;STARTED>SETBACK>SETBACK,DONE>DONE;RESUMED>SETBACK>SETBACK,DONE>DONE;" +
        "SETBACK>RESUME>RESUMED;DONE>RETEST_PASSED>RETESTED,RETEST_FAILED>SETBACK;RETESTED>ACCEPT>ACCEPTED")]
    public void each_table_is_the_one_of_the_practice(string kind, string table)
    {
        var expected = table.Split(';').SelectMany(row => row[(row.IndexOf('>', StringComparison.Ordinal) + 1)..]
            .Split(',').Select(way => $"{row[..row.IndexOf('>', StringComparison.Ordinal)]}>{way}"));
        var actual = from state in TrackTable.States
                     from happened in TrackTable.Events
                     let next = TrackTable.Next(kind, state, happened)
                     where next is not null
                     select $"{state}>{happened}>{next}";
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact, Trait("rule", "CASE-41")]
    public void two_appraisals_that_name_different_parties_settle_nothing() => Assert.Equal(
        Liability.Disputed, Liability.Of(
            [(Liability.Report, "EXPERT", "RESPONDENT"), (Liability.Report, "EXPERT", "DEVELOPER")]));

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
                    Assert.Equal(
                        TrackTable.EventsFrom(kind, state).Contains(happened),
                        next is not null && TrackTable.ByHand.Contains(happened));
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
