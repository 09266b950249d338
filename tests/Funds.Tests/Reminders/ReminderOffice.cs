using System.Globalization;
using System.Net;
using System.Text;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.Testing;

namespace CivicPlatform.Funds.Tests.Reminders;

/// <summary>An office with a clock of its own and one open campaign.</summary>
internal sealed class ReminderOffice(FundsHost funds, string street, Opened opened)
{
    public ApiClient Manager { get; } = funds.Host.As("fund-manager", street);

    public ApiClient Visitor { get; } = funds.Host.As("community-worker", street, "u-visit");

    public Opened Opened => opened;

    public string Campaign => $"/api/v1/campaigns/{opened.Campaign}";

    public static async Task<ReminderOffice> OpenAsync(
        FundsHost funds, IReadOnlyList<RegisteredUnit> units, object? reminders = null)
    {
        var street = $"110114{Random.Shared.Next(100, 999)}";
        var (estate, decision) = await funds.RegisterAsync(units, $"{street}901");
        var manager = funds.Host.As("fund-manager", street);
        var number = Random.Shared.NextInt64(1_000_000_000_000, 9_999_999_999_999)
            .ToString(CultureInfo.InvariantCulture);
        var account = (await manager.PostAsync("/api/v1/accounts", new
        {
            estateId = estate, name = "电梯大修专户", bankName = "某银行", accountNumber = number,
        })).Expect(HttpStatusCode.Created).Id;
        var campaign = (await manager.PostAsync("/api/v1/campaigns", new
        {
            estateId = estate, accountId = account, title = "电梯大修", unitPrice = "17.93", decisionId = decision,
            reminders = reminders
                ?? new { everyDays = 3, quietFrom = "21:00:00", quietUntil = "08:00:00", messages = 3 },
        })).Expect(HttpStatusCode.Created).Id;
        (await manager.PostAsync($"/api/v1/campaigns/{campaign}/open", new { })).Expect(HttpStatusCode.OK);
        return new ReminderOffice(funds, street, new Opened(estate, account, campaign));
    }

    /// <summary>Sets the office's civil clock, in Asia/Shanghai.</summary>
    public Task ClockAsync(string local) => FundsHost.ExecuteAsync(funds.Host.Database.Superuser,
        "insert into platform.civil_clock as c values " +
        $"('{street}', extract(epoch from timestamptz '{local}+08' - now())::bigint, 1) " +
        "on conflict (street_code) do update set offset_seconds = excluded.offset_seconds, version = c.version + 1");

    public async Task PayAsync(IEnumerable<RegisteredUnit> flats, string prefix)
    {
        var lines = flats.Select((f, i) => $"{prefix}-{i},2023-06-12 09:13:00,1613.70,业主,{FundsHost.Code(f)}");
        (await Manager.PostCsvAsync($"/api/v1/accounts/{opened.Account}/statement-imports",
            Encoding.UTF8.GetBytes(FundsHost.Csv(lines)))).Expect(HttpStatusCode.Created);
    }

    public async Task<Answer> RunAsync(string? key = null) =>
        (await Manager.PostAsync($"{Campaign}/reminder-runs", new { }, key)).Expect(HttpStatusCode.Created);

    /// <summary>How many reminders of each status, such as "QUEUED 4".</summary>
    public async Task<string> StatesAsync() => await funds.Host.QueryAsync<string>(
        "select coalesce(string_agg(s, ', '), '') from (select status || ' ' || count(*) as s from reminders " +
        $"where campaign_id = '{opened.Campaign}' group by status order by status) t");

    public Task BecomesAsync(string states) => Eventually.Async(
        async () => Assert.Equal(states, await StatesAsync()), TimeSpan.FromSeconds(60));

    public async Task<Guid> FirstAsync(string query, string property = "id") =>
        (await Visitor.GetAsync($"{Campaign}/reminders?{query}")).Expect(HttpStatusCode.OK).Json.GetProperty("items")[0]
            .GetProperty(property).GetGuid();

    /// <summary>What was told, as level, step and number of households.</summary>
    public Task<string> ToldAsync() => funds.Host.QueryAsync<string>(
        "select coalesce(string_agg(t, '; '), '') from (select (payload->>'level') || ' ' || (payload->>'step') || " +
        "' ' || (payload->>'households') as t from test_told where type like '%.ReminderDue' " +
        $"and payload->>'aggregateId' = '{opened.Campaign}' order by (payload->>'level')::int) s");
}
