using System.Collections.Concurrent;
using System.Text;

namespace CivicPlatform.Notifications.Notices;

/// <summary>
/// The zh-CN text of one event, from <c>Templates/EVENT.zh-CN.txt</c>: first line title, then an empty line, then
/// the body; <c>{name}</c> is a placeholder.
/// </summary>
public sealed class NoticeTemplate
{
    private static readonly ConcurrentDictionary<string, NoticeTemplate> Loaded = new(); // As many as templates.
    private readonly string _title, _body;

    private NoticeTemplate(string title, string body) => (_title, _body) = (title, body);

    /// <summary>Reads the embedded file of that event; throws when there is none or its shape is wrong.</summary>
    public static NoticeTemplate Load(string eventType) => Loaded.GetOrAdd(eventType, Read);

    private static NoticeTemplate Read(string eventType)
    {
        var name = $"Notices.Templates.{eventType}.zh-CN.txt";
        using var stream = typeof(NoticeTemplate).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"No template {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }

    public static NoticeTemplate Parse(string text)
    {
        var parts = text.Split("\n\n", 2);
        if (parts.Length != 2 || parts[0].Contains('\n')) throw new FormatException("Title, empty line, body.");
        return new NoticeTemplate(parts[0], parts[1].TrimEnd('\n'));
    }

    /// <summary>Throws on a placeholder without a value: a template and its event belong together.</summary>
    public NoticeText Render(IReadOnlyDictionary<string, string> values) =>
        new(Fill(_title, values), Fill(_body, values));

    private static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder(template.Length * 2);
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            if (close < open) throw new FormatException("A placeholder is not closed.");
            text.Append(rest[..open]).Append(values[rest[(open + 1)..close].ToString()]); // Values are never re-read.
            rest = rest[(close + 1)..];
        }
        return text.Append(rest).ToString();
    }
}
