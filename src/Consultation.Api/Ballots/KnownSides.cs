using CivicPlatform.Consultation.Motions;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Holds a file against what the motion has already: external numbers and agents.</summary>
internal sealed class KnownSides(ConsultationDbContext db, Motion motion, ChoiceSeal seal)
{
    private readonly ImportReport _report = new();

    /// <summary>Null, or every row that does not go with what is here.</summary>
    public async Task<Error?> CheckAsync(IReadOnlyList<BallotRow> rows, CancellationToken ct)
    {
        await CheckRefsAsync([.. rows.Where(row => row.Sides.ExternalRef is not null)], ct);
        await CheckAgentsAsync([.. rows.Where(row => row.Sides.Proxy is not null)], ct);
        return _report.IsClean ? null : _report.ToError();
    }

    /// <summary>One number is one vote: sent again it must say the same (VOTE-21).</summary>
    private async Task CheckRefsAsync(BallotRow[] rows, CancellationToken ct)
    {
        if (rows.Length == 0) return;
        var refs = rows.Select(row => row.Sides.ExternalRef!).ToArray();
        var known = await db.BallotExternalRefs.AsNoTracking()
            .Where(r => r.MotionId == motion.Id && refs.Contains(r.ExternalRef))
            .Join(db.Ballots, r => r.BallotId, b => b.Id, (r, b) => new { r.ExternalRef, b.PaperKey })
            .ToDictionaryAsync(r => r.ExternalRef, r => Convert.ToHexString(r.PaperKey), ct);
        foreach (var row in rows)
        {
            var paper = Convert.ToHexString(seal.PaperKey(motion.Id, row.Paper));
            if (known.TryAdd(row.Sides.ExternalRef!, paper) || known[row.Sides.ExternalRef!] == paper) continue;
            _report.Add(row.Line, "external_ref", "ballots.external_ref_reused", "该外部编号已用于内容不同的选票");
        }
    }

    /// <summary>So many owners as the rules let one agent speak for, earlier papers among them (VOTE-22).</summary>
    private async Task CheckAgentsAsync(BallotRow[] rows, CancellationToken ct)
    {
        if (motion.MaxProxiesPerAgent is not { } most || rows.Length == 0) return;
        var keys = rows.Select(row => KeyOf(row)).Distinct().Order(StringComparer.Ordinal).ToArray();
        // The lock of cast_ballot: a paper at the counter and this file count one after the other.
        await db.Database.ExecuteSqlAsync(
            $"""
            select pg_advisory_xact_lock(hashtextextended({motion.Id}::text || key, 22))
            from unnest({keys}) with ordinality as k(key, place) order by place
            """, ct);
        var proxies = await db.BallotProxies.AsNoTracking().Where(p => p.MotionId == motion.Id)
            .Select(p => new { p.AgentKey, p.PrincipalRef }).ToListAsync(ct);
        var spokenFor = proxies.GroupBy(p => Convert.ToHexStringLower(p.AgentKey))
            .ToDictionary(agent => agent.Key, agent => agent.Select(p => p.PrincipalRef).ToHashSet());
        foreach (var row in rows)
        {
            if (!spokenFor.TryGetValue(KeyOf(row), out var principals)) spokenFor[KeyOf(row)] = principals = [];
            principals.Add(row.Sides.Proxy!.PrincipalRef);
            if (principals.Count <= most) continue;
            var refused = BallotErrors.TooManyProxies;
            _report.Add(row.Line, "proxy_agent", refused.Code, refused.Title);
        }
    }

    private string KeyOf(BallotRow row) =>
        Convert.ToHexStringLower(seal.AgentKey(motion.Id, row.Sides.Proxy!.Agent));
}
