using System.Text.RegularExpressions;
using CivicPlatform.Platform.Tests.Failures;

namespace CivicPlatform.Platform.Tests.RoofRepair;

/// <summary>Story 004 as everybody may run it: <c>./civic demo roof-repair</c> on a running platform.</summary>
[Collection(FailuresCollection.Name)] // While services are killed nobody plays.
public sealed partial class RoofDemoTests(PlatformFixture platform)
{
    [Fact, Trait("story", "004")]
    public async Task a_roof_is_paid_for_from_the_fund_and_the_owner_can_prove_his_line()
    {
        var (code, told) = await PlayAsync();
        Assert.True(code == 0, told);
        string[] chain =
        [
            "FUND-02", "5 / 6 户", "4 / 5 户", "PASSED", "一层不应分摊", "不得开工", "生效", "4782.55", "5469.52", "4047.93",
            "1782.55", "27742.00", "858.00", "0.00（", "OK: pages, lines and chains agree",
        ];
        Assert.All(chain, part => Assert.Contains(part, told, StringComparison.Ordinal));
        Assert.Equal(2, Shares("4782.55", told));

        var (again, nothing) = await PlayAsync();
        Assert.True(again == 0, nothing);
        Assert.Contains("nothing changed", nothing, StringComparison.Ordinal);
        Assert.Contains("OK: pages, lines and chains agree", nothing, StringComparison.Ordinal);
    }

    private Task<(int Code, string Text)> PlayAsync() => CivicCommand.RunAsync(
        [("CIVIC_COMMAND", Repository.PathOf("civic")), ("SSL_CERT_FILE", platform.CertificateFile)],
        "demo", "roof-repair", "--data-dir", platform.Folder.Path);

    private static int Shares(string amount, string told) =>
        ShareLine().Matches(told).Count(m => m.Groups[1].Value == amount);

    [GeneratedRegex(@"室 share\s+([\d.]+) 元")]
    private static partial Regex ShareLine();
}
