namespace CivicPlatform.Registry.Owners;

internal static class OwnerErrors
{
    public static readonly Error NothingChanges =
        Error.Conflict("owners.nothing_changes", "产权人和销售状态与登记一致，无需变更");

    public static readonly Error InFuture = Error.Refused("owners.transfer_in_future", "变更日期不能晚于今天", "TIME-04");

    public static readonly Error SoldWithoutOwner =
        Error.Refused("owners.sold_without_owner", "已售的专有部分必须有产权人", "VOTE-11");

    public static Error UnknownRef(string reference) =>
        Error.Refused("owners.unknown_ref", "该小区没有这个业主编号") with { Detail = reference };

    public static Error OtherPerson(string reference) =>
        Error.Refused("owners.ref_of_other_person", "该业主编号已登记为另一姓名或电话") with { Detail = reference };

    public static Error NameNeeded(string reference) =>
        Error.Refused("owners.name_needed", "新业主必须填写姓名") with { Detail = reference };
}
