using System.Diagnostics;
using CivicPlatform.Testing;

namespace CivicPlatform.Consultation.Tests.Archives;

/// <summary>The stand-alone program, run on files as anybody would run it.</summary>
internal sealed class Verifier : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("civic-vote-");

    /// <summary>Runs it on an archive; further arguments name files by what they hold.</summary>
    public async Task<(int Code, string Output)> RunAsync(string archive, params (string Option, string Value)[] more)
    {
        List<string> arguments = [Program, Write("archive", archive)];
        foreach (var (option, value) in more)
            arguments.AddRange([option, option == "--key" ? value : Write(option[2..], value)]);
        var start = new ProcessStartInfo("dotnet", ["exec", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }

    // Beside us in the build: bin/Release/net10.0.
    private static string Program => Path.Combine(Repository.Root, "src", "VoteVerifier", "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "VoteVerifier.dll");

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
