using CivicPlatform.Cases.Disputes;
using CivicPlatform.Cases.Intake;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPlatform.Cases.Settlements;

/// <summary>POST /cases/{id}/settlements: what the parties of a mediation agreed, split to the fen (CASE-42).</summary>
public static class DraftSettlement
{
    public static readonly IReadOnlyList<string> Forms = ["WRITTEN", "ORAL"];

    public sealed record Request
    {
        /// <summary>A mediation of the case that has reached AGREED.</summary>
        public required Guid MediationId { get; init; }

        /// <summary>WRITTEN is effective once all have signed, ORAL at once (MED-04).</summary>
        [CodesOf(typeof(DraftSettlement), nameof(Forms))]
        public required string Form { get; init; }

        /// <summary>2 to 7.</summary>
        [CodesOf(typeof(Parties))]
        public required IReadOnlyList<string> Parties { get; init; }

        /// <summary>1 to 5, each named once.</summary>
        public required IReadOnlyList<HeadRequest> Heads { get; init; }

        /// <summary>Civil day; today when left out, never later.</summary>
        public DateOnly? On { get; init; }

        /// <summary>Facts, liability, content and time, at most 4,000 characters; ciphered.</summary>
        public string? Text { get; init; }
    }

    /// <param name="Head">Head of cost.</param>
    /// <param name="Amount">Yuan, above zero.</param>
    /// <param name="Shares">Weights by party; a third is 1 of 1, 1, 1.</param>
    public sealed record HeadRequest(
        [CodesOf(typeof(CostHeads))] string Head, Money Amount, IReadOnlyList<WeightRequest> Shares);

    /// <param name="Party">Who bears it.</param>
    /// <param name="Weight">0 or more, at most six decimals.</param>
    public sealed record WeightRequest([CodesOf(typeof(Parties))] string Party, string Weight);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases/{id:guid}/settlements", PostAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Settlements").WithSummary("Draft what the parties agreed (拟定调解协议)")
            .WithDescription(
                "Each head is split by weights, to the fen (CASE-42, FUND-17). 422 settlements.not_agreed (MED-06), " +
                "settlements.head_twice, settlements.not_a_party, settlements.before_the_agreement, " +
                "disputes.in_future; 409 " +
                "settlements.drafted_already. 404 intake.case_not_found, settlements.mediation_not_found.")
            .WithRequestExample(
                """
                {"mediationId":"01a1fc78-8a30-7b43-a0a1-097011968bf3","form":"WRITTEN",
                 "parties":["APPLICANT","RESPONDENT"],"heads":[{"head":"APPRAISAL","amount":"6000.01",
                 "shares":[{"party":"APPLICANT","weight":"1"},{"party":"RESPONDENT","weight":"1"}]}]}
                """);

    private static async Task<Results<Created<SettlementView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, SettlementDesk settlements, HttpContext http, CancellationToken ct)
    {
        if (Check(request) is { } malformed) return malformed.ToProblem();
        var desk = settlements.Dispute;
        if (await desk.TakeAsync(id, ct) is not { } found) return IntakeErrors.CaseNotFound.ToProblem();
        var today = await desk.TodayAsync(found.StreetCode, ct);
        if (await RefuseAsync(id, request, desk, today, ct) is { } refused) return refused.ToProblem();

        var settlement = new Settlement
        {
            Id = Guid.CreateVersion7(), CaseId = id, MediationId = request.MediationId, StreetCode = found.StreetCode,
            DivisionCode = found.DivisionCode, Form = request.Form, Parties = [.. request.Parties],
            DraftedOn = request.On ?? today, RecordedBy = desk.User.Subject,
        };
        if (settlement.Split([.. request.Heads.Select(Terms)]).Error is { } unsplit) return unsplit.ToProblem();
        var taken = new SettlementDesk.Taken(settlement, found, today);
        if (request.Form == "ORAL")
        {
            settlement.TakeEffect(settlement.DraftedOn, PolicyProfiles.ResolveFor(found.DivisionCode));
            await settlements.TellEffectiveAsync(taken, ct);
        }
        desk.Db.Settlements.Add(settlement);
        desk.Note(found, settlement.Id, request.Text);
        var view = await settlements.SaveAsync(taken, "settlements.draft", http, ct);
        return TypedResults.Created($"/api/v1/settlements/{settlement.Id}", view);
    }

    private static async Task<Error?> RefuseAsync(
        Guid id, Request request, DisputeDesk desk, DateOnly today, CancellationToken ct)
    {
        if (request.On > today) return DisputeErrors.InFuture;
        var mediation = await desk.Db.Tracks.AsNoTracking().SingleOrDefaultAsync(t =>
            t.Id == request.MediationId && t.CaseId == id && t.Kind == TrackTable.Mediation, ct);
        if (mediation is null) return SettlementErrors.MediationNotFound;
        if (mediation.State != "AGREED") return SettlementErrors.NotAgreed;
        if (request.On < mediation.LastOn) return SettlementErrors.BeforeTheAgreement;
        return await desk.Db.Settlements.AnyAsync(s => s.MediationId == mediation.Id, ct)
            ? SettlementErrors.DraftedAlready
            : null;
    }

    private static HeadTerms Terms(HeadRequest head) => new(head.Head, head.Amount,
        [
            .. head.Shares.Select(s => new Bearer(
                s.Party, Weight.TryParse(s.Weight, out var weight) ? weight : default)),
        ]);

    private static Error? Check(Request request)
    {
        var check = TrackShape.Check(request.Parties, null, null, request.Text).Code(request.Form, Forms)
            .That(request.Parties is { Count: >= 2 }, "parties", "parties.count", "至少两方")
            .That(request.Heads is { Count: >= 1 and <= 5 }, "heads", "heads.count", "应为 1 至 5 项");
        foreach (var (index, head) in (request.Heads ?? []).Take(5).Index())
        {
            check.Code(head?.Head, CostHeads.All, $"heads[{index}].head")
                .That(head?.Amount > Money.Zero, $"heads[{index}].amount", "amount.not_positive", "金额应大于零")
                .That(head?.Shares is { Count: >= 1 and <= 7 } shares && shares.All(s => s is not null
                    && Parties.All.Contains(s.Party) && Weight.TryParse(s.Weight, out _)), $"heads[{index}].shares",
                    "weight.malformed", "应为一至七方，权重为零或正数、至多六位小数");
        }
        return check.Error;
    }
}
