using CivicPlatform.Faults.Tests.World;

namespace CivicPlatform.Faults.Tests.Suite;

/// <summary>One fault of the suite: what is broken on purpose and what must hold all the same.</summary>
public interface IFault
{
    /// <summary>F1, F2, ... as in docs/reliability.md.</summary>
    string Id { get; }

    /// <summary>The fault in a few words.</summary>
    string Title { get; }

    /// <summary>Causes the fault in the size asked for; throws only where the suite itself is broken.</summary>
    Task RunAsync(FaultContext context, FaultReport report);
}

/// <summary>How much of it: the short form runs in ./civic test, the long one by hand.</summary>
/// <param name="IsLong">True for the long form.</param>
/// <param name="Seed">Of every random choice; the same seed makes the same choices, not the same timing.</param>
/// <param name="Rounds">Rounds asked for on the command line; null leaves them to the fault.</param>
public sealed record FaultSize(bool IsLong, int Seed, int? Rounds)
{
    public const int DefaultSeed = 20231;

    /// <summary>The rounds of a fault: what was asked for, or the fault's own number for this form.</summary>
    public int RoundsOf(int inShort, int inLong) => Rounds ?? Of(inShort, inLong);

    /// <summary>A size that the command line does not change.</summary>
    public T Of<T>(T inShort, T inLong) => IsLong ? inLong : inShort;
}

/// <summary>What a fault works with.</summary>
/// <param name="Platform">The running AppHost.</param>
/// <param name="Estate">The estate whose people do the writing.</param>
/// <param name="Size">Form, seed, rounds.</param>
/// <param name="Say">Progress for the person who waits.</param>
public sealed record FaultContext(FaultPlatform Platform, Neighbourhood Estate, FaultSize Size, Action<string> Say)
{
    /// <summary>A source of choices that belongs to one fault, so that faults do not move each other's.</summary>
    public Random Choices(string fault) => new(HashCode.Combine(Size.Seed, fault.Length, fault[^1]));
}
