using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Registry.UnitImports;

internal static class UnitImportErrors
{
    public static readonly Error InProgress =
        Error.NotYet("unit_imports.in_progress", "该社区正在导入另一份楼盘表，请稍后重试");

    public static Error Differs(ImportReport differences)
    {
        var report = differences.ToError();
        return Error.Conflict("unit_imports.differs", "文件与已登记的专有部分不同，未导入任何一行") with
        {
            Detail = report.Detail,
            Findings = report.Findings,
        };
    }
}
