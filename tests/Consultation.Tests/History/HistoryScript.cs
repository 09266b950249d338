using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Tests.Hosting;
using CivicPlatform.Contracts.Registry;

namespace CivicPlatform.Consultation.Tests.History;

/// <summary>Invents an electorate and what happens to its motion, always the same for a seed.</summary>
internal sealed class HistoryScript(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<HistoryAct.Import> _files = [];

    /// <summary>Co-owners, an owner of two units, the developer with two, single owners; areas of all sizes.</summary>
    public RegisteredUnit[] Units()
    {
        string[][] holders = [["H", "W"], ["A"], ["A"], ["B"], ["C"], ["D", "E"], [], ["X"]];
        string[] status = ["SOLD", "SOLD", "SOLD", "SOLD", "SOLD", "SOLD", "UNSOLD", "SOLD_NOT_DELIVERED"];
        return [.. holders.Select((owners, i) => Estates.Unit(
            $"{101 + i}", owners, area: _random.Next(3_000, 18_000) / 100m, status: status[i]))];
    }

    public Matter AnyMatter() => Pick(Matter.M5, Matter.M6, Matter.M9, Matter.Unanimous);

    public bool Silence(Matter matter) => matter is not Matter.Unanimous && _random.Next(3) == 0;

    /// <summary>Mostly one act after the other; now and then some at the same moment.</summary>
    public int Together() => _random.Next(5) == 0 ? _random.Next(2, 5) : 1;

    public HistoryAct Next(HistoryModel model, IReadOnlyList<RegisteredUnit> units, bool silence, int step) =>
        _random.Next(100) switch
        {
            < 55 => Cast(units),
            < 70 => Import(units),
            < 88 => Designate(model),
            // The close comes late, so that there is something to close; afterwards everything is tried again.
            < 90 when step > 12 => Close(units, silence),
            _ => Cast(units),
        };

    public HistoryAct.Close Close(IReadOnlyList<RegisteredUnit> units, bool silence)
    {
        var mistaken = _random.Next(4) == 0;
        return new(silence != mistaken ? [.. units.Where(_ => _random.Next(2) == 0).Select(u => u.UnitId)] : null);
    }

    private HistoryAct.Cast Cast(IReadOnlyList<RegisteredUnit> units)
    {
        var room = _random.Next(20) == 0 ? "999" : Pick([.. units]).Room;
        var choice = AnyChoice();
        if (_random.Next(4) > 0) return new HistoryAct.Cast(room, choice, null);
        var principal = Pick("H", "W", "A", "B", "C", "D", "X");
        var stated = _random.Next(6) == 0 ? AnyChoice() : choice;
        return new HistoryAct.Cast(room, choice, new(Pick("李四", "王五"), principal, stated));
    }

    private HistoryAct.Import Import(IReadOnlyList<RegisteredUnit> units)
    {
        if (_files.Count > 0 && _random.Next(5) == 0) return Pick([.. _files]);
        var rows = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => (
            _random.Next(25) == 0 ? "999" : Pick([.. units]).Room, AnyChoice(), _random.Next(3)));
        var file = new HistoryAct.Import([.. rows]);
        _files.Add(file);
        return file;
    }

    private HistoryAct.Designate Designate(HistoryModel model)
    {
        Guid[] known = [.. model.Papers.Where(p => p.Id is not null).Select(p => p.Id!.Value)];
        return new(known.Length == 0 || _random.Next(12) == 0 ? Guid.CreateVersion7() : Pick(known));
    }

    // A third of the electorates agrees on nearly everything: of them decisions come, and revocations.
    private Choice AnyChoice() => seed % 3 == 0 && _random.Next(12) > 0
        ? Choice.For
        : Pick(Choice.For, Choice.For, Choice.For, Choice.Against, Choice.Abstain, Choice.Invalid);

    private T Pick<T>(params T[] some) => some[_random.Next(some.Length)];
}
