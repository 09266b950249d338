using System.Text.RegularExpressions;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Http;

namespace CivicPlatform.Cases.Intake;

/// <summary>What a request to register a case must look like (400); what the law wants, the case says.</summary>
public static partial class CaseShape
{
    /// <summary>The findings, or null when the shape is right.</summary>
    public static Error? Check(RegisterCase.Request request)
    {
        var check = new ShapeCheck()
            .Division(request.DivisionCode)
            .Code(request.Channel, Channels.AtTheDesk)
            .Code(request.Type, CaseTypes.All)
            .That(MatterCode().IsMatch(request.Matter), "matter", "matter.malformed", "应为大写字母、数字和下划线组成的事项代码")
            .Text(request.Description, IntakeLimits.Description)
            .OptionalText(request.Building, IntakeLimits.Building)
            .OptionalText(request.Address, IntakeLimits.Address);
        if (request.Reporter is { } reporter) CheckReporter(check, reporter);
        return check.Error;
    }

    private static void CheckReporter(ShapeCheck check, RegisterCase.ReporterInput reporter)
    {
        if (reporter.Name is { } name) check.Text(name, IntakeLimits.ReporterName, "reporter.name");
        if (reporter.Phone is not { } phone) return;
        var digits = Reporter.Digits(phone).Length;
        check.That(digits is >= 5 and <= 15 && PhoneNumber().IsMatch(phone), "reporter.phone", "phone.malformed",
            "电话号码格式有误");
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{1,39}\z", RegexOptions.CultureInvariant)]
    internal static partial Regex MatterCode();

    [GeneratedRegex(@"^\+?[0-9() -]{5,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneNumber();
}
