namespace CivicPlatform.Funds.LiftCards;

/// <summary>
/// POST /lift-cards/{id}/cancel: for who owes only on an effective decision of the owners and a legal check, because a
/// lift is a common part that every owner may use (RAISE-09, RAISE-24).
/// </summary>
public static class CancelLiftCard
{
    private const string FindSql =
        "select k.street_code, k.estate_id, k.status, k.version, b.building, b.paid >= b.amount from lift_cards k " +
        "join bills b on b.id = k.bill_id where k.id = $1 for update of k";

    private const string DecisionSql =
        "select estate_id, scope, building, revoked, effective_on, matter_code from decisions where decision_id = $1";

    private const string CancelSql =
        "update lift_cards set status = 'CANCELLED', cancel_reason = $2, decision_id = $3, legal_check_hash = $4, " +
        "cancelled_by = $5, cancelled_at = now(), version = version + 1 where id = $1";

    public sealed record Request
    {
        [CodesOf(typeof(CancelReasons))]
        public required string Reason { get; init; }

        /// <summary>For NON_PAYMENT: the owners' decision, of the estate or of this building.</summary>
        public Guid? DecisionId { get; init; }

        /// <summary>For NON_PAYMENT: SHA-256 of the legal opinion.</summary>
        public string? LegalCheckHash { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/lift-cards/{id:guid}/cancel", PostAsync).Requires(Permissions.LiftCardWrite)
            .WithTags("Lift cards").WithSummary("Cancel a lift card (注销电梯卡)")
            .WithDescription(
                "NON_PAYMENT takes a right of use away: 422 lift_cards.no_decision, lift_cards.decision_of_others, " +
                "lift_cards.decision_revoked, rule RAISE-09; lift_cards.has_paid, rule RAISE-24. 409 " +
                "lift_cards.already_cancelled; 404 lift_cards.not_found; If-Match is checked when given (412).")
            .WithRequestExample(
                """
                {"reason":"NON_PAYMENT","decisionId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901",
                 "legalCheckHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Ok<LiftCardView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, request, http, ct);
        return result.Succeeded(out var card, out var error) ? TypedResults.Ok(card) : error.ToProblem();
    }

    public sealed class Handler(FundsDbContext db, ICivilClock civil, CurrentUser user)
    {
        public async Task<Result<LiftCardView>> HandleAsync(
            Guid id, Request request, HttpContext http, CancellationToken ct)
        {
            var isForNonPayment = request.Reason == CancelReasons.NonPayment;
            var shape = new ShapeCheck().Code(request.Reason, CancelReasons.All)
                .OptionalHash(request.LegalCheckHash, "legalCheckHash")
                .That(isForNonPayment || (request.DecisionId is null && request.LegalCheckHash is null), "decisionId",
                    "decision_id.not_wanted", "仅用于未缴费");
            if (shape.Error is { } malformed) return malformed;
            var found = await db.RowsAsync(Sql.Command(FindSql, id), r => new Card(r.GetString(0), r.GetGuid(1),
                r.GetString(2), r.GetInt64(3), r.GetString(4), r.GetBoolean(5)), ct);
            if (found.Count == 0) return LiftCardErrors.NotFound;
            var card = found[0];
            if (http.CheckIfMatch(card.Version) is { } stale) return stale;
            if (card.Status != CardStatuses.Active) return LiftCardErrors.AlreadyCancelled;
            if (isForNonPayment && await RefusalAsync(card, request, ct) is { } refused) return refused;

            var cancel = Sql.Command(CancelSql, id, request.Reason, request.DecisionId, request.LegalCheckHash,
                user.Subject);
            cancel.Parameters[2].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
            cancel.Parameters[3].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
            await db.RunAsync([cancel], ct);
            db.Audit.Record(user, "lift_cards.cancel", id, card.Street, request.Reason);
            await db.SaveChangesAsync(ct);
            http.SetETag(card.Version + 1);
            return (await db.RowsAsync(Sql.Command($"select {LiftCardView.ColumnsSql} where k.id = $1", id),
                LiftCardView.Map, ct))[0];
        }

        private async Task<Error?> RefusalAsync(Card card, Request request, CancellationToken ct)
        {
            if (card.Paid) return LiftCardErrors.HasPaid;
            if (request.DecisionId is not { } decisionId || request.LegalCheckHash is null)
                return LiftCardErrors.NoDecision;
            var decisions = await db.RowsAsync(Sql.Command(DecisionSql, decisionId), r => (Estate: r.GetGuid(0),
                Scope: r.GetString(1), Building: r.TextOrNull(2), Revoked: r.GetBoolean(3),
                On: r.GetFieldValue<DateOnly>(4), Matter: r.GetString(5)), ct);
            if (decisions.Count == 0) return LiftCardErrors.NoDecision;
            var decision = decisions[0];
            if (decision.Revoked) return LiftCardErrors.DecisionRevoked;
            if (decision.On > CivilTime.DayOf(await civil.NowAsync(card.Street, ct))) return LiftCardErrors.NoDecision;
            var isTheirs = decision.Estate == card.Estate && CancelReasons.Matters.Contains(decision.Matter)
                && (decision.Scope == "AREA"
                    || (decision.Scope == "BUILDING" && decision.Building == card.Building));
            return isTheirs ? null : LiftCardErrors.DecisionTooNarrow;
        }

        private sealed record Card(
            string Street, Guid Estate, string Status, long Version, string Building, bool Paid);
    }
}
