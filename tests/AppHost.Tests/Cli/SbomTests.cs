using System.Text.Json;
using CivicPlatform.AppHost.Tests.Servers;
using CivicPlatform.Cli.Sbom;

namespace CivicPlatform.AppHost.Tests.Cli;

/// <summary>The bill of materials names what was restored, with the hash that the restore checked.</summary>
public sealed class SbomTests
{
    [Fact]
    public void it_names_every_package_that_is_shipped()
    {
        var names = SbomReader.Read(RunScript.Root).Select(component => component.Purl).ToHashSet();
        var shipped = new HashSet<string>();
        foreach (var project in Directory.EnumerateDirectories(RunScript.SourceOf("..")))
        {
            // What lies beside the program is what an operator installs: each says of which package it is.
            foreach (var file in Directory.EnumerateFiles(project, "*.deps.json", SearchOption.AllDirectories)
                .Where(file => file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal)))
            {
                using var document = JsonDocument.Parse(File.ReadAllText(file));
                shipped.UnionWith(document.RootElement.GetProperty("libraries").EnumerateObject()
                    .Where(library => library.Value.GetProperty("type").GetString() == "package")
                    .Select(library => $"pkg:nuget/{library.Name.Replace('/', '@')}"));
            }
        }
        Assert.True(shipped.Count > 10, $"only {shipped.Count} packages were found");
        Assert.Empty(shipped.Except(names));
    }

    [Fact]
    public void it_names_every_pinned_package_of_the_shipped_projects()
    {
        var components = SbomReader.Read(RunScript.Root);
        foreach (var name in (string[])["Npgsql", "MassTransit", "MassTransit.RabbitMQ", "CsvHelper"])
            Assert.Contains(components, component => component.Name == name);
        Assert.Contains(components, component => component.Purl.Contains("%40microsoft/", StringComparison.Ordinal));
        Assert.DoesNotContain(components, component => component.Name.StartsWith("xunit", StringComparison.Ordinal));
        Assert.All(components, component => Assert.Equal(128, component.Sha512?.Length));

        using var document = JsonDocument.Parse(SbomReader.Write(components));
        Assert.Equal("CycloneDX", document.RootElement.GetProperty("bomFormat").GetString());
        Assert.Equal(components.Count, document.RootElement.GetProperty("components").GetArrayLength());
    }
}
