using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Duties;

internal static class DutyErrors
{
    public static readonly Error DivisionNotFound = Error.NotFound("division.not_found", "没有这个区划");

    public static readonly Error DepartmentNotFound = Error.NotFound("duties.department_not_found", "没有这个承办单位");

    public static readonly Error DutyNotFound = Error.NotFound("duties.not_found", "没有这条职责");

    public static readonly Error CodeTaken = Error.Conflict("duties.code_taken", "本街道已有这个代码的承办单位");

    public static readonly Error MatterTaken = Error.Conflict("duties.matter_taken", "该事项已在职责清单中", "CASE-03");

    public static readonly Error MemberThere = Error.Conflict("duties.member_there", "该账号已在这个承办单位中");

    public static Error UnknownDepartment(string code) =>
        Error.Refused("duties.unknown_department", "本街道没有这个承办单位，或已停用", "CASE-03") with { Detail = code };
}
