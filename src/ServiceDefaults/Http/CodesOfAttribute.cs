using System.Reflection;
using System.Text.Json.Serialization;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>The closed list of codes that a text is one of: <c>enum</c> in the OpenAPI document.</summary>
/// <remarks>It names the list that the check itself uses, so that no code stands in two places.</remarks>
/// <param name="holder">An enum whose published names are the codes, or the type that holds the list.</param>
/// <param name="list">Static member of <paramref name="holder"/>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CodesOfAttribute(Type holder, string list = "All") : Attribute
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public Type Holder => holder;

    public string List => list;

    /// <summary>The codes, in the order of the list.</summary>
    public IReadOnlyList<string> Codes => holder.IsEnum
        ? [.. Enum.GetNames(holder).Select(PublishedName)]
        : [.. (IEnumerable<string>)(holder.GetField(list, Static)?.GetValue(null)
            ?? holder.GetProperty(list, Static)?.GetValue(null)
            ?? throw new InvalidOperationException($"{holder.Name} has no static member {list}."))];

    private string PublishedName(string member) =>
        holder.GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? member;
}
