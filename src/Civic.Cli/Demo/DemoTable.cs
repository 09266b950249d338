namespace CivicPlatform.Cli.Demo;

/// <summary>One readable table, printed as the story goes; Chinese characters take two columns.</summary>
public sealed class DemoTable(TextWriter output)
{
    private const int LabelWidth = 28;

    public void Chapter(string title) => output.WriteLine($"\n{title}\n{new string('─', 72)}");

    public void Row(string label, string value) => output.WriteLine($"  {Pad(label, LabelWidth)}{value}");

    public void Line(string text) => output.WriteLine(text);

    private static string Pad(string text, int width) =>
        text + new string(' ', Math.Max(1, width - text.Sum(c => c >= '\u1100' ? 2 : 1)));
}
