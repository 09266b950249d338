using CivicPlatform.Cases.Clocks;
using CivicPlatform.Cases.Handling;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Tests.Handling;

public sealed class MoveTableTests
{
    [Theory]
    [InlineData("RECEIVED", "ANSWER,REDIRECT,DISPATCH,MERGE,COMMENT")]
    [InlineData("DISPATCHED", "CO_HANDLER,CO_REPORT,RETURN_REQUEST,SIGN,CONTACT,ESCALATE,MERGE,COMMENT")]
    [InlineData("RETURN_REQUESTED", "CO_HANDLER,CO_REPORT,RETURN_GRANT,RETURN_DENY,ESCALATE,MERGE,COMMENT")]
    [InlineData("IN_PROGRESS",
        "CO_HANDLER,CO_REPORT,EXTEND,SUSPEND_REQUEST,SUSPEND,SUSPEND_REFUSE,ESCALATE,REPLY,MERGE,COMMENT")]
    [InlineData("SUSPENDED", "CO_HANDLER,CO_REPORT,SUSPEND_REVIEW,RESUME,ESCALATE,MERGE,COMMENT")]
    [InlineData("REPLIED", "CALLBACK_MISSED,CLOSE,CLOSE_UNRATED,REOPEN,MERGE,COMMENT")]
    [InlineData("REOPENED", "CO_HANDLER,CO_REPORT,SIGN,ESCALATE,MERGE,COMMENT")]
    [InlineData("ANSWERED", "")]
    [InlineData("REDIRECTED", "")]
    [InlineData("CLOSED", "")]
    [InlineData("CLOSED_UNRATED", "")]
    [InlineData("MERGED", "")]
    public void the_table_is_the_one_of_the_practice(string from, string moves) =>
        Assert.Equal(moves, string.Join(',', MoveTable.MovesFrom(from)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void random_moves_never_leave_the_table_and_a_replay_gives_the_same_case(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            var order = RandomOrder.New(random);
            var refused = 0;
            for (var step = 0; step < 60; step++)
            {
                var (before, move) = (order.State, RandomOrder.Move(order, random));
                if (OrderRules.Refuse(order, move) is not null)
                {
                    refused++;
                    Assert.Same(before, order.State); // Refused is as if it had never been asked.
                    continue;
                }
                order = order.After(move) with { Now = order.Now };
                Assert.Equal(MoveTable.Next(before.Status, move.Kind), order.State.Status);
                Assert.Contains(order.State.Status, CaseStatuses.All);
                order.Case.Follow(order);
                AssertReplayed(order);
                order = order with { Now = order.Now.AddHours(random.Next(0, 40)) };
            }
            Assert.InRange(refused, 1, 60);
        }
    }

    private static void AssertReplayed(OpenOrder order)
    {
        var replayed = OpenOrder.Of(order.Case, order.Moves, order.Now);
        var clock = CaseClock.Of(order.Moves);
        Assert.Equal(order.State with { CoHandlers = [] }, replayed.State with { CoHandlers = [] });
        Assert.Equal(order.State.CoHandlers, replayed.State.CoHandlers);
        Assert.Equal(order.Case.DueAt, clock.Running?.DueAt(WorkCalendar.China));
        Assert.Equal(order.Case.WarnAt, clock.NextMark(order.Case.Warned, WorkCalendar.China)?.At);
        Assert.Equal(order.State.Status, order.Case.Status);
        var working = order.State.Status is "DISPATCHED" or "RETURN_REQUESTED" or "IN_PROGRESS" or "REOPENED";
        Assert.Equal(working, order.Case.DueAt is not null); // A clock runs exactly while a department can work.
        Assert.Equal(order.State.Status == "SUSPENDED", clock.Running is { IsPaused: true });
    }
}

/// <summary>Cases and moves of no particular sense.</summary>
internal static class RandomOrder
{
    private static readonly string[] s_people = ["a", "b", "c"], s_departments = ["X", "Y", "Z"];

    public static OpenOrder New(Random random)
    {
        var start = new DateTimeOffset(2024, 9, 20, 1, 0, 0, TimeSpan.Zero).AddHours(random.Next(0, 400));
        var found = Case.Register(new CaseIntake
        {
            Division = DivisionCode.Parse(random.Next(2) == 0 ? "310116001001" : "110114009901"),
            Channel = Channels.Hotline, Type = CaseTypes.All[random.Next(CaseTypes.All.Count)], Matter = "M",
            HasContact = true, RegisteredBy = "a",
        }, "n", start).Value;
        return OpenOrder.Of(found, [], start);
    }

    public static CaseMove Move(OpenOrder order, Random random)
    {
        var kind = random.Next(4) == 0
            ? MoveKinds.All[random.Next(MoveKinds.All.Count)]
            : MoveTable.MovesFrom(order.State.Status) is [_, ..] legal ? legal[random.Next(legal.Count)] : "SIGN";
        var grade = order.Profile.Case.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(4));
        return new CaseMove
        {
            Id = Guid.CreateVersion7(), CaseId = order.Case.Id, StreetCode = order.Case.StreetCode,
            DivisionCode = order.Case.DivisionCode, Sequence = order.State.Moves + 1, Kind = kind, At = order.Now,
            RecordedAt = order.Now, By = s_people[random.Next(3)],
            Department = s_departments[random.Next(3)], Code = grade,
            Day = CivilTime.DayOf(order.Now).AddDays(random.Next(-2, 30)),
            Count = kind is MoveKinds.Extend ? random.Next(1, 14) : order.Profile.CaseLength(grade).Count,
            Unit = order.Profile.CaseLength(grade).Unit,
        };
    }
}
