using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.SpendRequests;
using CivicPlatform.Kernel;

namespace CivicPlatform.Funds.Tests.SpendRequests;

/// <summary>Spend requests at every station, brought there by their own steps.</summary>
internal static class Requests
{
    private const string Shanghai = "310106009001";
    private static readonly Guid s_motion = Guid.CreateVersion7();
    private static readonly Guid s_estate = Guid.CreateVersion7();

    public static readonly DateOnly Today = new(2024, 7, 1);

    public static readonly MoveFacts Facts =
        new("fund-manager-1", DateTimeOffset.UnixEpoch, Today, DocumentHash: new string('a', 64));

    private static readonly SpendContract s_contract = new(
        "某防水工程有限公司", "91350100M000100Y43", [1], "3456", "HT-1", 5, new DateOnly(2025, 7, 1));

    // The steps that lead to each station; a station is reached by the steps of the one before and its own.
    private static readonly Dictionary<SpendStatus, SpendStep[]> s_ways = new()
    {
        [SpendStatus.PROPOSED] = [],
        [SpendStatus.VOTING] = [SpendStep.START_VOTING],
        [SpendStatus.REJECTED_VOTE] = [SpendStep.START_VOTING, SpendStep.REJECT_VOTE],
        [SpendStatus.PUBLICISED] = [SpendStep.START_VOTING, SpendStep.APPROVE],
        [SpendStatus.EMERGENCY] = [SpendStep.DECLARE_EMERGENCY],
        [SpendStatus.EMERGENCY_CONFIRMED] = [SpendStep.DECLARE_EMERGENCY, SpendStep.CONFIRM_EMERGENCY],
        [SpendStatus.FILED] = [SpendStep.DECLARE_EMERGENCY, SpendStep.CONFIRM_EMERGENCY, SpendStep.FILE],
        [SpendStatus.RETURNED] = [SpendStep.DECLARE_EMERGENCY, SpendStep.CONFIRM_EMERGENCY, SpendStep.RETURN],
        [SpendStatus.WORKS] = [.. Until(SpendStep.START_WORKS)],
        [SpendStatus.ACCEPTED] = [.. Until(SpendStep.START_WORKS), SpendStep.ACCEPT],
        [SpendStatus.SETTLED] = [.. Until(SpendStep.START_WORKS), SpendStep.ACCEPT, SpendStep.SETTLE],
        [SpendStatus.PAID] = [.. Until(SpendStep.START_WORKS), SpendStep.ACCEPT, SpendStep.SETTLE, SpendStep.PAY],
        [SpendStatus.CLOSED] = [.. Until(SpendStep.START_WORKS), SpendStep.ACCEPT, SpendStep.SETTLE, SpendStep.PAY,
            SpendStep.CLOSE],
        [SpendStatus.OBJECTED] = [.. Until(SpendStep.START_WORKS), SpendStep.HOLD],
    };

    public static IEnumerable<SpendStatus> Stations => s_ways.Keys;

    public static SpendRequest At(SpendStatus status)
    {
        var request = Propose(Shanghai);
        foreach (var step in s_ways[status]) Assert.Null(Take(request, step).Error);
        Assert.Equal(status, request.Status);
        request.TakeNewMoves();
        return request;
    }

    public static SpendRequest Propose(string division, PartCode part = PartCode.ROOF)
    {
        var fund = BankAccount.Open(new Estate(s_estate, division[..9], division, "测试小区", 6),
            new AccountTexts("维修资金专户", "某银行", FundCustody.ASSEMBLY),
            new AccountNumber(Guid.CreateVersion7(), [], [], "1234"),
            DateTimeOffset.UnixEpoch);
        var gates = new GateFacts(
            part, LiabilityReason.NONE, ProposerKind.OWNERS, false, new DateOnly(2016, 6, 30), null);
        return SpendRequest.Propose(fund, new SpendProposal("屋面防水", new SpendScope(ScopeKind.ENTRANCE, "1", "1"),
            [new SpendItem("防水层", new Money(20_000_00)), new SpendItem("保温层", new Money(8_600_00))], gates, null, null),
            Facts);
    }

    /// <summary>The step with everything that it needs, so that only the table can refuse it.</summary>
    public static Result Take(SpendRequest request, SpendStep step) => step switch
    {
        SpendStep.START_VOTING => request.StartVoting(
            new VotedMotion(s_motion, s_estate, "M5", "ENTRANCE", "1", null), Facts),
        SpendStep.REJECT_VOTE => request.RejectVote("FAILED_QUORUM", Facts),
        SpendStep.APPROVE or SpendStep.PUBLICISE => request.Approve(Decision(), Facts),
        SpendStep.DECLARE_EMERGENCY => request.DeclareEmergency(
            new EmergencyClaim("ROOF_OR_WALL_LEAK", EmergencyDocument.APPRAISAL, Facts.DocumentHash), null, Facts),
        SpendStep.CONFIRM_EMERGENCY => request.ConfirmEmergency(new EmergencyConfirmation(["COMMITTEE"], true), Facts),
        SpendStep.POST_EMERGENCY => request.PostEmergency(Today, Facts),
        SpendStep.FILE => request.File("备2024-1", Facts),
        SpendStep.RETURN => request.Return(Facts),
        SpendStep.START_WORKS => request.StartWorks(s_contract, Facts),
        SpendStep.ACCEPT => request.Accept(Today, Facts),
        SpendStep.HOLD => request.Hold(Facts),
        SpendStep.RESUME => request.Resume(Facts),
        SpendStep.SETTLE => request.Settle(new Money(28_600_00), null, Facts),
        SpendStep.PAY or SpendStep.PAY_OFF => request.Pay(new Money(27_170_00), Facts), // All but five percent.
        SpendStep.CLOSE => request.Pay(new Money(1_430_00), Facts),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    public static EffectiveUse Decision() => new(Guid.CreateVersion7(), s_motion, s_estate, "M5", "ENTRANCE", "1", "1",
        new Money(28_600_00), Today, Revoked: false);

    private static SpendStep[] Until(SpendStep last) =>
        [SpendStep.DECLARE_EMERGENCY, SpendStep.CONFIRM_EMERGENCY, SpendStep.FILE, last];
}
