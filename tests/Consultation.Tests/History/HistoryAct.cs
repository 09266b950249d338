using System.Text;
using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.History;

/// <summary>One thing that somebody tries with a motion, sent through the REST entry.</summary>
internal abstract record HistoryAct
{
    public abstract Task<Answer> SendAsync(Office office, Guid motion);

    /// <summary>One paper at the counter, perhaps brought by an agent.</summary>
    public sealed record Cast(string Room, Choice Choice, WrittenMandate? Mandate) : HistoryAct
    {
        public override Task<Answer> SendAsync(Office office, Guid motion) =>
            office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/ballots", new
            {
                building = "1", entrance = "1", room = Room, choice = Code(Choice), channel = "MEETING",
                castAt = "2023-05-20T09:02:00+08:00",
                proxy = Mandate is null ? null : new
                {
                    agent = Mandate.Agent, principalRef = Mandate.Principal, statedChoice = Code(Mandate.Stated),
                    mandateHash = new string('f', 64),
                },
            });
    }

    public sealed record WrittenMandate(string Agent, string Principal, Choice Stated);

    /// <summary>A file of papers.</summary>
    public sealed record Import(IReadOnlyList<(string Room, Choice Choice, int Minute)> Rows) : HistoryAct
    {
        public override Task<Answer> SendAsync(Office office, Guid motion)
        {
            var file = new StringBuilder("building,entrance,room,choice,channel,cast_at\n");
            foreach (var (room, choice, minute) in Rows)
                file.Append($"1,1,{room},{Code(choice)},MEETING,2023-05-21 10:{minute:00}:00\n");
            return office.ImportAsync(motion, file.ToString());
        }
    }

    /// <summary>What an owner in conflict has signed for.</summary>
    public sealed record Designate(Guid Ballot) : HistoryAct
    {
        public override Task<Answer> SendAsync(Office office, Guid motion) =>
            office.TallyClerk.PostAsync($"/api/v1/motions/{motion}/designations",
                new { ballotId = Ballot, documentHash = new string('9', 64) });
    }

    public sealed record Close(IReadOnlyList<Guid>? Delivered) : HistoryAct
    {
        public override Task<Answer> SendAsync(Office office, Guid motion) =>
            office.CloseAsync(motion, new { deliveredUnits = Delivered });
    }

    private static string Code(Choice choice) => choice.ToString().ToUpperInvariant();
}
