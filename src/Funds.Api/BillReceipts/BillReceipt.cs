using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Funds.BillReceipts;

/// <summary>What the payer is to the household that owes (RAISE-08).</summary>
public static class PayerKinds
{
    /// <summary>The household itself.</summary>
    public const string Owner = "OWNER";

    /// <summary>Uses the part and pays for its owner: payer and debtor are two.</summary>
    public const string Tenant = "TENANT";

    /// <summary>Somebody else, such as a relative or an employer.</summary>
    public const string Other = "OTHER";

    public static readonly IReadOnlyList<string> All = [Owner, Tenant, Other];
}

/// <summary>One receipt. The payer's name is masked for staff and left out for owners (PRIV-16).</summary>
/// <param name="No">Number within the campaign, from 1.</param>
/// <param name="Debtor">OWNER or DEVELOPER: who owed, whoever paid.</param>
/// <param name="ToBill">What it cleared of the debt.</param>
/// <param name="ToCredit">What was paid beyond; it stays the household's.</param>
/// <param name="Owed">What the bill still lacks now.</param>
public sealed record ReceiptView(
    Guid Id, Guid BillId, int No, string BankSerial, DateTimeOffset PaidAt,
    [CodesOf(typeof(PayerKinds))] string PayerKind, string? Payer, string Debtor, Money ToBill, Money ToCredit,
    Money Owed, DateTimeOffset IssuedAt)
{
    internal const string ColumnsSql =
        "r.id, r.bill_id, r.no, l.serial, r.paid_at, r.payer_kind, b.debtor, r.to_bill, r.to_credit, " +
        "b.amount - b.paid, r.issued_at, l.id, l.counterparty from bill_receipts r " +
        "join bank_lines l on l.id = r.line_id join bills b on b.id = r.bill_id";

    /// <param name="cipher">Null where the payer is nobody's to see.</param>
    internal static ReceiptView Map(NpgsqlDataReader r, FieldCipher? cipher) => new(r.GetGuid(0), r.GetGuid(1),
        r.GetInt32(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4), r.GetString(5),
        cipher is null ? null : Masking.Name(PayerOf(r, cipher)), r.GetString(6), r.Money(7), r.Money(8), r.Money(9),
        r.GetFieldValue<DateTimeOffset>(10));

    internal static string PayerOf(NpgsqlDataReader r, FieldCipher cipher) =>
        r.IsDBNull(12) ? "" : cipher.DecryptText(r.GetFieldValue<byte[]>(12), r.GetGuid(11));
}

/// <summary>Refusals of receipts.</summary>
public static class ReceiptErrors
{
    public static readonly Error BillNotFound = Error.NotFound("bills.not_found", "没有这张账单");

    public static readonly Error NotFound = Error.NotFound("bill_receipts.not_found", "没有这张收据");

    public static readonly Error NotYourBill = Error.Forbidden(
        "bills.not_yours", "只有该户业主可以查看本户收据", "PRIV-11");

    public static readonly Error LineDidNotPay = Error.Refused(
        "bill_receipts.line_did_not_pay", "该银行流水没有缴纳这张账单，不能开具收据", "RAISE-08");

    public static readonly Error AlreadyIssued = Error.Conflict(
        "bill_receipts.already_issued", "这笔缴款已经开具收据", "RAISE-08");
}
