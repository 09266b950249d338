using System.Text.Json.Serialization;
using CivicPlatform.Funds.Posting;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>Where a single payment went. No room: the caller knows whom it asked about.</summary>
/// <param name="Outcome">MATCHED, OVERPAID, CREDITED, REFUNDED, SUSPENSE, PAID_OUT, or STAGED before posting.</param>
/// <param name="ToBill">Counts as collected.</param>
public sealed record PaymentView(
    Guid LineId, string BankSerial, [CodesOf(typeof(PaymentView), nameof(PaymentView.Outcomes))] string Outcome,
    Money Amount, Money ToBill, Money ToCredit, Money ToSuspense)
{
    private const string Staged = "STAGED";

    /// <summary>Where a line can have gone, payments out and lines that wait for the posters included.</summary>
    public static IReadOnlyList<string> Outcomes => [.. Enum.GetNames<LineOutcome>(), PaidOut, Staged];

    internal const string PaidOut = "PAID_OUT";

    /// <summary>The serial was booked before with the same content; nothing changed now.</summary>
    public bool Duplicate { get; init; }

    [JsonIgnore]
    internal byte[]? Hash { get; init; }

    /// <summary>Lines that we booked before the bank told them have only their amount to compare.</summary>
    internal bool IsSame(PendingPayment payment) =>
        Hash is null ? Amount == payment.Text.Amount : Hash.AsSpan().SequenceEqual(payment.Hash);

    internal static PaymentView Of(PostedLine posted) => new(posted.Line.LineId, posted.Line.Serial,
        posted.Placement.Outcome.ToString(), posted.Line.Amount, posted.Placement.ToBill, posted.Placement.ToCredit,
        posted.Placement.ToSuspense);

    internal static PaymentView Known(NpgsqlDataReader r) => new(r.GetGuid(4), r.GetString(1),
        r.TextOrNull(5) ?? Staged, r.Money(3), OrZero(r, 6), OrZero(r, 7), OrZero(r, 8))
    {
        Hash = r.IsDBNull(2) ? null : r.GetFieldValue<byte[]>(2),
    };

    private static Money OrZero(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? Money.Zero : r.Money(column);
}
