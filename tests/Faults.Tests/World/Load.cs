using CivicPlatform.Faults.Tests.Suite;

namespace CivicPlatform.Faults.Tests.World;

/// <summary>Writers side by side until they are stopped, choosing what to write by the seed.</summary>
public sealed class Load
{
    public static readonly IReadOnlyList<WriteKind> Everything = Enum.GetValues<WriteKind>();

    private readonly List<Task> _writers = [];
    private volatile bool _stopping;

    private Load(WriteMaker maker) => Maker = maker;

    public History History { get; } = new();

    public WriteMaker Maker { get; }

    /// <summary>Starts that many writers; each has a sequence of choices of its own.</summary>
    public static Load Start(FaultContext context, string fault, int writers, IReadOnlyList<WriteKind> kinds)
    {
        var load = new Load(new WriteMaker(context.Estate, RunName(fault)));
        var seeds = context.Choices(fault);
        for (var i = 0; i < writers; i++)
        {
            var choices = new Random(seeds.Next());
            load._writers.Add(Task.Run(() => load.RunAsync(kinds, choices)));
        }
        return load;
    }

    /// <summary>Names what one run of a fault wrote, so that a second run in one platform does not meet it.</summary>
    public static string RunName(string fault) => $"{fault}-{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>Lets every writer finish what it has begun.</summary>
    public async Task<History> StopAsync()
    {
        _stopping = true;
        await Task.WhenAll(_writers);
        return History;
    }

    private async Task RunAsync(IReadOnlyList<WriteKind> kinds, Random choices)
    {
        while (!_stopping)
        {
            var write = await Maker.MakeAsync(kinds[choices.Next(kinds.Count)]);
            await Writer.WriteAsync(write, History);
            await Task.Delay(choices.Next(0, 20)); // A desk, not a bench: the other core belongs to the platform.
        }
    }
}
