using System.Threading.Channels;
using CivicPlatform.Funds.Posting;
using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Messaging;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>A single payment on its way to a shared commit.</summary>
/// <param name="Identity">Caller, route, key and body of the request.</param>
/// <param name="Caller">For the audit row.</param>
internal sealed record PendingPayment(
    IdempotencyIdentity Identity, AuditContext Caller, string StreetCode, string DivisionCode, BankText Text,
    LineToPost Line, byte[] Hash)
{
    private readonly TaskCompletionSource<Result<StoredAnswer>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes after the durable commit, never before.</summary>
    public Task<Result<StoredAnswer>> Answered => _answer.Task;

    public void Complete(Result<StoredAnswer> answer) => _answer.TrySetResult(answer);

    public void Fail(Exception error) => _answer.TrySetException(error);
}

/// <summary>
/// Group posting: requests wait in a bounded channel, one reader takes what is there (at most 128, no timer) and
/// posts it in one transaction. A hot account then pays one commit for many payments, and its running balance stays
/// exact. Correct on several replicas, because the books are locked in one order and the keys are unique.
/// </summary>
public sealed partial class PaymentQueue(
    PaymentPosting posting, OutboxSignal outbox, ILogger<PaymentQueue> logger) : BackgroundService
{
    private const int Capacity = 4096;
    private const int MaxTries = 5;

    private readonly Channel<PendingPayment> _channel = Channel.CreateBounded<PendingPayment>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>False when the queue is full: the caller answers 503 instead of piling up.</summary>
    internal bool TryEnqueue(PendingPayment payment) => _channel.Writer.TryWrite(payment);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<PendingPayment>(ImportPosting.BatchSize);
        try
        {
            while (await _channel.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < ImportPosting.BatchSize && _channel.Reader.TryRead(out var payment))
                    batch.Add(payment);
                await PostAsync(batch);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await DrainAsync();
        }
    }

    /// <summary>What was taken is posted, also at shutdown: a caller may have waited long already.</summary>
    private async Task DrainAsync()
    {
        _channel.Writer.TryComplete();
        while (_channel.Reader.TryRead(out var payment)) await PostAsync([payment]);
    }

    private async Task PostAsync(IReadOnlyList<PendingPayment> batch)
    {
        // Two requests with one key or one serial cannot share a commit: the later one must see the earlier one.
        foreach (var round in Rounds(batch)) await PostRoundAsync(round);
    }

    private async Task PostRoundAsync(IReadOnlyList<PendingPayment> round)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answers = await posting.PostAsync(round);
                outbox.Poke();
                for (var i = 0; i < round.Count; i++) round[i].Complete(answers[i]);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MaxTries)
            {
                LogRetry(logger, round.Count, attempt);
            }
            catch (PostgresException e) when (e.SqlState.StartsWith("23", StringComparison.Ordinal)
                && (round.Count > 1 || attempt < MaxTries))
            {
                if (round.Count > 1)
                {
                    foreach (var payment in round) await PostRoundAsync([payment]); // One bad row, not all of them.
                    return;
                }
            }
            catch (Exception e) // Nothing was committed; every caller hears it and may repeat with the same key.
            {
                LogFailed(logger, round.Count, e);
                foreach (var payment in round) payment.Fail(e);
                return;
            }
        }
    }

    private static IEnumerable<IReadOnlyList<PendingPayment>> Rounds(IReadOnlyList<PendingPayment> batch)
    {
        var rest = batch;
        while (rest.Count > 0)
        {
            var keys = new HashSet<(string, string, string)>();
            var serials = new HashSet<(Guid, string)>();
            var round = new List<PendingPayment>(rest.Count);
            var later = new List<PendingPayment>();
            foreach (var payment in rest)
            {
                var key = (payment.Identity.Caller, payment.Identity.Route, payment.Identity.Key);
                var serial = (payment.Line.BookId, payment.Line.Serial);
                var first = !keys.Contains(key) && !serials.Contains(serial);
                (first ? round : later).Add(payment);
                keys.Add(key);
                serials.Add(serial);
            }

            yield return round;
            rest = later;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Deadlock while posting {Count} payments, try {Attempt}")]
    private static partial void LogRetry(ILogger logger, int count, int attempt);

    [LoggerMessage(LogLevel.Error, "Posting {Count} payments failed")]
    private static partial void LogFailed(ILogger logger, int count, Exception e);
}
