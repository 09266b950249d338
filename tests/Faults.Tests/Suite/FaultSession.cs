using CivicPlatform.Faults.Tests.Suite;
using CivicPlatform.Faults.Tests.World;

[assembly: AssemblyFixture(typeof(FaultSession))]

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary>One platform and one estate for all faults of a run; each fault leaves the platform healthy.</summary>
public sealed class FaultSession : IAsyncLifetime
{
    private static readonly TimeSpan HealthyAgain = TimeSpan.FromSeconds(90);

    private readonly FaultPlatform _platform = new();
    private Neighbourhood? _estate;

    /// <summary>The short form unless ./civic faults says otherwise.</summary>
    public FaultSize Size { get; init; } = new(IsLong: false, FaultSize.DefaultSeed, Rounds: null);

    public TimeSpan StartTook => _platform.StartTook;

    public async ValueTask InitializeAsync()
    {
        await _platform.StartAsync();
        _estate = await Neighbourhood.CollectingAsync(_platform);
    }

    /// <summary>Causes one fault and waits until the platform is healthy again, which is part of the verdict.</summary>
    public async Task<FaultReport> RunAsync(IFault fault)
    {
        var report = new FaultReport(fault.Id, fault.Title);
        var context = new FaultContext(_platform, _estate!, Size, text => Console.WriteLine($"{fault.Id}  {text}"));
        try
        {
            await fault.RunAsync(context, report);
            await _platform.WaitHealthyAsync(HealthyAgain);
        }
        catch (Exception e) // The next faults still run; this one is reported as broken with the reason.
        {
            report.Find($"the scenario ended early: {e.GetType().Name} {e.Message}\n{Frames(e)}");
        }
        return report;
    }

    // Where in the suite it was, without the frames of the drivers.
    private static string Frames(Exception e) => string.Join('\n',
        (e.StackTrace ?? "").Split('\n').Where(l => l.Contains("CivicPlatform", StringComparison.Ordinal)).Take(5));

    public ValueTask DisposeAsync() => _platform.DisposeAsync();
}
