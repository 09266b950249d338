namespace CivicPlatform.Consultation.Objections;

/// <summary>Which objections keep a decision from taking effect (PUB-03).</summary>
public static class ObjectionHold
{
    /// <summary>
    /// BLOCKING: all but the settled and the withdrawn. RECORD_ONLY: those that still wait for their answer.
    /// </summary>
    public static IQueryable<Objection> Holding(this IQueryable<Objection> objections, ObjectionEffect effect) =>
        effect is ObjectionEffect.Blocking
            ? objections.Where(o => o.State != ObjectionState.Settled && o.State != ObjectionState.Withdrawn)
            : objections.Where(o => o.State == ObjectionState.Open);
}
