using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CivicPlatform.Faults.Tests.Suite;

namespace CivicPlatform.Faults.Tests.Messages;

/// <summary>F9: what can never be handled is put aside, the others flow, and replay works once repaired.</summary>
public sealed class Poison : IFault
{
    private const string Queue = "notifications-tell-case-registered", Parked = Queue + "_parked";
    private const string Exchange = "CivicPlatform.Contracts.Cases:CaseRegistered";
    private const string Matter = "FAULT_POISON";
    private static readonly TimeSpan ParkBound = TimeSpan.FromSeconds(60);

    public string Id => "F9";

    public string Title => "poison message (malformed, unknown type and version, a handler that throws)";

    public async Task RunAsync(FaultContext context, FaultReport report)
    {
        await using var wire = await Wire.ConnectAsync(context);
        var sample = await SampleAsync(context, wire);
        var bodies = new Dictionary<string, byte[]>
        {
            ["malformed"] = "{ no message"u8.ToArray(),
            ["not of this world"] = [0xFF, 0x00, 0xFE],
            ["unknown version"] = Change(sample, m => m["message"] = new JsonObject { ["caseId"] = 7 }),
            ["unknown type"] = Change(sample, m => m["messageType"] =
                new JsonArray("urn:message:CivicPlatform.Contracts.Cases:CaseRegisteredV9")),
        };
        var rounds = context.Size.RoundsOf(1, 5);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (what, body) in bodies) await UnreadableAsync(context, wire, report, what, body);
            await ThrowingAsync(context, report);
            report.Rounds += bodies.Count + 1;
        }
    }

    /// <summary>A message of the right type, to be spoilt.</summary>
    private static async Task<byte[]> SampleAsync(FaultContext context, Wire wire)
    {
        await wire.ListenAsync();
        await RegisterAsync(context, "FAULT_SAMPLE");
        byte[]? body = null;
        await Eventually.Async(async () =>
            Assert.NotNull(body = (await wire.HeardAsync()).FirstOrDefault(m => m.Exchange == Exchange)?.Body));
        return body!;
    }

    private static byte[] Change(byte[] sample, Action<JsonObject> change)
    {
        var message = JsonNode.Parse(Encoding.UTF8.GetString(sample))!.AsObject();
        change(message);
        return Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    /// <summary>What nobody can read ends in the parked queue of the broker, and the queue flows on.</summary>
    private static async Task UnreadableAsync(
        FaultContext context, Wire wire, FaultReport report, string what, byte[] body)
    {
        await wire.PurgeAsync(Parked);
        var watch = Stopwatch.StartNew();
        await wire.PutAsync(Queue, body, "application/vnd.masstransit+json");
        while (await wire.CountAsync(Parked) == 0 && watch.Elapsed < ParkBound) await Task.Delay(50);
        var parked = await wire.CountAsync(Parked);
        report.Require(parked == 1, $"{what}: {parked} messages in {Parked} after {watch.Elapsed.TotalSeconds:0.0} s");
        if (parked == 1) report.Recovered(watch.Elapsed);
        await FlowsAsync(context, report, what);
        await wire.PurgeAsync(Parked);
    }

    /// <summary>A handler that throws: parked in the database, and replayed once the cause is gone.</summary>
    private static async Task ThrowingAsync(FaultContext context, FaultReport report)
    {
        await context.Platform.ExecuteAsync("notifications",
            $"alter table notices add constraint fault_suite check (body not like '%{Matter}%') not valid");
        Guid caseId;
        string? message;
        try
        {
            var watch = Stopwatch.StartNew();
            caseId = await RegisterAsync(context, Matter);
            message = await ParkedAsync(context, caseId);
            report.Require(message is not null, "the throwing handler's message was not parked");
            report.Recovered(watch.Elapsed);
            await FlowsAsync(context, report, "a handler that throws");
        }
        finally
        {
            await context.Platform.ExecuteAsync("notifications", "alter table notices drop constraint fault_suite");
        }
        if (message is not null) await ReplayAsync(context, report, message, caseId);
    }

    /// <summary>The parked message of that case; null when there is none in time.</summary>
    private static async Task<string?> ParkedAsync(FaultContext context, Guid caseId)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < ParkBound; await Task.Delay(100))
        {
            var rows = await context.Platform.RowsAsync("notifications", "select message_id::text " +
                "from platform.parked_messages where replayed_at is null and payload like $1", $"%{caseId}%");
            if (rows.Count > 0) return rows[0][0];
        }
        return null;
    }

    private static async Task ReplayAsync(FaultContext context, FaultReport report, string message, Guid caseId)
    {
        const string list = "/api/v1/operations/notifications/parked-messages";
        var listed = await context.Estate.Operations.GetAsync(list);
        report.Require(listed.Text.Contains(message, StringComparison.Ordinal), "the parked message is not listed");
        var replay = await context.Estate.Operations.PostAsync($"{list}/{message}/replay", new { });
        report.Require(replay.Status == HttpStatusCode.Accepted, $"replay: {(int)replay.Status} {replay.Text}");
        await Eventually.Async(async () => Assert.Equal(1L, await NoticesAsync(context, caseId)));
        var again = await context.Estate.Operations.PostAsync($"{list}/{message}/replay", new { });
        report.Require(again.Status == HttpStatusCode.NotFound, $"a second replay: {(int)again.Status}");
        report.Acknowledged++;
    }

    /// <summary>A good message behind the bad one has its effect.</summary>
    private static async Task FlowsAsync(FaultContext context, FaultReport report, string what)
    {
        var watch = Stopwatch.StartNew();
        var caseId = await RegisterAsync(context, "FAULT_FLOW");
        while (await NoticesAsync(context, caseId) != 1)
        {
            if (watch.Elapsed > ParkBound)
            {
                report.Lost++;
                report.Find($"{what}: the next message had no effect");
                return;
            }
            await Task.Delay(50);
        }
        report.Acknowledged++;
    }

    private static Task<long> NoticesAsync(FaultContext context, Guid caseId) => context.Platform.QueryAsync<long>(
        "notifications", $"select count(*) from notices where aggregate_id = '{caseId}'");

    private static async Task<Guid> RegisterAsync(FaultContext context, string matter) =>
        (await context.Estate.Clerk.PostAsync("/api/v1/cases", new
        {
            divisionCode = context.Estate.Community, channel = "PATROL", type = "HELP", matter,
            description = "故障演练", estateId = context.Estate.EstateId,
        })).Expect(HttpStatusCode.Created).Id;
}
