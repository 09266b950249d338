using System.Text;
using System.Text.Json;
using Npgsql;

namespace CivicPlatform.Platform.Tests.Access;

/// <summary>Where no name, no phone and no secret may stand, after a whole story was played.</summary>
[Collection(CanaryCollection.Name)]
public sealed class LeakTests(CanaryOffice office, ITestOutputHelper output)
{
    // In a row as text, bytes are hexadecimal: there a phone needs an edge, or a cipher text holds one by chance, and a
    // name (业主) is looked for as its bytes.
    private const string PeopleInRows = "业主[0-9]{5}|e4b89ae4b8bb|(^|[^0-9a-f])1380000[0-9]{4}([^0-9a-f]|$)|" +
        CanaryOffice.Reporter + "|" + CanaryOffice.Phone;

    private const string ColumnsSql =
        "select format('%I.%I', table_schema, table_name) from information_schema.tables " +
        "where table_schema in ('public', 'platform') and table_type = 'BASE TABLE'";

    [Fact]
    public async Task no_log_of_any_process_names_a_person()
    {
        var hits = (await office.Story.Clerk.PostAsync("/api/v1/owners/search", new { name = "业主00001" }))
            .Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.NotEqual(0, hits.GetArrayLength());
        (await office.Story.Clerk.PostAsync($"/api/v1/units/{hits[0].GetProperty("unitIds")[0]}/reveal",
            new { purpose = "VISIT" })).Expect(HttpStatusCode.OK);
        await Eventually.Async(() =>
        {
            Assert.Contains(office.Platform.ConsoleLogs(), // The gateway's access log, addresses and all.
                log => log.Text.Contains("/api/v1/owners/search", StringComparison.Ordinal));
            return Task.CompletedTask;
        });

        var logs = office.Platform.ConsoleLogs();
        Assert.True(logs.Count > 10, $"only {logs.Count} logs were found");
        output.WriteLine($"{logs.Count} logs, {logs.Sum(log => log.Text.Length)} characters");
        Assert.DoesNotContain(logs, log => People.Named().IsMatch(log.Text));
    }

    [Fact]
    public async Task no_trace_metric_or_exported_log_names_a_person()
    {
        (await office.Story.Clerk.PostAsync(TelemetrySink.Witness, new { name = "业主00002", phone = "13800000002" }))
            .Expect(HttpStatusCode.OK);
        // What a caller should not have put into an address: known filter, unknown one, and none at all.
        foreach (var query in (string[])["matter=" + CanaryOffice.Phone, "name=业主00003", "13800000003"])
            await office.Story.Clerk.GetAsync($"/api/v1/cases?{query}");
        var telemetry = office.Platform.Telemetry;
        await Eventually.Async(() =>
        {
            Assert.True(telemetry.HasWitness("traces") && telemetry.HasWitness("metrics"));
            Assert.True(telemetry.BytesOf("logs") > 0);
            return Task.CompletedTask;
        });
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken); // Every second they export.
        foreach (var signal in (string[])["logs", "traces", "metrics"])
            output.WriteLine($"{signal}: {telemetry.BytesOf(signal)} bytes");
        Assert.Empty(telemetry.Found);
        Assert.DoesNotContain(office.Platform.ConsoleLogs(), log => People.Named().IsMatch(log.Text));
    }

    [Fact]
    public void no_event_names_a_person()
    {
        var heard = office.Platform.Events.Heard;
        output.WriteLine(string.Join(", ", heard.OrderBy(e => e.Key).Select(e => $"{e.Key} {e.Value}")));
        foreach (var told in (string[])["UnitsRegistered", "CaseRegistered", "BillsIssued", "PaymentMatched"])
            Assert.Contains(heard.Keys, exchange => exchange.EndsWith($":{told}", StringComparison.Ordinal));
        Assert.Empty(office.Platform.Events.Found);
    }

    [Theory, InlineData("registry"), InlineData("cases"), InlineData("consultation"), InlineData("funds")]
    [InlineData("notifications")]
    public async Task no_table_holds_a_person_in_clear(string service)
    {
        await using var connection = await office.Platform.ConnectAsync(service);
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand(ColumnsSql, connection))
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) tables.Add(reader.GetString(0));

        var found = new List<string>();
        foreach (var table in tables)
        {
            // A row as text shows every column: events, audit rows, idempotency rows and parked messages among them.
            await using var count = new NpgsqlCommand($"select count(*) from {table} t where t::text ~ $1", connection)
            {
                Parameters = { new() { Value = PeopleInRows } },
            };
            if ((long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0) found.Add(table);
        }
        output.WriteLine($"{service}: {tables.Count} tables");
        Assert.Empty(found);
    }

    [Fact]
    public void no_secret_stands_on_a_command_line_or_in_a_log()
    {
        using var passwords = JsonDocument.Parse(File.ReadAllText(Path.Combine(office.Platform.Folder.Path,
            "secrets.json")));
        using var data = JsonDocument.Parse(File.ReadAllText(office.Platform.Folder.DataKey));
        var secrets = passwords.RootElement.EnumerateObject().Select(p => p.Value.GetString()!)
            .Concat(data.RootElement.GetProperty("keys").EnumerateObject().Select(p => p.Value.GetString()!))
            .Append(File.ReadAllText(office.Platform.Folder.SealKey).Trim()).ToArray();
        Assert.True(secrets.Length > 15, "secrets.json holds a password for every login");

        var lines = CommandLines();
        Assert.Contains(lines, line => line.Contains(office.Platform.Folder.Path, StringComparison.Ordinal));
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(office.Platform.ConsoleLogs(),
                log => log.Text.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task no_answer_shows_a_stack_or_a_server_and_every_one_has_its_headers()
    {
        string[] paths = ["/api/v1/cases/not-an-id", "/api/v1/unheard-of", "/api/v1/cases?after=%00", "/disclosure/"];
        foreach (var path in paths)
        {
            using var response = await office.Story.Clerk.Http.GetAsync(
                new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
            Assert.Equal("nosniff", string.Join(',', response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", string.Join(',', response.Headers.GetValues("X-Frame-Options")));
            var policy = string.Join(',', response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("X-Powered-By"));
            Assert.DoesNotContain("/", $"{response.Headers.Server}", StringComparison.Ordinal); // No version.
        }
    }

    private static List<string> CommandLines()
    {
        var lines = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!char.IsAsciiDigit(Path.GetFileName(folder)[0])) continue;
            try
            {
                lines.Add(File.ReadAllText(Path.Combine(folder, "cmdline"), Encoding.UTF8).Replace('\0', ' '));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue; // It ended in between, or is none of ours.
            }
        }
        return lines;
    }
}
