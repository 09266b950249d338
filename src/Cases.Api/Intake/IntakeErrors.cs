using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Intake;

/// <summary>Refusals of the intake slice.</summary>
public static class IntakeErrors
{
    public static readonly Error CaseNotFound = Error.NotFound("intake.case_not_found", "没有找到该工单");

    public static readonly Error DivisionNotFound = Error.NotFound("division.not_found", "没有找到该区划");

    public static readonly Error ContactMissing =
        Error.Refused("intake.contact_missing", "缺少诉求人联系方式，无法受理", "CASE-02");

    public static readonly Error ReceivedInFuture =
        Error.Refused("intake.received_in_future", "诉求时间不能晚于当前时间", "CASE-02");
}

/// <summary>Limits of what one case may hold.</summary>
public static class IntakeLimits
{
    public const int Description = 4_000;
    public const int Address = 200;
    public const int ReporterName = 50;
    public const int Building = 20;
    public const int Matter = 40;

    /// <summary>Clocks of callers may be this far ahead.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
}
