using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Cases.Settlements;

/// <summary>POST /settlements/{id}/signatures: a party, the mediator or the committee has signed (MED-04).</summary>
public static class SignSettlement
{
    public sealed record Request
    {
        [CodesOf(typeof(SettlementSigners))]
        public required string Signer { get; init; }

        /// <summary>Civil day; today when left out, never later.</summary>
        public DateOnly? On { get; init; }

        /// <summary>SHA-256 of the signed paper; it stays with the office.</summary>
        public required string DocumentHash { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/settlements/{id:guid}/signatures", PostAsync).Requires(Permissions.DisputeWrite)
            .WithTags("Settlements").WithSummary("Record a signature (登记签署)")
            .WithDescription(
                "With the last of parties, mediator and committee's seal it is effective, and the days for the court " +
                "begin (MED-05). 409 settlements.signed_already, settlements.wrong_state, " +
                "settlements.oral_is_not_signed; 422 settlements.not_a_party, settlements.signed_before, rule " +
                "MED-04. " +
                "404 settlements.not_found; If-Match is checked when given (412).")
            .WithRequestExample(
                """
                {"signer":"APPLICANT","on":"2024-09-01",
                 "documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Ok<SettlementView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, SettlementDesk settlements, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Code(request.Signer, SettlementSigners.All).Hash(request.DocumentHash);
        if (shape.Error is { } malformed) return malformed.ToProblem();
        if (!(await settlements.TakeAsync(id, http, ct)).Succeeded(out var taken, out var error))
            return error.ToProblem();
        if (taken.Settlement.Form == "ORAL") return SettlementErrors.OralIsNotSigned.ToProblem();
        if (request.On > taken.Today) return SettlementErrors.SignedBefore.ToProblem();
        var signature = new SettlementSignature
        {
            Id = Guid.CreateVersion7(), StreetCode = taken.Found.StreetCode, DivisionCode = taken.Found.DivisionCode,
            Signer = request.Signer, SignedOn = request.On ?? taken.Today, DocumentHash = request.DocumentHash,
            RecordedBy = settlements.Dispute.User.Subject, RecordedAt = settlements.Dispute.Now(),
        };
        var profile = PolicyProfiles.ResolveFor(taken.Found.DivisionCode);
        if (taken.Settlement.Sign(signature, profile).Error is { } refused) return refused.ToProblem();
        settlements.Dispute.Db.Add(signature);
        if (taken.Settlement.State == SettlementStates.Effective) await settlements.TellEffectiveAsync(taken, ct);
        return TypedResults.Ok(await settlements.SaveAsync(taken, "settlements.sign", http, ct));
    }
}
