using CivicPlatform.Faults.Tests.Suite;

namespace CivicPlatform.Faults.Tests.Messages;

/// <summary>What the services keep of other services' events, as text that can be compared.</summary>
public static class ReadModels
{
    private static readonly (string Service, string Sql)[] s_tables =
    [
        ("funds", "select concat_ws('|', 'estate', estate_id, name, units, area, version) from estates"),
        ("funds", "select concat_ws('|', 'unit', unit_id, estate_id, building, room, area, version) from units"),
        ("funds", "select concat_ws('|', 'holder', unit_id, owner_refs, sale_status, version) from unit_holders"),
        ("funds", "select concat_ws('|', 'decision', decision_id, estate_id, matter_code, effective_on, revoked) " +
            "from decisions"),
        ("consultation", "select concat_ws('|', 'estate', id, name, units, area, version) from register_estates"),
        ("consultation", "select concat_ws('|', 'unit', id, estate_id, building, room, area, sale_status, " +
            "owner_refs, holding_version) from register_units"),
        ("cases", "select concat_ws('|', 'estate', id, name) from estates"),
        ("cases", "select concat_ws('|', 'entry', id, case_id, occurred_at, stage, event, detail, link) " +
            "from timeline_entries"),
        ("notifications", "select concat_ws('|', 'notice', event_id, event_type, aggregate_id, estate_id) " +
            "from notices"),
        ("notifications", "select concat_ws('|', 'estate', id, name, source_version) from estates"),
        ("notifications", "select concat_ws('|', 'billed', campaign_id, building, households, source_version) " +
            "from billed_buildings"),
    ];

    /// <summary>Every row of every read model, doubled ones twice.</summary>
    public static async Task<List<string>> ReadAsync(FaultContext context)
    {
        var rows = new List<string>();
        foreach (var (service, sql) in s_tables)
            rows.AddRange((await context.Platform.RowsAsync(service, sql)).Select(r => $"{service}|{r[0]}"));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    /// <summary>Messages that have had their effect, over all services.</summary>
    public static async Task<long> InboxRowsAsync(FaultContext context)
    {
        var sum = 0L;
        foreach (var service in FaultPlatform.Services.Keys)
            sum += await context.Platform.QueryAsync<long>(service, "select count(*) from platform.inbox");
        return sum;
    }
}
