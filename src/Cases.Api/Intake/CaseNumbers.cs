using System.Collections.Concurrent;
using CivicPlatform.ServiceDefaults.Auth;
using Npgsql;

namespace CivicPlatform.Cases.Intake;

/// <summary>Numbers that people can say on the phone, such as 2026-110114009-000123.</summary>
/// <remarks>
/// Every replica leases a hundred at a time per street and year, so that registering a case needs no counter row.
/// Gaps are fine: a replica that stops loses the rest of its block.
/// </remarks>
public sealed class CaseNumbers(NpgsqlDataSource source)
{
    /// <summary>Numbers in one lease.</summary>
    public const int BlockSize = 100;

    // A city has some 350 streets; a caller of a whole city who invents codes must not fill the memory.
    private const int MaxStreets = 5_000;

    private readonly ConcurrentDictionary<(string Street, int Year), Block> _blocks = new();

    /// <summary>The next number of that street in that civil year.</summary>
    public async ValueTask<string> NextAsync(string street, int year, CancellationToken ct)
    {
        if (_blocks.Count > MaxStreets) _blocks.Clear();
        var block = _blocks.GetOrAdd((street, year), static _ => new Block());
        if (!block.TryTake(out var value)) value = await RefillAsync(block, street, year, ct);
        return $"{year:D4}-{street}-{value:D6}";
    }

    private async Task<long> RefillAsync(Block block, string street, int year, CancellationToken ct)
    {
        await block.Gate.WaitAsync(ct);
        try
        {
            long value;
            while (!block.TryTake(out value)) block.Start(await LeaseAsync(street, year, ct));
            return value;
        }
        finally
        {
            block.Gate.Release();
        }
    }

    private async Task<long> LeaseAsync(string street, int year, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "insert into number_blocks (street_code, year, next) values ($1, $2, 1 + $3) " +
            "on conflict (street_code, year) do update set next = number_blocks.next + $3 returning next - $3")
        {
            Parameters = { new() { Value = street }, new() { Value = year }, new() { Value = (long)BlockSize } },
        });
        // Notes the street as well, so that a district's scope reaches it: once a block, not once a case.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(StreetDirectory.NoteSql)
        {
            Parameters = { new() { Value = street } },
        });
        return (long)(await batch.ExecuteScalarAsync(ct))!;
    }

    /// <summary>What is left of a lease. Taking is lock-free; starting a new lease happens under the gate.</summary>
    private sealed class Block
    {
        private Lease _lease = new(0, 0);

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public bool TryTake(out long value)
        {
            var lease = Volatile.Read(ref _lease);
            value = lease.Take();
            return value < lease.End;
        }

        public void Start(long first) => Volatile.Write(ref _lease, new Lease(first, first + BlockSize));
    }

    private sealed class Lease(long first, long end)
    {
        private long _next = first;

        public long End => end;

        public long Take() => Interlocked.Increment(ref _next) - 1;
    }
}
