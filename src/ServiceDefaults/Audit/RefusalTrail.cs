using CivicPlatform.Contracts;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Messaging;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Audit;

/// <summary>
/// What outlives a refusal (docs/decisions/0105): an event that tells of it, and the audit row of who was refused.
/// </summary>
/// <remarks>
/// Written with the stored answer of a refused POST, after its effect was undone: a replay tells nothing twice, and
/// an answer that is not kept tells nothing. A request that succeeds tells nothing of this either.
/// </remarks>
public sealed class RefusalTrail
{
    private const string Refused = "REFUSED";
    private (AuditRow Audited, OutboxMessage Told)? _kept;

    /// <summary>True once a refusal of this request is to be told.</summary>
    internal bool HasKept => _kept is not null;

    /// <summary>Keeps the one refusal of this request.</summary>
    /// <param name="action">As in <see cref="AuditEntry.Of"/>; the audit row's result is REFUSED.</param>
    /// <param name="detail">Code of the refusal and of what it is about; never personal data.</param>
    /// <exception cref="InvalidOperationException">A request is refused once: a second one is a bug.</exception>
    public void Keep(CurrentUser user, string action, string detail, IIntegrationEvent told)
    {
        if (HasKept) throw new InvalidOperationException($"{action}: this request was refused already.");
        var audited = AuditRow.Of(user.Audit, action, told.AggregateId, told.StreetCode, detail);
        _kept = (audited with { Outcome = Refused }, OutboxMessage.Of(told));
    }

    /// <summary>The commands that write it; none when nothing was kept.</summary>
    internal IEnumerable<NpgsqlBatchCommand> Commands => _kept is var (audited, told)
        ? [AuditSql.Insert([audited]), OutboxSql.Insert([told])]
        : [];
}
