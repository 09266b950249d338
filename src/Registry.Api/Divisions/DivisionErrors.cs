namespace CivicPlatform.Registry.Divisions;

internal static class DivisionErrors
{
    public static readonly Error NotFound = Error.NotFound("division.not_found", "没有这个区划");

    public static readonly Error MalformedCode =
        Error.Invalid("division.malformed", "区划代码应为 2、4、6、9 或 12 位数字");

    public static readonly Error NotYours =
        Error.Forbidden("division.not_yours", "街道办事处只能维护本辖区的社区代码，其余由平台管理员维护");

    public static Error WrongParent(string expected) =>
        Error.Refused("division.wrong_parent", "上级区划与代码不符") with { Detail = $"代码的上级应为 {expected}" };

    public static Error UnknownParent(string parent) =>
        Error.Refused("division.unknown_parent", "上级区划尚未登记") with { Detail = parent };
}
