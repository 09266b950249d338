using System.Diagnostics;
using System.Reflection;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Disclosure;

/// <summary>The stand-alone program: run on files as anybody would run it, or called for one file many times.</summary>
internal sealed class Verifier : IDisposable
{
    private static readonly Assembly s_program = Assembly.LoadFrom(Path);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("civic-page-");

    /// <summary>Runs it on files of that content; the options come last.</summary>
    public async Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> files, params string[] options)
    {
        string[] arguments = ["exec", Path, .. files.Select((text, i) => Write($"file-{i}", text)), .. options];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }

    /// <summary>
    /// What it says against one file of those bytes, or null when nothing; anything but a finding of its own throws.
    /// </summary>
    public string? FaultOf(byte[] content)
    {
        var path = System.IO.Path.Combine(_folder.FullName, "mutated");
        File.WriteAllBytes(path, content);
        try
        {
            var file = Member("DisclosureFile", "Read").Invoke(null, [path]);
            var check = Activator.CreateInstance(Type("Check"), (Action<string>)(_ => { }));
            Member("Check", "Run").Invoke(check, [file]);
            return null;
        }
        catch (TargetInvocationException e) when (e.InnerException!.GetType().Name == "FaultException")
        {
            return e.InnerException.Message;
        }
    }

    // Beside us in the build: bin/Release/net10.0.
    private static string Path => System.IO.Path.Combine(Repository.Root, "src", "DisclosureVerifier", "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "DisclosureVerifier.dll");

    private static Type Type(string name) => s_program.GetType($"CivicPlatform.DisclosureVerifier.{name}")!;

    private static MethodInfo Member(string type, string name) => Type(type).GetMethod(name)!;

    private string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
