namespace CivicPlatform.Registry.Calendars;

internal static class DeadlineErrors
{
    public static readonly Error InstantNeeded =
        Error.Refused("deadlines.instant_needed", "按小时计算的时限需要带时区的起始时刻", "TIME-04");

    public static Error UnknownProfile() =>
        Error.Refused("deadlines.unknown_profile", "没有这个政策参数包") with
        {
            Detail = "应为 " + string.Join('、', PreviewDeadline.Profiles),
        };

    public static Error NoKinds(string rule) =>
        Error.Refused("deadlines.unknown_kind", "该规则不分类别") with { Detail = rule };

    public static Error UnknownKind(string profile, IEnumerable<string> known)
    {
        var kinds = string.Join('、', known.Order(StringComparer.Ordinal));
        return Error.Refused("deadlines.unknown_kind", "该政策参数包没有这个类别") with
        {
            Detail = kinds.Length == 0 ? $"{profile} 没有登记任何类别" : $"{profile} 应为 {kinds}",
        };
    }
}
