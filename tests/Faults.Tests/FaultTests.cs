using CivicPlatform.Faults.Tests.Suite;

namespace CivicPlatform.Faults.Tests;

/// <summary>The short form of every fault, one after another; ./civic faults runs the same code for longer.</summary>
public sealed class FaultTests(FaultSession session, ITestOutputHelper output)
{
    public static TheoryData<string> Faults => [.. FaultList.All.Select(f => f.Id)];

    [Theory, MemberData(nameof(Faults))]
    public async Task holds(string fault)
    {
        var report = await session.RunAsync(FaultList.All.Single(f => f.Id == fault));
        output.WriteLine(report.Row);
        Assert.SkipWhen(report.Skipped is not null, $"NOT RUN: {report.Skipped}");
        Assert.True(report.Holds, $"{report.Row}\n{string.Join('\n', report.Findings)}");
    }
}
