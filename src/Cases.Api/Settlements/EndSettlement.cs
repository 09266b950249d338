using CivicPlatform.Cases.Disputes;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Settlements;

/// <summary>POST /settlements/{id}/judicial-confirmation and /performance.</summary>
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

    /// <summary>That everything was done.</summary>
    public sealed record PerformRequest
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
                "CASE-40. 409 settlements.wrong_state; 404 settlements.not_found; If-Match is checked when given " +
                "(412).")
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
        Guid id, PerformRequest request, SettlementDesk settlements, HttpContext http, CancellationToken ct)
    {
        if (!(await settlements.TakeAsync(id, http, ct)).Succeeded(out var taken, out var error))
            return error.ToProblem();
        if (request.On > taken.Today) return DisputeErrors.InFuture.ToProblem();
        var pending = await PendingLitigation.ExistsAsync(settlements.Dispute.Db, taken.Found.Id, ct);
        if (taken.Settlement.Perform(request.On ?? taken.Today, pending).Error is { } refused)
            return refused.ToProblem();
        settlements.Dispute.Tell(
            taken.Found, Guid.CreateVersion7(), taken.Settlement.PerformedOn!.Value, "调解协议履行完毕", "");
        return TypedResults.Ok(await settlements.SaveAsync(taken, "settlements.perform", http, ct));
    }
}
