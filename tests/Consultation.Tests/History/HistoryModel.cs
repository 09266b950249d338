using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Tests.Motions;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.History;

/// <summary>One entry of a motion's history: what was taken, in the order in which it was answered.</summary>
internal abstract record HistoryEntry
{
    /// <param name="Id">Null for a paper of a file: its answer names none.</param>
    public sealed record Paper(Guid? Id, string Room, Choice Choice) : HistoryEntry;

    public sealed record Signed(Guid Ballot) : HistoryEntry;

    public sealed record Closed(IReadOnlyList<Guid>? Delivered) : HistoryEntry;
}

/// <summary>
/// What the rules say of every act and of the count, written without the product's code: it keeps a list of what was
/// taken and searches it, nothing else.
/// </summary>
internal sealed class HistoryModel(IReadOnlyList<RegisteredUnit> units, Matter matter, bool silence, int maxProxies)
{
    private readonly List<HistoryEntry> _log = [];
    private readonly List<(string Agent, string Principal)> _mandates = [];
    private readonly List<string> _files = [];

    public IReadOnlyList<HistoryEntry> Log => _log;

    public bool IsClosed => _log.Exists(e => e is HistoryEntry.Closed);

    public IReadOnlyList<HistoryEntry.Paper> Papers => [.. _log.OfType<HistoryEntry.Paper>()];

    /// <summary>The answer that the rules give now: a status, and a code where they refuse.</summary>
    public (int Status, string? Code) Foretell(HistoryAct act) => act switch
    {
        HistoryAct.Cast cast => OfCast(cast),
        HistoryAct.Import import => OfImport(import),
        HistoryAct.Designate designate => OfDesignation(designate.Ballot),
        HistoryAct.Close close => IsClosed ? (409, "motions.already_closed")
            : silence && close.Delivered is null ? (422, "motions.delivery_missing")
            : !silence && close.Delivered is not null ? (422, "motions.silence_not_adopted")
            : (200, null),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Enters what was taken into the history.</summary>
    public void Hear(HistoryAct act, Answer answer)
    {
        if ((int)answer.Status is not (200 or 201)) return;
        if (act is HistoryAct.Cast cast)
        {
            _log.Add(new HistoryEntry.Paper(answer.Id, cast.Room, cast.Choice));
            if (cast.Mandate is { } mandate) _mandates.Add((mandate.Agent, mandate.Principal));
        }
        if (act is HistoryAct.Import import)
        {
            _files.Add(Text(import));
            foreach (var (room, choice, _) in import.Rows) _log.Add(new HistoryEntry.Paper(null, room, choice));
        }
        if (act is HistoryAct.Designate designate) _log.Add(new HistoryEntry.Signed(designate.Ballot));
        if (act is HistoryAct.Close close) _log.Add(new HistoryEntry.Closed(close.Delivered));
    }

    /// <summary>Plays a history from its beginning and counts what is left at its close.</summary>
    public NaiveTally Replay(IEnumerable<HistoryEntry> history)
    {
        var (papers, signed, delivered) = (new List<HistoryEntry.Paper>(), new List<Guid>(), (List<string>?)null);
        foreach (var entry in history)
        {
            if (entry is HistoryEntry.Paper paper) papers.Add(paper);
            if (entry is HistoryEntry.Signed one) signed.Add(one.Ballot);
            if (entry is HistoryEntry.Closed close) delivered = close.Delivered?.Select(u => $"{u}").ToList();
        }
        bool IsSigned(HistoryEntry.Paper p) => p.Id is { } id && signed.Contains(id);
        // Who has signed is heard with that paper alone.
        var heard = papers.Where(p => IsSigned(p)
            || !papers.Exists(other => IsSigned(other) && OwnerOf(other.Room) == OwnerOf(p.Room)));
        var roll = units.Select(u => new TallyUnit($"{u.UnitId}", (long)(u.Area * 100), u.OwnerRefs, StatusOf(u)));
        return new NaiveTally(new TallyInput(matter, RuleSet.Cc278, [.. roll],
            [.. heard.Select(p => new TallyBallot($"{UnitOf(p.Room).UnitId}", p.Choice))])
        {
            DeliveredUnits = delivered,
        }).Decide();
    }

    private (int, string?) OfCast(HistoryAct.Cast cast)
    {
        if (cast.Mandate is { } written && written.Stated != cast.Choice) return (422, "ballots.proxy_differs");
        if (IsClosed) return (409, "ballots.motion_closed");
        if (units.All(u => u.Room != cast.Room)) return (422, "ballots.unit_not_on_roll");
        var unit = UnitOf(cast.Room);
        if (cast.Mandate is { } mandate)
        {
            if (unit.SaleStatus == "SOLD" && !unit.OwnerRefs.Contains(mandate.Principal))
                return (422, "ballots.principal_not_on_roll");
            var others = _mandates.FindAll(m => m.Agent == mandate.Agent && m.Principal != mandate.Principal);
            if (others.Distinct().Count() >= maxProxies) return (422, "ballots.too_many_proxies");
        }
        return Papers.Any(p => p.Room == cast.Room && p.Choice == cast.Choice)
            ? (409, "ballots.answer_twice")
            : (201, null);
    }

    private (int, string?) OfImport(HistoryAct.Import import)
    {
        if (IsClosed) return (409, "ballots.motion_closed");
        if (_files.Contains(Text(import))) return (200, null);
        var refused = import.Rows.Any(row => units.All(u => u.Room != row.Room))
            || import.Rows.Distinct().Count() != import.Rows.Count;
        // A file whose papers are all here already is answered like one that came before.
        return refused ? (422, "import.rows_refused") : (0, null);
    }

    private (int, string?) OfDesignation(Guid ballot)
    {
        if (IsClosed) return (409, "motions.already_closed");
        if (Papers.FirstOrDefault(p => p.Id == ballot) is not { } paper) return (422, "ballots.not_of_this_motion");
        var own = Papers.Where(p => OwnerOf(p.Room) == OwnerOf(paper.Room)).ToList();
        if (own.Exists(p => _log.Exists(e => e is HistoryEntry.Signed s && s.Ballot == p.Id)))
            return (409, "ballots.already_designated");
        var said = own.Select(p => p.Choice).Where(c => c is not Choice.Invalid).Distinct().Count();
        return said > 1 ? (201, null) : (422, "ballots.no_conflict");
    }

    private string OwnerOf(string room)
    {
        var unit = UnitOf(room);
        return unit.SaleStatus == "SOLD"
            ? string.Join('+', unit.OwnerRefs.Order(StringComparer.Ordinal))
            : "(建设单位)";
    }

    private RegisteredUnit UnitOf(string room) => units.Single(u => u.Room == room);

    private static SaleStatus StatusOf(RegisteredUnit unit) => unit.SaleStatus switch
    {
        "SOLD" => SaleStatus.Sold,
        "UNSOLD" => SaleStatus.Unsold,
        _ => SaleStatus.SoldNotDelivered,
    };

    private static string Text(HistoryAct.Import import) => string.Join(';', import.Rows);
}
