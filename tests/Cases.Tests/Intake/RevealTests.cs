using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.Testing;

namespace CivicPlatform.Cases.Tests.Intake;

/// <summary>The reporter is masked until somebody says what for, and stands in no trace and no metric.</summary>
public sealed class RevealTests(CasesHost cases)
{
    private const string Name = "慕容金丝雀", Phone = "13712340987";

    [Fact]
    public async Task a_reporter_is_revealed_for_a_purpose_and_the_trail_says_so()
    {
        var id = await RegisterAsync(cases.Clerk);
        var masked = (await cases.Clerk.GetAsync($"/api/v1/cases/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("慕**", "137****0987"), (masked["reporter.name"], masked["reporter.phone"]));

        var path = $"/api/v1/cases/{id}/reveal";
        (await cases.Clerk.PostAsync(path, new { purpose = "CURIOSITY" })).Expect(HttpStatusCode.BadRequest);
        (await cases.Stranger.PostAsync(path, new { purpose = "CALLBACK" })).Expect(HttpStatusCode.NotFound);
        var shown = (await cases.Clerk.PostAsync(path, new { purpose = "CALLBACK" }, "again"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal((Name, Phone), (shown["name"], shown["phone"]));
        (await cases.Clerk.PostAsync(path, new { purpose = "CALLBACK" }, "again")).Expect(HttpStatusCode.OK);

        Assert.Equal("clerk-1|CALLBACK|2", await cases.First.QueryAsync<string>(
            "select concat_ws('|', min(actor), min(purpose), count(*)) from platform.audit " +
            $"where action = 'intake.reveal' and subject_id = '{id}'")); // Each look is one, also with the same key.
        Assert.Equal(0L, await cases.First.QueryAsync<long>(
            $"select count(*) from platform.idempotency where route = '{path}'")); // Kept for no replay.
    }

    [Fact]
    public async Task without_its_audit_row_nobody_is_revealed()
    {
        await using var broken = await ServiceHost<CasesDbContext>.StartAsync("cases");
        var clerk = broken.As(Roles.StreetClerk, CasesHost.Street);
        var id = await RegisterAsync(clerk);
        await broken.QueryAsync<int>("revoke insert on platform.audit from cases_app; select 1");
        var refused = await clerk.PostAsync($"/api/v1/cases/{id}/reveal", new { purpose = "CALLBACK" });
        refused.Expect(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain(Phone, refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task neither_traces_nor_metrics_tell_who_called()
    {
        var told = new ConcurrentQueue<string>();
        using var spans = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => told.Enqueue($"{span.DisplayName} {string.Join(' ', span.TagObjects)} " +
                string.Join(' ', span.Events.SelectMany(e => e.Tags.Prepend(new("event", e.Name))))),
        };
        ActivitySource.AddActivityListener(spans);
        using var metrics = new MeterListener();
        metrics.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        metrics.SetMeasurementEventCallback<double>((i, _, tags, _) => told.Enqueue($"{i.Name} {Text(tags)}"));
        metrics.SetMeasurementEventCallback<long>((i, _, tags, _) => told.Enqueue($"{i.Name} {Text(tags)}"));
        metrics.Start();

        var id = await RegisterAsync(cases.Clerk);
        (await cases.Clerk.PostAsync($"/api/v1/cases/{id}/reveal", new { purpose = "CALLBACK" }))
            .Expect(HttpStatusCode.OK);
        Assert.Contains(told, line => line.Contains("insert into cases", StringComparison.OrdinalIgnoreCase)
            || line.Contains("/cases", StringComparison.Ordinal)); // The listeners do hear.
        Assert.DoesNotContain(told, line => line.Contains(Name, StringComparison.Ordinal)
            || line.Contains(Phone, StringComparison.Ordinal));
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray());

    private static async Task<Guid> RegisterAsync(ApiClient clerk) => (await clerk.PostAsync("/api/v1/cases", new
    {
        divisionCode = CasesHost.Community, channel = "WINDOW", type = "HELP", matter = "LIFT_FAILURE",
        description = "电梯停运", reporter = new { name = Name, phone = Phone },
    })).Expect(HttpStatusCode.Created).Id;
}
