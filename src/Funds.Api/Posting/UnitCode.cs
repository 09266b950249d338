namespace CivicPlatform.Funds.Posting;

/// <summary>A household as a memo names it: register codes, compared exactly.</summary>
/// <param name="Building">Building code (幢).</param>
/// <param name="Entrance">Entrance code (单元).</param>
/// <param name="Room">Room code (室).</param>
public readonly record struct UnitCode(string Building, string Entrance, string Room)
{
    public override string ToString() => $"{Building}-{Entrance}-{Room}";
}
