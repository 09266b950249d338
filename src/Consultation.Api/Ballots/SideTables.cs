using CivicPlatform.Consultation.Motions;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Writes what stands beside the new papers of a file, one statement a table.</summary>
internal sealed class SideTables(ConsultationDbContext db, Motion motion, ChoiceSeal seal)
{
    public async Task SaveAsync(
        IReadOnlyList<(Guid Id, BallotSides Sides)> papers, string recordedBy, DateTimeOffset now, CancellationToken ct)
    {
        var scanned = papers.Where(p => p.Sides.EvidenceHash is not null).ToArray();
        if (scanned.Length > 0) await SaveScansAsync(scanned, recordedBy, now, ct);
        var numbered = papers.Where(p => p.Sides.ExternalRef is not null).ToArray();
        if (numbered.Length > 0) await SaveRefsAsync(numbered, ct);
        var mandated = papers.Where(p => p.Sides.Proxy is not null).ToArray();
        if (mandated.Length > 0) await SaveProxiesAsync(mandated, ct);
    }

    private Task SaveScansAsync(
        (Guid Id, BallotSides Sides)[] papers, string recordedBy, DateTimeOffset now, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into ballot_evidence (ballot_id, motion_id, street_code, division_code, sha256, recorded_at,
                recorded_by)
            select r.id, {motion.Id}, {motion.StreetCode}, {motion.DivisionCode}, r.sha256, {now}, {recordedBy}
            from unnest({Ids(papers)}, {papers.Select(p => p.Sides.EvidenceHash!).ToArray()}) as r(id, sha256)
            """, ct);

    private Task SaveRefsAsync((Guid Id, BallotSides Sides)[] papers, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into ballot_external_refs (ballot_id, motion_id, street_code, division_code, external_ref)
            select r.id, {motion.Id}, {motion.StreetCode}, {motion.DivisionCode}, r.external_ref
            from unnest({Ids(papers)}, {papers.Select(p => p.Sides.ExternalRef!).ToArray()}) as r(id, external_ref)
            """, ct);

    private Task SaveProxiesAsync((Guid Id, BallotSides Sides)[] papers, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into ballot_proxies (ballot_id, motion_id, street_code, division_code, principal_ref, agent_key,
                mandate_hash)
            select r.id, {motion.Id}, {motion.StreetCode}, {motion.DivisionCode}, r.principal, r.agent, r.mandate
            from unnest({Ids(papers)}, {papers.Select(p => p.Sides.Proxy!.PrincipalRef).ToArray()},
                {papers.Select(p => seal.AgentKey(motion.Id, p.Sides.Proxy!.Agent)).ToArray()},
                {papers.Select(p => p.Sides.Proxy!.MandateHash).ToArray()}) as r(id, principal, agent, mandate)
            """, ct);

    private static Guid[] Ids((Guid Id, BallotSides Sides)[] papers) => [.. papers.Select(p => p.Id)];
}
