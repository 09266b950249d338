using CivicPlatform.Kernel;

namespace CivicPlatform.Cases.Works;

/// <summary>Refusals of the works slice.</summary>
public static class WorksErrors
{
    public static readonly Error ProjectNotFound = Error.NotFound("works.project_not_found", "没有找到该工程项目");

    public static readonly Error LiftNotFound = Error.NotFound("works.lift_not_found", "该工程项目中没有这部电梯");

    public static readonly Error EstateNotFound = Error.NotFound("works.estate_not_found", "没有找到该小区");

    public static readonly Error ProjectExists =
        Error.Conflict("works.project_exists", "该工单在此小区已立过工程项目");

    public static readonly Error LiftNamedTwice =
        Error.Refused("works.lift_named_twice", "同一部电梯填写了两次", "LIFT-01");

    public static readonly Error Frozen =
        Error.Refused("works.frozen", "业主决定已被撤销，工程暂停，不能继续推进", "EVT-01");

    public static readonly Error NotAgreed = Error.Refused(
        "works.not_agreed", "区域与楼栋两次征询的决定均生效并签订加装协议后，方可推进本幢电梯", "LIFT-04");

    public static readonly Error StepInFuture =
        Error.Refused("works.step_in_future", "步骤日期不能晚于今天", "LIFT-01");

    public static readonly Error UnknownTemplate =
        Error.Refused("works.unknown_template", "没有这种工程步骤模板", "LIFT-01") with
        {
            Detail = $"可用模板：{string.Join("、", StepTemplates.Codes)}",
        };

    public static readonly Error LinkedToItself =
        Error.Refused("works.linked_to_itself", "工程不能与自身关联", "LIFT-05");

    public static readonly Error OtherEstate =
        Error.Refused("works.other_estate", "只有同一物业区域的工程可以关联", "LIFT-05");

    public static readonly Error LinkedAlready =
        Error.Conflict("works.linked_already", "两个工程已经关联", "LIFT-05");

    public static readonly Error TooManyLinks =
        Error.Refused("works.too_many_links", $"一个工程至多关联 {LinkProjects.MaxLinks} 个工程", "LIFT-05");

    public static Error UnknownStep(StepTemplate template) =>
        Error.Refused("works.unknown_step", "模板中没有这个步骤", "LIFT-01") with
        {
            Detail = $"可用步骤：{string.Join("、", template.Steps.Select(s => s.Code))}",
        };

    public static Error NotByHand(TemplateStep step) =>
        Error.Refused("works.step_not_by_hand", "该步骤由资金到位自动触发，不能手工操作", "EVT-01") with
        {
            Detail = $"步骤 {step.Code}（{step.Name}）",
        };

    public static Error WrongOrder(TemplateStep step, string state) =>
        Error.Conflict("works.wrong_order", "步骤顺序不对，当前状态不允许", "LIFT-01") with
        {
            Detail = $"步骤 {step.Code} 需要状态 {step.From}，当前为 {state}",
        };
}
