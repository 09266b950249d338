using System.Diagnostics;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Audit;

/// <summary>An audit row of a request whose transaction is shared, so that the row says its own caller.</summary>
/// <param name="Action">As in <see cref="AuditEntry.Of"/>: <c>slice.verb</c>.</param>
/// <param name="Detail">Codes, never personal data.</param>
/// <param name="TraceId">Trace of the request; taken while it runs, not while the shared commit does.</param>
public sealed record AuditRow(
    AuditContext Caller, string Action, Guid SubjectId, string StreetCode, string? Detail, string? TraceId)
{
    /// <summary>DONE, or REFUSED (<see cref="RefusalTrail"/>).</summary>
    public string Outcome { get; init; } = "DONE";

    public static AuditRow Of(
        AuditContext caller, string action, Guid subjectId, string streetCode, string? detail = null) =>
        new(caller, action, subjectId, streetCode, detail, Activity.Current?.TraceId.ToHexString());
}

/// <summary>Audit rows for code that writes without a context: arrays for one <c>unnest</c>.</summary>
public static class AuditSql
{
    private const string InsertSql =
        "insert into platform.audit " +
        "(actor, action, subject_id, street_code, detail, trace_id, client, origin, request_id, purpose, result) " +
        "select actor, action, subject, street, detail, trace, nullif(client, ''), nullif(origin, ''), " +
        "nullif(request, ''), nullif(purpose, ''), result from unnest($1::text[], $2::text[], $3::uuid[], " +
        "$4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[]) " +
        "as a(actor, action, subject, street, detail, trace, client, origin, request, purpose, result)";

    /// <summary>One command that inserts all the rows.</summary>
    public static NpgsqlBatchCommand Insert(IReadOnlyCollection<AuditRow> rows) => new(InsertSql)
    {
        Parameters =
        {
            new() { Value = rows.Select(r => r.Caller.Actor).ToArray() },
            new() { Value = rows.Select(r => r.Action).ToArray() },
            new() { Value = rows.Select(r => r.SubjectId).ToArray() },
            new() { Value = rows.Select(r => r.StreetCode).ToArray() },
            new() { Value = rows.Select(r => r.Detail).ToArray() },
            new() { Value = rows.Select(r => r.TraceId).ToArray() },
            new() { Value = rows.Select(r => r.Caller.Client).ToArray() },
            new() { Value = rows.Select(r => r.Caller.Origin).ToArray() },
            new() { Value = rows.Select(r => r.Caller.RequestId).ToArray() },
            new() { Value = rows.Select(r => r.Caller.Purpose).ToArray() },
            new() { Value = rows.Select(r => r.Outcome).ToArray() },
        },
    };
}
