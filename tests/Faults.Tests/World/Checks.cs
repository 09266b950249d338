using System.Diagnostics;
using System.Globalization;
using CivicPlatform.Faults.Tests.Suite;

namespace CivicPlatform.Faults.Tests.World;

/// <summary>Looks from outside whether the databases hold what the clients were told, once.</summary>
public static class Checks
{
    // "Drained < 30 s after restart" of the fault table, as a time-out times three.
    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(90);

    private const string Parked = "select (select count(*) from platform.parked_messages where replayed_at is null) " +
        "+ (select count(*) from platform.outbox where parked_reason is not null)";

    /// <summary>What F1 and its like must show: drained, each write once, effects once, books balanced.</summary>
    public static async Task AllAsync(FaultContext context, Load load, FaultReport report)
    {
        var history = load.History;
        report.Acknowledged += history.Acknowledged.Count;
        report.Recovered(history.LongestWait);
        foreach (var refused in history.Refused) report.Find($"refused: {refused}");
        report.Require(history.Unanswered.Count == 0, $"{history.Unanswered.Count} writes were never answered");
        await DrainedAsync(context, report);
        await WritesAsync(context, load, report);
        await EffectsAsync(context, history, report);
        await BalancedAsync(context, report);
        await NothingParkedAsync(context, report);
    }

    /// <summary>What a caller may hear while a server is away: a problem that says so, and nothing else.</summary>
    public static void OnlyPassing(History history, FaultReport report, string when)
    {
        foreach (var (failure, count) in history.Failures)
        {
            var (status, media) = failure;
            var passes = status is 409 or 502 or 503 or 504 && media == "application/problem+json";
            report.Require(passes, $"{when}: {count} answers {status} {media}, first {history.FirstSaid(failure)}");
        }
    }

    /// <summary>Waits until every outbox is empty.</summary>
    public static async Task DrainedAsync(FaultContext context, FaultReport report)
    {
        var watch = Stopwatch.StartNew();
        foreach (var service in FaultPlatform.Services.Keys)
        {
            while (await WaitingAsync(context, service) is var waiting && waiting > 0)
            {
                if (watch.Elapsed > DrainBound)
                {
                    report.Find($"{service} still has {waiting} events in its outbox after {DrainBound}");
                    return;
                }
                await Task.Delay(50);
            }
        }
        report.Drained = watch.Elapsed;
    }

    /// <summary>Events that wait in a service's outbox.</summary>
    public static Task<long> WaitingAsync(FaultContext context, string service) =>
        context.Platform.QueryAsync<long>(service, "select count(*) from platform.outbox where parked_reason is null");

    /// <summary>Each acknowledged write is in its service's database under the answered id, exactly once.</summary>
    public static async Task WritesAsync(FaultContext context, Load load, FaultReport report)
    {
        var history = load.History;
        await RowsAsync(context, history, report, WriteKind.Case,
            "select building, id::text from cases where building = any($1)", "id");
        await RowsAsync(context, history, report, WriteKind.Payment,
            "select serial, id::text from bank_lines where serial = any($1)", idMember: null);
        await RowsAsync(context, history, report, WriteKind.Estate,
            "select name, id::text from estates where name = any($1)", idMember: null);
        await RowsAsync(context, history, report, WriteKind.Motion,
            "select title, id::text from motions where title = any($1)", "id");
        await RowsAsync(context, history, report, WriteKind.Subscription,
            "select reverse(split_part(reverse(url), '/', 1)), id::text from webhook_subscriptions " +
            "where reverse(split_part(reverse(url), '/', 1)) = any($1)", "id");
        await BallotsAsync(context, load, report);
        await PostingsAsync(context, history, report);
    }

    /// <summary>The events of the writes had their effects in the other services, each once.</summary>
    public static async Task EffectsAsync(FaultContext context, History history, FaultReport report)
    {
        var cases = Ids(history, WriteKind.Case);
        var estates = history.Of(WriteKind.Estate).Select(a => a.Write.Marker).ToArray();
        await EffectAsync(context, report, "notifications", "notice", cases,
            "select aggregate_id::text from notices where event_type like '%CaseRegistered' " +
            "and aggregate_id::text = any($1)");
        await EffectAsync(context, report, "cases", "time line entry", cases,
            "select case_id::text from timeline_entries where event = 'CaseRegistered' and case_id::text = any($1)");
        await EffectAsync(context, report, "cases", "time line entry", Ids(history, WriteKind.Motion),
            "select reverse(split_part(reverse(link), '/', 1)) from timeline_entries where event = 'MotionOpened' " +
            "and reverse(split_part(reverse(link), '/', 1)) = any($1)");
        await EffectAsync(context, report, "cases", "estate", estates,
            "select name from estates where name = any($1)");
        await EffectAsync(context, report, "funds", "estate", estates,
            "select name from estates where name = any($1)");
        await EffectAsync(context, report, "consultation", "estate", estates,
            "select name from register_estates where name = any($1)");
        await EffectAsync(context, report, "funds", "unit", estates,
            "select e.name from estates e join units u using (estate_id) where e.name = any($1)");
    }

