using System.Globalization;
using System.Reflection;
using System.Text;
using CivicPlatform.Contracts;

namespace CivicPlatform.House.Tests;

/// <summary>Events are a promise: additive changes only, no personal data, and a page that lists them.</summary>
public sealed class ContractTests
{
    private static readonly string[] Personal =
        ["Phone", "Mobile", "IdCard", "Reporter", "Counterparty", "Memo", "Address", "Health", "Choice", "Email"];

    private static readonly Type[] Events = [.. typeof(IIntegrationEvent).Assembly.GetExportedTypes()
        .Where(t => t.IsClass && t.IsAssignableTo(typeof(IIntegrationEvent))).OrderBy(t => t.FullName)];

    [Fact, Trait("rule", "EVT-02")]
    public void events_carry_no_personal_data() => Assert.Empty(
        from contract in typeof(IIntegrationEvent).Assembly.GetExportedTypes()
        from property in contract.GetProperties()
        where Personal.Any(word => property.Name.Contains(word, StringComparison.Ordinal))
        select $"{contract.Name}.{property.Name}");

    [Fact, Trait("rule", "EVT-02")]
    public void no_event_puts_a_room_together_with_money() => Assert.Empty(
        from contract in Events
        where contract.Namespace!.EndsWith(".Funds", StringComparison.Ordinal)
        from property in contract.GetProperties()
        where property.Name is "Room" or "UnitId" or "OwnerRef" or "OwnerRefs"
        select $"{contract.Name}.{property.Name}");

    [Fact]
    public void the_page_of_events_is_current()
    {
        var path = Path.Combine(SourceFile.Root, "docs", "events.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("CIVIC_WRITE_DOCS") is "1") File.WriteAllText(path, page);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == page,
            "docs/events.md differs from src/Contracts; regenerate it: CIVIC_WRITE_DOCS=1 ./civic test House");
    }

    private static string Page()
    {
        var page = new StringBuilder("# Events\n\nGenerated from src/Contracts; every event also carries EventId, ");
        page.Append("AggregateId, AggregateVersion,\nOccurredAt, StreetCode and CaseId. Who reacts: the line in a ");
        page.Append("service's Program.cs that adds the handler.\n");
        foreach (var group in Events.GroupBy(t => t.Namespace!.Split('.')[^1]))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n\n| Event | Members |\n|---|---|\n");
            foreach (var contract in group)
                page.Append(CultureInfo.InvariantCulture, $"| {contract.Name} | {Members(contract)} |\n");
        }
        return page.ToString();
    }

    private static string Members(Type contract)
    {
        var common = typeof(IIntegrationEvent).GetProperties().Select(p => p.Name).ToHashSet();
        return string.Join(", ", contract.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => !common.Contains(p.Name)).Select(p => $"`{p.Name}` {Name(p.PropertyType)}"));
    }

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } inner
        ? $"{inner.Name}?"
        : type.IsGenericType ? $"list of {type.GetGenericArguments()[0].Name}" : type.Name;
}
