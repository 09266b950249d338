using System.Linq.Expressions;

namespace CivicPlatform.Registry.Estates;

/// <summary>An estate as it is read.</summary>
/// <param name="Id">UUID.</param>
/// <param name="DivisionCode">12-digit community code.</param>
/// <param name="Name">Unique in its community.</param>
/// <param name="Units">Exclusive parts on record.</param>
/// <param name="Area">Sum of their areas, m².</param>
/// <param name="Version">Also the ETag.</param>
public sealed record EstateView(Guid Id, string DivisionCode, string Name, int Units, Area Area, long Version)
{
    internal static readonly Expression<Func<Estate, EstateView>> From =
        e => new EstateView(e.Id, e.DivisionCode, e.Name, e.Units, e.Area, e.Version);
}

/// <summary>A building of an estate with its totals.</summary>
/// <param name="Code">As people use it.</param>
/// <param name="Entrances">Codes of its entrances; an empty code where it has one only.</param>
/// <param name="Units">Exclusive parts.</param>
/// <param name="Area">Sum of their areas, m².</param>
public sealed record BuildingView(string Code, IReadOnlyList<string> Entrances, int Units, Area Area);

/// <summary>An exclusive part as it is read in lists: codes and owner refs, no person.</summary>
/// <param name="Id">UUID.</param>
/// <param name="EstateId">Estate.</param>
/// <param name="Building">Building code.</param>
/// <param name="Entrance">Entrance code, may be empty.</param>
/// <param name="Room">Room code.</param>
/// <param name="Floor">Negative below ground.</param>
/// <param name="Area">m².</param>
/// <param name="AreaSource">REGISTER, SURVEY or CONTRACT.</param>
/// <param name="Kind">FLAT, SHOP, PARKING or OTHER.</param>
/// <param name="SaleStatus">SOLD, UNSOLD or SOLD_NOT_DELIVERED.</param>
/// <param name="OwnerRefs">Refs of the holders, sorted.</param>
/// <param name="Version">Also the ETag.</param>
public sealed record UnitView(
    Guid Id, Guid EstateId, string Building, string Entrance, string Room, int Floor, Area Area,
    [CodesOf(typeof(UnitCodes), nameof(UnitCodes.AreaSources))] string AreaSource,
    [CodesOf(typeof(UnitCodes), nameof(UnitCodes.Kinds))] string Kind,
    [CodesOf(typeof(UnitCodes), nameof(UnitCodes.SaleStatuses))] string SaleStatus,
    IReadOnlyList<string> OwnerRefs, long Version)
{
    internal static readonly Expression<Func<Unit, UnitView>> From = u => new UnitView(
        u.Id, u.EstateId, u.Building, u.Entrance, u.Room, u.Floor, u.Area, u.AreaSource, u.Kind, u.SaleStatus,
        u.Holdings.Select(h => h.Owner.Ref).OrderBy(r => EF.Functions.Collate(r, "C")).ToList(), u.Version);
}
