using CivicPlatform.Funds.SpendPayouts;
using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>What may be settled, to whom, and what then follows from the sums (FUND-21 to FUND-23).</summary>
public sealed class SettlementTests
{
    private const string Hangzhou = "330106001001", Shanghai = "310106009001";

    [Theory, Trait("rule", "FUND-21")]
    [InlineData(Shanghai, 28_600_00, false, null)]
    [InlineData(Shanghai, 28_600_01, false, "overrun")]
    [InlineData(Hangzhou, 30_000_00, false, null)]
    [InlineData(Hangzhou, 30_000_01, false, "audit_missing")]
    [InlineData(Hangzhou, 30_000_01, true, null)]
    [InlineData(Hangzhou, 31_460_00, true, "overrun")] // Exactly 10 % above 28,600.00.
    public void a_settlement_keeps_to_the_budget_and_the_audit_of_its_place(
        string division, long fen, bool audited, string? code)
    {
        var request = Accepted(division);
        var report = audited ? Requests.Facts.DocumentHash : null;
        var refused = request.Settle(new Money(fen), report, Requests.Facts).Error;
        Assert.Equal(code is null ? null : $"spend_works.{code}", refused?.Code);
        Assert.Equal(code is null ? SpendStatus.SETTLED : SpendStatus.ACCEPTED, request.Status);
    }

    [Fact, Trait("rule", "FUND-23")]
    public void the_last_fen_closes_and_all_but_the_retention_pays_off()
    {
        var request = Requests.At(SpendStatus.SETTLED);
        Assert.Equal(1_430_00, request.Retention.Fen); // Five percent of 28,600.00.
        Pays(request, 27_169_99, SpendStatus.SETTLED);
        Pays(request, 1, SpendStatus.PAID);
        Pays(request, 1_429_99, SpendStatus.PAID);
        Pays(request, 1, SpendStatus.CLOSED);
        Assert.Equal("spend_requests.wrong_status", request.Pay(new Money(1), Requests.Facts).Error?.Code);
    }

    [Theory, Trait("rule", "FUND-22")]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("91350100M000100Y44", false)] // Another check character.
    [InlineData("19350100M000100Y43", false)]
    [InlineData("92350100M000100Y43", false)] // An individual's business.
    [InlineData("91350100I000100Y43", false)] // I is no character of GB 32100.
    [InlineData("110101199003070011", false)] // A personal id number.
    [InlineData("91350100M000100Y4", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void a_credit_code_is_an_organisations_with_its_check_character(string? code, bool valid) =>
        Assert.Equal(valid, CreditCode.IsValid(code));

    [Theory, Trait("rule", "FUND-23")]
    [InlineData(PayoutKind.INSTALMENT, 26_170_00, null)]
    [InlineData(PayoutKind.INSTALMENT, 26_170_01, "beyond_settled")]
    [InlineData(PayoutKind.RETENTION, 1, "retention_held")] // Its day is not over.
    public void what_was_asked_for_before_is_left_out(PayoutKind kind, long fen, string? code)
    {
        var room = new PayoutRoom(new Money(1_000_00), Money.Zero, Money.Zero, Money.Zero);
        Assert.Equal(code is null ? null : $"spend_payouts.{code}", room.CheckAsked(
            Requests.At(SpendStatus.SETTLED), kind, new Money(fen), new DateOnly(2025, 7, 1)).Error?.Code);
    }

    private static void Pays(SpendRequest request, long fen, SpendStatus then)
    {
        Assert.Null(request.Pay(new Money(fen), Requests.Facts).Error);
        Assert.Equal(then, request.Status);
    }

    private static SpendRequest Accepted(string division)
    {
        var request = Requests.Propose(division);
        SpendStep[] steps = [SpendStep.START_VOTING, SpendStep.APPROVE, SpendStep.FILE, SpendStep.START_WORKS,
            SpendStep.ACCEPT];
        foreach (var step in steps) Assert.Null(Requests.Take(request, step).Error);
        return request;
    }
}
