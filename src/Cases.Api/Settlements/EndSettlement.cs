using CivicPlatform.Cases.Disputes;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Settlements;

/// <summary>POST /settlements/{id}/judicial-confirmation, /performance and /breach.</summary>
public static class EndSettlement
{
    /// <summary>The joint request to the court.</summary>
    public sealed record ConfirmRequest
    {
        /// <summary>Civil day of the request; today when left out, never later.</summary>
        public DateOnly? RequestedOn { get; init; }

        /// <summary>True: asked for by all parties together, else the court does not take it (MED-05).</summary>
        public required bool Jointly { get; init; }
    }

    /// <summary>That everything was done, or was not.</summary>
    public sealed record EndRequest
    {
        /// <summary>Civil day; today when left out, never later.</summary>
        public DateOnly? On { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/settlements/{id:guid}/judicial-confirmation", ConfirmAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Settlements").WithSummary("Record the request for judicial confirmation (申请司法确认)")
            .WithDescription(
                "Jointly and within thirty days of the effect; a last day that is a day off moves (MED-05): 422 " +
                "settlements.confirmation_too_late. 409 settlements.wrong_state; 404 settlements.not_found; If-Match " +
                "is checked when given (412).")
            .WithRequestExample("""{"requestedOn":"2024-10-08","jointly":true}""");
        routes.MapPost("/settlements/{id:guid}/performance", PerformAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Settlements").WithSummary("Record that the settlement was performed (登记履行完毕)")
            .WithDescription(
                "Not while a suit over the matter is neither withdrawn nor judged: 422 settlements.suit_pending, " +
                "rule " +
                "CASE-40; settlements.before_its_effect. 409 settlements.wrong_state; 404 settlements.not_found; " +
                "If-Match is checked when given " +
                "(412).")
            .WithRequestExample("""{"on":"2024-11-20"}""");
        routes.MapPost("/settlements/{id:guid}/breach", BreachAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Settlements").WithSummary("Record that a party did not perform (登记未履行)")
            .WithDescription(
                "The parties' ways are then the court, or the confirmation that it gave (MED-04, MED-05). 422 " +
                "settlements.before_its_effect; 409 settlements.wrong_state; 404 settlements.not_found; If-Match is " +
                "checked when given (412).")
            .WithRequestExample("""{"on":"2024-11-20"}""");
    }

    private static async Task<Results<Ok<SettlementView>, ProblemHttpResult>> ConfirmAsync(
        Guid id, ConfirmRequest request, SettlementDesk settlements, HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().That(request.Jointly, "jointly", "jointly.needed", "司法确认须各方共同申请").Error is { } alone)
            return alone.ToProblem();
        if (!(await settlements.TakeAsync(id, http, ct)).Succeeded(out var taken, out var error))
            return error.ToProblem();
        if (request.RequestedOn > taken.Today) return DisputeErrors.InFuture.ToProblem();
        if (taken.Settlement.Confirm(request.RequestedOn ?? taken.Today).Error is { } refused)
            return refused.ToProblem();
        settlements.Dispute.Tell(
            taken.Found, Guid.CreateVersion7(), taken.Settlement.ConfirmedOn!.Value, "共同申请司法确认", "");
        return TypedResults.Ok(await settlements.SaveAsync(taken, "settlements.confirm", http, ct));
    }

    private static async Task<Results<Ok<SettlementView>, ProblemHttpResult>> PerformAsync(
        Guid id, EndRequest request, SettlementDesk settlements, HttpContext http, CancellationToken ct)
    {
        if (!(await settlements.TakeAsync(id, http, ct)).Succeeded(out var taken, out var error))
            return error.ToProblem();
        if (request.On > taken.Today) return DisputeErrors.InFuture.ToProblem();
        var pending = await PendingLitigation.ExistsAsync(settlements.Dispute.Db, taken.Found.Id, ct);
        if (taken.Settlement.Perform(request.On ?? taken.Today, pending).Error is { } refused)
            return refused.ToProblem();
        var on = taken.Settlement.PerformedOn!.Value;
        settlements.Dispute.Tell(taken.Found, Guid.CreateVersion7(), on, "调解协议履行完毕", "");
        await settlements.FollowAsync(taken, "COMPLETE", on, ct);
        return TypedResults.Ok(await settlements.SaveAsync(taken, "settlements.perform", http, ct));
    }

    private static async Task<Results<Ok<SettlementView>, ProblemHttpResult>> BreachAsync(
        Guid id, EndRequest request, SettlementDesk settlements, HttpContext http, CancellationToken ct)
    {
        if (!(await settlements.TakeAsync(id, http, ct)).Succeeded(out var taken, out var error))
            return error.ToProblem();
        if (request.On > taken.Today) return DisputeErrors.InFuture.ToProblem();
        var on = request.On ?? taken.Today;
        if (taken.Settlement.Breach(on).Error is { } refused) return refused.ToProblem();
        settlements.Dispute.Tell(taken.Found, Guid.CreateVersion7(), on, "调解协议未履行", "");
        await settlements.FollowAsync(taken, "BREACH", on, ct);
        return TypedResults.Ok(await settlements.SaveAsync(taken, "settlements.breach", http, ct));
    }
}
