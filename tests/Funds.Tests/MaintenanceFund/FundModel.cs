namespace CivicPlatform.Funds.Tests.MaintenanceFund;

/// <summary>
/// What a fund must hold after each act, kept as plain lists of fen and written without the product's code: it knows
/// who may be refused and why, and splits money by trying every fen.
/// </summary>
internal sealed class FundModel(int units)
{
    private readonly Dictionary<string, (long Amount, bool Waits)> _bank = [];
    private readonly List<(Guid Id, string Serial, long[] Moves)> _entries = [];
    private readonly HashSet<Guid> _reversed = [];

    /// <summary>Fen of each part.</summary>
    public long[] Balances { get; private set; } = new long[units];

    public bool[] Lost { get; } = new bool[units];

    /// <summary>What the bank holds.</summary>
    public long Bank => _bank.Values.Sum(l => l.Amount);

    /// <summary>What nobody has placed yet.</summary>
    public long Suspense => _bank.Values.Where(l => l.Waits).Sum(l => l.Amount);

    public IReadOnlyList<Guid> Entries => [.. _entries.Select(e => e.Id)];

    /// <summary>A statement tells a line; a serial that is known changes nothing.</summary>
    public void Tell(string serial, long amount) => _bank.TryAdd(serial, (amount, true));

    /// <summary>True when an entry may use that line for that amount.</summary>
    public bool MayUse(string serial, long amount) =>
        !_bank.TryGetValue(serial, out var line) || (line.Waits && line.Amount == amount);

    public void Book(Guid id, string serial, long[] moves)
    {
        _bank[serial] = (moves.Sum(), false);
        _entries.Add((id, serial, moves));
        Balances = [.. Balances.Zip(moves, (balance, move) => balance + move)];
    }

    /// <summary>The code of the refusal, or null when the reversal goes through.</summary>
    public string? WhyNotReverse(Guid id)
    {
        if (_reversed.Contains(id)) return "funds.entry_already_reversed";
        var moves = _entries.Single(e => e.Id == id).Moves;
        return Balances.Zip(moves, (balance, move) => balance - move).Any(left => left < 0)
            ? "funds.money_is_spent"
            : null;
    }

    public void Reverse(Guid id)
    {
        var (_, serial, moves) = _entries.Single(e => e.Id == id);
        _reversed.Add(id);
        _bank[serial] = (_bank[serial].Amount, true);
        Balances = [.. Balances.Zip(moves, (balance, move) => balance - move)];
        for (var i = 0; i < moves.Length; i++) if (moves[i] < 0) Lost[i] = false;
    }

    /// <summary>
    /// Shares of an amount by weights: starts from none and gives fen after fen to whoever is furthest below his exact
    /// share, the first of equals.
    /// </summary>
    public static long[] Split(long amount, long[] weights)
    {
        var total = weights.Aggregate(Int128.Zero, (sum, weight) => sum + weight);
        var shares = new long[weights.Length];
        for (var i = 0; i < weights.Length; i++) shares[i] = (long)((Int128)amount * weights[i] / total);
        for (var left = amount - shares.Sum(); left > 0; left--)
        {
            var neediest = Enumerable.Range(0, weights.Length)
                .MaxBy(i => (Int128)amount * weights[i] - (Int128)shares[i] * total);
            shares[neediest]++;
        }
        return shares;
    }
}