    /// <summary>Debits equal credits, in the accounts, in the transfers and in what Funds answers.</summary>
    public static async Task BalancedAsync(FaultContext context, FaultReport report)
    {
        var (difference, matches) = await context.Estate.TrialBalanceAsync();
        report.Require(difference == "0.00" && matches, $"trial balance {difference}, transfers agree: {matches}");
        var rows = await context.Platform.RowsAsync("funds",
            "select coalesce(sum(debits - credits), 0)::text from ledger_accounts");
        var differs = decimal.Parse(rows[0][0], CultureInfo.InvariantCulture) != 0m;
        report.Require(!differs, $"the books differ by {rows[0][0]}");
    }

    public static async Task NothingParkedAsync(FaultContext context, FaultReport report)
    {
        foreach (var service in FaultPlatform.Services.Keys)
        {
            var parked = await context.Platform.QueryAsync<long>(service, Parked);
            report.Require(parked == 0, $"{service} parked {parked} messages");
        }
    }

    private static async Task RowsAsync(FaultContext context, History history, FaultReport report, WriteKind kind,
        string sql, string? idMember)
    {
        var told = history.Of(kind).ToArray();
        if (told.Length == 0) return;
        var rows = (await context.Platform.RowsOfAsync(
                told[0].Write.Service, sql, told.Select(a => a.Write.Marker).ToArray()))
            .ToLookup(row => row[0], row => row[1]);
        foreach (var one in told)
        {
            var found = rows[one.Write.Marker].ToArray();
            if (found.Length == 0) Lose(report, $"{kind} {one.Write.Marker}");
            else if (found.Length > 1) Double(report, $"{kind} {one.Write.Marker}");
            else if (idMember is not null && one.Answer[idMember] != found[0])
                report.Find($"{kind} {one.Write.Marker} was answered as {one.Answer[idMember]} and is {found[0]}");
        }
    }

    private static async Task BallotsAsync(FaultContext context, Load load, FaultReport report)
    {
        var told = load.History.Of(WriteKind.Ballot).ToArray();
        if (told.Length == 0) return;
        var rows = (await context.Platform.RowsOfAsync("consultation",
            "select id::text from ballots where motion_id = any($1)", await load.Maker.MotionsAsync()))
            .Select(r => r[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var one in told)
            if (!rows.Contains(one.Answer["id"])) Lose(report, $"ballot {one.Write.Marker}");
        var most = told.Length + load.History.Unanswered.Count(w => w.Kind == WriteKind.Ballot);
        if (rows.Count > most) Double(report, $"{rows.Count} ballots for {most} papers");
    }

    /// <summary>The money of each payment moved, and moved once.</summary>
    private static async Task PostingsAsync(FaultContext context, History history, FaultReport report)
    {
        var told = history.Of(WriteKind.Payment).ToArray();
        if (told.Length == 0) return;
        var rows = await context.Platform.RowsOfAsync("funds",
            "select l.serial, coalesce(sum(t.amount), 0) = l.amount, count(t.id) from bank_lines l " +
            "left join ledger_transfers t on t.source_id = l.id where l.serial = any($1) group by l.serial, l.amount",
            told.Select(a => a.Write.Marker).ToArray());
        foreach (var row in rows.Where(r => r[1] != "True"))
            report.Find($"payment {row[0]} moved by {row[2]} transfers that do not add up to it");
    }

    private static async Task EffectAsync(
        FaultContext context, FaultReport report, string service, string what, string[] causes, string sql)
    {
        if (causes.Length == 0) return;
        var watch = Stopwatch.StartNew();
        // One lost effect has waited the whole bound already; the others need not.
        var bound = report.Lost > 0 ? TimeSpan.FromSeconds(1) : DrainBound;
        while (true)
        {
            var counts = (await context.Platform.RowsOfAsync(service, sql, causes)).CountBy(r => r[0]).ToArray();
            if (counts.Length == causes.Length || watch.Elapsed > bound)
            {
                for (var i = counts.Length; i < causes.Length; i++) Lose(report, $"{what} in {service}");
                foreach (var (cause, _) in counts.Where(c => c.Value > 1))
                    Double(report, $"{what} in {service}: {cause}");
                break;
            }
            await Task.Delay(100);
        }
        report.Drained += watch.Elapsed;
    }

    private static string[] Ids(History history, WriteKind kind) =>
        [.. history.Of(kind).Select(a => a.Answer.Id.ToString())];

    private static void Lose(FaultReport report, string what)
    {
        if (report.Lost++ < 5) report.Find($"lost: {what}");
    }

    private static void Double(FaultReport report, string what)
    {
        if (report.Doubled++ < 5) report.Find($"doubled: {what}");
    }
}
