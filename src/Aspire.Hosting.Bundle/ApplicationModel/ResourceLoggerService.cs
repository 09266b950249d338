using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line that a process wrote.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>Keeps the last lines of every instance, across restarts, and hands them to whoever watches.</summary>
public class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, Log> logs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>First the lines kept of an instance (or of a resource's first instance), then every new one.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) =>
        WatchAsync(InstancesAnnotation.IdsOf(resource)[0]);

    /// <summary>First the lines kept of an instance, then every new one.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) =>
        logs.GetOrAdd(resourceName, _ => new Log()).WatchAsync();

    /// <summary>The lines kept of an instance.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        await Task.CompletedTask;
        yield return logs.GetOrAdd(resourceName, _ => new Log()).Snapshot();
    }

    internal void Append(string resourceId, string content, bool isError) =>
        logs.GetOrAdd(resourceId, _ => new Log()).Append(content, isError);

    private sealed class Log
    {
        private const int LinesKept = 5000;
        private readonly Lock gate = new();
        private readonly Queue<LogLine> kept = new();
        private readonly List<Channel<LogLine>> watchers = [];
        private int last;

        public void Append(string content, bool isError)
        {
            lock (gate)
            {
                var line = new LogLine(++last, content, isError);
                kept.Enqueue(line);
                if (kept.Count > LinesKept) kept.Dequeue();
                foreach (var watcher in watchers) watcher.Writer.TryWrite(line);
            }
        }

        public IReadOnlyList<LogLine> Snapshot()
        {
            lock (gate) return [.. kept];
        }

        public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(
            [EnumeratorCancellation] CancellationToken ct = default)
        {
            // A watcher that cannot keep up loses old lines rather than filling the memory.
            var channel = Channel.CreateBounded<LogLine>(
                new BoundedChannelOptions(LinesKept) { FullMode = BoundedChannelFullMode.DropOldest });
            lock (gate)
            {
                foreach (var line in kept) channel.Writer.TryWrite(line);
                watchers.Add(channel);
            }

            try
            {
                while (await channel.Reader.WaitToReadAsync(ct))
                {
                    var batch = new List<LogLine>();
                    while (batch.Count < 200 && channel.Reader.TryRead(out var line)) batch.Add(line);
                    yield return batch;
                }
            }
            finally
            {
                lock (gate) watchers.Remove(channel);
            }
        }
    }
}
