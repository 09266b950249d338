namespace CivicPlatform.Cli.Sbom;

/// <summary><c>sbom ROOT</c>: prints which libraries the platform is made of, as CycloneDX JSON.</summary>
public static class SbomVerb
{
    public static Verb Verb { get; } = new(
        "sbom", "ROOT", "prints the bill of materials of the restored projects (CycloneDX 1.6)", RunAsync);

    private static Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var root = arguments.Word("ROOT");
        arguments.Done();
        Console.Out.WriteLine(SbomReader.Write(SbomReader.Read(root)));
        return Task.FromResult(0);
    }
}
