using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>What the comments in the code say about types and their members, for the OpenAPI document.</summary>
/// <remarks>
/// The compiler writes them beside the assembly. The generator of the framework reads only the project that adds the
/// document, which is this one and not the service's.
/// </remarks>
internal static partial class XmlWords
{
    private static readonly ConditionalWeakTable<Assembly, Dictionary<string, XElement>> s_comments = [];

    /// <summary>The summary of a type.</summary>
    public static string? Of(Type type) => Text(Find(type)?.Element("summary"));

    /// <summary>The summary of a property, or of the parameter that a record makes it from.</summary>
    public static string? Of(PropertyInfo property)
    {
        if (property.DeclaringType is not { } type) return null;
        var own = Comments(type).GetValueOrDefault($"P:{NameOf(type)}.{property.Name}");
        return Text(own?.Element("summary")) ?? Text(Find(type)?.Elements("param")
            .FirstOrDefault(p => (string?)p.Attribute("name") == property.Name));
    }

    private static XElement? Find(Type type) => Comments(type).GetValueOrDefault($"T:{NameOf(type)}");

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static Dictionary<string, XElement> Comments(Type type) => s_comments.GetValue(type.Assembly, Read);

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        var isOurs = assembly.GetName().Name is { } name && File.Exists(path)
            && !name.StartsWith("System.", StringComparison.Ordinal);
        if (!isOurs) return [];
        return XDocument.Load(path).Descendants("member").GroupBy(m => (string)m.Attribute("name")!)
            .ToDictionary(group => group.Key, group => group.First());
    }

    // References become the name that a reader of JSON knows; line breaks of the source are none of the text.
    private static string? Text(XElement? comment)
    {
        if (comment is null) return null;
        var words = string.Concat(comment.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" or "paramref" } reference => NameIn(reference),
            XElement other => other.Value,
            XText text => text.Value,
            _ => "",
        }));
        return Spaces().Replace(words, " ").Trim();
    }

    private static string NameIn(XElement reference)
    {
        var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? "";
        var name = target[(target.LastIndexOfAny(['.', ':']) + 1)..];
        return name.Length == 0 || target.StartsWith("T:", StringComparison.Ordinal)
            ? name
            : char.ToLowerInvariant(name[0]) + name[1..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
