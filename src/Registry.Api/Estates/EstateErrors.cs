namespace CivicPlatform.Registry.Estates;

internal static class EstateErrors
{
    public static readonly Error NotFound = Error.NotFound("estate.not_found", "没有这个小区");

    public static readonly Error UnitNotFound = Error.NotFound("unit.not_found", "没有这个专有部分");
}
