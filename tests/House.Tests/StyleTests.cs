using System.Text.RegularExpressions;

namespace CivicPlatform.House.Tests;

/// <summary>The style of the house, as far as a machine can see it.</summary>
public sealed partial class StyleTests
{
    private const int MaxLines = 300;
    private const int MaxColumns = 120;
    private const string SharedFolder = "../" + "shared"; // In two parts: this file does not find itself.

    [Fact]
    public void files_are_short() => Ratchet.Holds("long-file",
        SourceFile.All.Where(f => f.Lines.Length > MaxLines).Select(f => f.Path));

    [Fact]
    public void lines_are_short() => Ratchet.Holds("long-line",
        SourceFile.All.Where(f => f.Lines.Any(line => line.Length > MaxColumns)).Select(f => f.Path));

    [Fact]
    public void time_comes_from_a_clock_that_is_given() => Finds("wall-clock", WallClock());

    [Fact]
    public void money_and_area_are_never_binary_floating_point() => Finds("floating-point", FloatingMoney());

    [Fact]
    public void nobody_blocks_or_forgets_a_task() => Finds("blocking", Blocking());

    [Fact]
    public void nothing_is_left_for_later() => Finds("left-for-later", LeftForLater());

    [Fact]
    public void no_error_is_swallowed_without_a_word() => Finds("swallowed",
        EmptyCatch(), file => string.Join('\n', file.Lines));

    [Fact]
    public void projects_that_must_stay_pure_reference_no_package()
    {
        foreach (var project in (string[])["Kernel", "Contracts"])
        {
            var text = File.ReadAllText(Path.Combine(SourceFile.Root, "src", project, $"{project}.csproj"));
            Assert.DoesNotContain("Reference", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void decisions_are_short_and_say_what_they_must()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SourceFile.Root, "docs", "decisions"), "*.md"))
        {
            var text = File.ReadAllLines(file);
            Assert.True(text.Length <= 60, $"{file} has {text.Length} lines");
            foreach (var part in (string[])["## Context", "## Decision", "## Alternatives", "## Consequences"])
                Assert.Contains(text, line => line.StartsWith(part, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void nothing_refers_to_the_shared_folder_but_tests_that_can_do_without() => Ratchet.Holds("shared-folder",
        SourceFile.All.Where(f => f.Lines.Any(line => line.Contains(SharedFolder, StringComparison.Ordinal)))
            .Select(f => f.Path));

    private static void Finds(string rule, Regex pattern, Func<SourceFile, string>? text = null) => Ratchet.Holds(rule,
        text is null
            ? SourceFile.Production.SelectMany(f => f.Lines.Index()
                .Where(line => !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .Where(line => pattern.IsMatch(line.Item))
                .Select(_ => f.Path)).Distinct()
            : SourceFile.Production.Where(f => pattern.IsMatch(text(f))).Select(f => f.Path));

    [GeneratedRegex(@"DateTime(Offset)?\.(Now|UtcNow)|DateTime\.Today")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\b(double|float)\b\s+\w*([Aa]mount|[Mm]oney|[Aa]rea|[Pp]rice|[Ff]en|[Yy]uan)")]
    private static partial Regex FloatingMoney();

    [GeneratedRegex(@"(?<!(?i)outcome)\.Result\b(?![A-Za-z(<])|\.Wait\(\)|GetAwaiter\(\)\.GetResult" +
        @"|Thread\.Sleep|async void")]
    private static partial Regex Blocking();

    [GeneratedRegex("TODO|FIXME|HACK|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();
}
