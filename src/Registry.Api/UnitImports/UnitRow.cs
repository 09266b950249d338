using CivicPlatform.Registry.Estates;
using CivicPlatform.Registry.Owners;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Registry.UnitImports;

/// <summary>One holder as a cell names him: <c>ref|name|phone</c>.</summary>
internal readonly record struct OwnerCell(string Ref, string Name, string Phone);

/// <summary>One well-formed row of a register file.</summary>
internal sealed record UnitRow
{
    public required int Line { get; init; }
    public required string DivisionCode { get; init; }
    public required string Estate { get; init; }
    public required string Building { get; init; }
    public required string Entrance { get; init; }
    public required string Room { get; init; }
    public required int Floor { get; init; }
    public required Area Area { get; init; }
    public required string AreaSource { get; init; }
    public required string Kind { get; init; }
    public required string SaleStatus { get; init; }

    /// <summary>Sorted by ref.</summary>
    public required IReadOnlyList<OwnerCell> Owners { get; init; }
}

/// <summary>Reads rows and says by row and column what is wrong with them; knows no database.</summary>
internal static class UnitRowReader
{
    public const string Division = "division_code", Estate = "estate", Building = "building", Entrance = "entrance",
        Room = "room", Floor = "floor", Area = "area_m2", AreaSource = "area_source", Kind = "kind",
        SaleStatus = "sale_status", Owners = "owners";

    private const int MaxEstate = 100, MaxCode = 20, MaxOwners = 50;
    private const int LowestFloor = -20, HighestFloor = 200;

    public static readonly CsvShape Shape = new(
        [Division, Estate, Building, Entrance, Room, Floor, Area, AreaSource, Kind, SaleStatus, Owners]);

    /// <summary>The row, or null when the report holds why not.</summary>
    public static UnitRow? Read(CsvRow row, ImportReport report)
    {
        var place = ReadPlace(row, report);
        var floor = ReadFloor(row, report);
        var area = ReadArea(row, report);
        var codes = report.Code(row, AreaSource, UnitCodes.AreaSources)
            & report.Code(row, Kind, UnitCodes.Kinds)
            & report.Code(row, SaleStatus, UnitCodes.SaleStatuses);
        var owners = ReadOwners(row, report);
        if (!place || floor is null || area is null || !codes || owners is null) return null;
        return new UnitRow
        {
            Line = row.Line,
            DivisionCode = row[Division],
            Estate = row[Estate],
            Building = row[Building],
            Entrance = row[Entrance],
            Room = row[Room],
            Floor = floor.Value,
            Area = area.Value,
            AreaSource = row[AreaSource],
            Kind = row[Kind],
            SaleStatus = row[SaleStatus],
            Owners = owners,
        };
    }

    private static bool ReadPlace(CsvRow row, ImportReport report)
    {
        var isCommunity = DivisionCode.TryParse(row[Division], out var code) && code.Value.Length == 12;
        if (!isCommunity) report.Add(row, Division, "division.malformed", "应为 12 位社区代码");
        return isCommunity
            & report.Text(row, Estate, MaxEstate)
            & report.Text(row, Building, MaxCode)
            & report.Text(row, Entrance, MaxCode, required: false)
            & report.Text(row, Room, MaxCode);
    }

    private static int? ReadFloor(CsvRow row, ImportReport report)
    {
        var text = row[Floor];
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        if (digits.Length is 1 or 2 or 3 && !digits.ContainsAnyExceptInRange('0', '9'))
        {
            var floor = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
            if (floor is >= LowestFloor and <= HighestFloor) return floor;
        }
        report.Add(row, Floor, "unit.floor", $"应为 {LowestFloor} 至 {HighestFloor} 的整数");
        return null;
    }

    private static Area? ReadArea(CsvRow row, ImportReport report)
    {
        if (Kernel.Area.TryParsePositive(row[Area], out var area)) return area;
        report.Add(row, Area, "unit.area", "应为大于零、最多两位小数的平方米数");
        return null;
    }

    private static List<OwnerCell>? ReadOwners(CsvRow row, ImportReport report)
    {
        var cell = row[Owners];
        if (TextRules.HasForbiddenCharacter(cell)) return Refuse(row, report, "text.forbidden_character", "含有不允许的字符");
        if (cell.Length == 0)
        {
            return row[SaleStatus] == UnitCodes.Sold
                ? Refuse(row, report, "unit.owner_missing", "已售的专有部分必须有产权人")
                : [];
        }

        var owners = new List<OwnerCell>();
        foreach (var text in cell.Split(';'))
        {
            if (text.Split('|') is not [var reference, var name, var phone])
                return Refuse(row, report, "owner.malformed", "应为 编号|姓名|电话，多人以分号分隔");
            var owner = new OwnerCell(reference.Trim(), name.Trim(), phone.Trim());
            if (owner.Ref.Length is 0 or > OwnerLimits.Ref) return Refuse(row, report, "owner.ref", "业主编号为空或过长");
            if (owner.Name.Length is 0 or > OwnerLimits.Name) return Refuse(row, report, "owner.name", "姓名为空或过长");
            if (!OwnerLimits.IsPhone(owner.Phone)) return Refuse(row, report, "owner.phone", "电话格式有误");
            if (owners.Exists(o => o.Ref == owner.Ref)) return Refuse(row, report, "owner.ref_twice", "同一业主编号重复");
            if (owners.Count == MaxOwners) return Refuse(row, report, "owner.too_many", $"产权人不得超过 {MaxOwners} 人");
            owners.Add(owner);
        }
        owners.Sort((a, b) => string.CompareOrdinal(a.Ref, b.Ref));
        return owners;
    }

    private static List<OwnerCell>? Refuse(CsvRow row, ImportReport report, string code, string detail)
    {
        report.Add(row, Owners, code, detail);
        return null;
    }
}
