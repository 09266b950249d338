using Npgsql;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>
/// Every table of every service, asked by its app login without a scope: a forgotten filter shows nothing.
/// </summary>
[Collection(CanaryCollection.Name)]
public sealed class RowSecurityTests(CanaryOffice office, ITestOutputHelper output)
{
    private const string TablesSql =
        """
        select n.nspname || '.' || c.relname, c.relrowsecurity,
            exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'street_code'),
            exists (select 1 from pg_policy p where p.polrelid = c.oid and (select oid from pg_roles
                where rolname = current_database() || '_app') = any(p.polroles)),
            exists (select 1 from pg_policy p where p.polrelid = c.oid
                and p.polname in ('public_totals', 'public_page')),
            has_table_privilege(current_database() || '_app', c.oid, 'select')
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'platform') and c.relkind in ('r', 'p') and not c.relispartition
        order by 1
        """;

    /// <summary>Readable by the app login without a policy, each with the reason.</summary>
    private static readonly IReadOnlyDictionary<string, string> s_open = new Dictionary<string, string>
    {
        ["registry public.divisions"] = "names and codes that the state publishes",
        ["registry public.unit_import_rows"] = "staged and removed within one transaction; no other sees a row",
        ["registry public.division_import_rows"] = "staged and removed within one transaction; no other sees a row",
        ["cases public.estates"] = "names of places; asked whether an estate is another office's",
        ["cases public.number_blocks"] = "counters of numbers; no record",
        ["* platform.inbox"] = "ids of messages and names of queues",
        ["* platform.idempotency"] = "found by the caller's own key only; answers are encrypted, bound to that key",
        ["* platform.civil_clock"] = "offsets of the clocks of Development",
        ["* platform.streets"] = "codes that the state publishes",
        ["* platform.leases"] = "names of background jobs",
    };

    [Theory, InlineData("registry"), InlineData("cases"), InlineData("consultation"), InlineData("funds")]
    [InlineData("notifications")]
    public async Task a_forgotten_filter_returns_nothing(string service)
    {
        var (wrong, withRows) = (new List<string>(), 0);
        foreach (var table in await TablesAsync(service))
        {
            var isOpen = s_open.ContainsKey($"{service} {table.Name}") || s_open.ContainsKey($"* {table.Name}");
            if (!table.IsReadable || isOpen) continue;
            if (!table.HasPolicy) wrong.Add($"{table.Name} has no policy");
            if (table.IsPublic) continue;
            var all = await CountAsync(service, $"select count(*) from {table.Name}");
            var seen = await CountAsync(service, $"set role {service}_app; select count(*) from {table.Name}");
            if (seen > 0) wrong.Add($"{table.Name} shows {seen} of {all} rows");
            if (all > 0) withRows++;
        }
        output.WriteLine($"{service}: {withRows} tables with rows, none of which the app login sees without a scope");
        Assert.Empty(wrong);
        Assert.True(withRows > 2, "the walk found no rows to hide");
        Assert.NotNull(office.Story);
    }

    [Theory, InlineData("registry"), InlineData("cases"), InlineData("consultation"), InlineData("funds")]
    [InlineData("notifications")]
    public async Task a_table_of_an_office_is_protected_whoever_may_read_it(string service)
    {
        string[] written = ["platform.audit", "platform.outbox", "platform.parked_messages"]; // Never read by requests.
        var open = (await TablesAsync(service))
            .Where(t => t.HasStreet && !t.HasPolicy && t.IsReadable).Select(t => t.Name)
            .Where(name => !s_open.ContainsKey($"{service} {name}") && !s_open.ContainsKey($"* {name}"));
        Assert.Empty(open);
        Assert.DoesNotContain(await TablesAsync(service), t => written.Contains(t.Name) && t.IsReadable);
    }

    [Fact]
    public async Task totals_are_read_by_all_and_written_by_their_own_office_only()
    {
        var campaign = office.Story.CampaignId;
        var read = await CountAsync("funds",
            $"set role funds_app; select count(*) from building_totals where campaign_id = '{campaign}'");
        Assert.Equal(6, read);
        await using var connection = await office.Platform.ConnectAsync("funds");
        await using var write = new NpgsqlCommand(
            "set role funds_app; begin; set local app.scope = '110105001'; " +
            $"update building_totals set collected = 0 where campaign_id = '{campaign}'; commit;", connection);
        Assert.Equal(0, await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private async Task<List<Table>> TablesAsync(string service)
    {
        await using var connection = await office.Platform.ConnectAsync(service);
        await using var command = new NpgsqlCommand(TablesSql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var tables = new List<Table>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            tables.Add(new Table(reader.GetString(0), reader.GetBoolean(1) && reader.GetBoolean(3),
                reader.GetBoolean(2), reader.GetBoolean(4), reader.GetBoolean(5)));
        }
        return tables;
    }

    private async Task<long> CountAsync(string service, string sql) =>
        await office.Platform.QueryAsync<long>(service, sql);

    private sealed record Table(string Name, bool HasPolicy, bool HasStreet, bool IsPublic, bool IsReadable);
}
