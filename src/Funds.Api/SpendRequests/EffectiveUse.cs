namespace CivicPlatform.Funds.SpendRequests;

/// <summary>A decision as Consultation told it, as far as the fund asks.</summary>
/// <param name="Amount">What the owners voted on; null where the motion named none.</param>
/// <param name="EffectiveOn">Civil date from which it holds.</param>
public sealed record EffectiveUse(
    Guid Id, Guid? MotionId, Guid EstateId, string MatterCode, string Scope, string? Building, string? Entrance,
    Money? Amount, DateOnly EffectiveOn, bool Revoked)
{
    /// <summary>Use of the maintenance fund (VOTE-02).</summary>
    public const string Matter = "M5";

    private const string FindSql =
        "select decision_id, motion_id, estate_id, matter_code, scope, building, entrance, amount, effective_on, " +
        "revoked from decisions where decision_id = $1";

    /// <summary>EVT-01: the decision allows this request, today, and all of its budget.</summary>
    public Result Check(SpendRequest request, DateOnly today)
    {
        if (Revoked) return SpendErrors.DecisionRevoked;
        if (EstateId != request.EstateId) return SpendErrors.DecisionOfOtherEstate;
        if (MatterCode != Matter) return SpendErrors.DecisionOfOtherMatter;
        if (MotionId != request.MotionId) return SpendErrors.DecisionOfOtherMotion;
        if (Scope != $"{request.ScopeKind}" || (Building ?? "") != request.Building
            || (Entrance ?? "") != request.Entrance) return SpendErrors.DecisionOfOtherScope;
        if (today < EffectiveOn) return SpendErrors.NotEffective;
        if (Amount is not { } amount || amount < request.Budget)
            return SpendErrors.AmountTooSmall(Amount, request.Budget);
        return Result.Success;
    }

    /// <summary>Null until its event came.</summary>
    public static async Task<EffectiveUse?> FindAsync(FundsDbContext db, Guid id, CancellationToken ct)
    {
        var found = await db.RowsAsync(Sql.Command(FindSql, id), r => new EffectiveUse(
            r.GetGuid(0), r.GuidOrNull(1), r.GetGuid(2), r.GetString(3), r.GetString(4), r.TextOrNull(5),
            r.TextOrNull(6), r.IsDBNull(7) ? null : r.Money(7), r.GetFieldValue<DateOnly>(8), r.GetBoolean(9)), ct);
        return found.SingleOrDefault();
    }
}

/// <summary>A vote as Consultation told it.</summary>
/// <param name="Scope">Null until its opening was told.</param>
/// <param name="Outcome">Null until it was counted.</param>
public sealed record VotedMotion(
    Guid Id, Guid EstateId, string Matter, string? Scope, string? Building, string? Outcome)
{
    private const string FindSql =
        "select motion_id, estate_id, matter_code, scope, building, outcome from voted_motions where motion_id = $1";

    /// <summary>Lock of one motion between who names it and who tells its end.</summary>
    internal const string LockSql = "select pg_advisory_xact_lock(hashtextextended($1::text, 41))";

    /// <summary>Counted and not passed.</summary>
    public bool HasFailed => Outcome is "FAILED_QUORUM" or "FAILED_APPROVAL";

    /// <summary>Null until its opening was told; holds off the handler that tells its end.</summary>
    public static async Task<VotedMotion?> TakeAsync(FundsDbContext db, Guid id, CancellationToken ct)
    {
        await db.RunAsync([Sql.Command(LockSql, id)], ct);
        var found = await db.RowsAsync(Sql.Command(FindSql, id), r => new VotedMotion(r.GetGuid(0), r.GetGuid(1),
            r.GetString(2), r.TextOrNull(3), r.TextOrNull(4), r.TextOrNull(5)), ct);
        return found.SingleOrDefault(motion => motion.Scope is not null);
    }
}
