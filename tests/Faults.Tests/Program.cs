using System.Runtime.InteropServices;
using CivicPlatform.Cli;
using CivicPlatform.Faults.Tests.Outages;
using CivicPlatform.Faults.Tests.Suite;
using Xunit.Runner.InProc.SystemConsole;

namespace CivicPlatform.Faults.Tests;

/// <summary>Three programs in one: the tests, <c>faults</c> for ./civic faults, and a child that migrates.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [MigrationChild.Verb, var database]) return await MigrationChild.RunAsync(database);
        if (args is not [FaultsVerb.Name, ..]) return await ConsoleRunner.Run(args);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await Verb.RunAsync([FaultsVerb.Verb], args, stop.Token);

        // The platform and its file systems are taken down in any case.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
