namespace CivicPlatform.Kernel.Seals;

/// <summary>An append-only table whose committed rows are chained into blocks (封存) after they were written.</summary>
/// <param name="Chain">Name of the chain in block and seal file; one word, for it also names a cursor.</param>
/// <param name="Table">Table with its schema; it has the column <c>tx</c> (<c>platform.seal_rows</c>).</param>
/// <param name="Key">The column that names a row to a person.</param>
public sealed record SealedTable(string Chain, string Table, string Key)
{
    private static readonly SealedTable s_audit = new("audit", "platform.audit", "seq");

    /// <summary>What the sealer of a service seals and what <c>./civic verify</c> asks for.</summary>
    public static IReadOnlyList<SealedTable> Of(string service) => service switch
    {
        "consultation" =>
        [
            s_audit, new("ballots", "public.ballots", "id"), new("consents", "public.consent_entries", "id"),
            new("closings", "public.vote_closings", "motion_id"), new("objections", "public.objection_entries", "id"),
            new("revocations", "public.decision_revocations", "id"),
            new("corrections", "public.roll_corrections", "id"),
            new("designations", "public.ballot_designations", "ballot_id"),
            new("proxies", "public.ballot_proxies", "ballot_id"),
            new("evidence", "public.evidence_files", "id"),
            new("scans", "public.ballot_evidence", "ballot_id"),
            new("advice", "public.advisory_answers", "id"), new("recounts", "public.recounts", "id"),
            new("externals", "public.ballot_external_refs", "ballot_id"),
            new("motions", "public.motion_notices", "motion_id"),
            new("committees", "public.committee_notices", "decision_id"),
            new("teams", "public.lift_teams", "id"),
            new("attachments", "public.meeting_attachments", "id"),
            new("invitations", "public.meeting_invitations", "id"),
            new("services", "public.invitation_services", "invitation_id"),
        ],
        "cases" =>
        [
            s_audit, new("moves", "public.case_moves", "id"), new("rates", "public.case_rate_facts", "id"),
            new("tracks", "public.track_events", "id"), new("liability", "public.liability_statements", "id"),
            new("settled", "public.settlement_shares", "id"),
            new("signed", "public.settlement_signatures", "id"),
        ],
        "funds" =>
        [
            s_audit, new("transfers", "public.ledger_transfers", "seq"), new("snapshots", "public.snapshots", "id"),
            new("reservations", "public.ledger_reservations", "id"),
            new("ends", "public.ledger_reservation_ends", "reservation_id"),
            new("reversals", "public.ledger_reversals", "transfer_id"),
            new("fundentries", "public.fund_entries", "id"),
            new("lines", "public.page_lines", "page_id"), new("periods", "public.period_pages", "id"),
            new("moves", "public.spend_request_moves", "id"), new("shares", "public.spend_shares", "id"),
            new("topups", "public.spend_top_ups", "id"),
            new("agreements", "public.cost_versions", "id"), new("signatures", "public.cost_signatures", "id"),
            new("latejoins", "public.late_joins", "id"), new("claims", "public.subsidy_claims", "id"),
            new("support", "public.support_receipts", "id"), new("grants", "public.grant_uses", "id"),
            new("statements", "public.bank_statements", "id"),
            new("assignments", "public.suspense_assignments", "id"),
            new("undos", "public.suspense_undos", "assignment_id"),
            new("reconciliations", "public.reconciliations", "id"),
            new("closings", "public.closed_periods", "reconciliation_id"),
            new("receipts", "public.bill_receipts", "id"), new("credits", "public.credit_applications", "id"),
            new("letters", "public.claim_letters", "id"),
        ],
        _ => [s_audit],
    };

    /// <summary>All columns of the table, in their order; the parameter is the table.</summary>
    public const string ColumnsSql =
        "select attname::text from pg_attribute where attrelid = $1::text::regclass and attnum > 0 " +
        "and not attisdropped order by attnum";

    /// <summary>How values become text, wherever they are read: part of what a digest means.</summary>
    public const string TextFormSql =
        "select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true), " +
        "set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)";

    /// <summary>SQL of one row: transaction, key, and the given columns as an array of texts.</summary>
    public string RowSql(IEnumerable<string> columns) =>
        $"t.tx::text, t.{Quote(Key)}::text, array[{string.Join(", ", columns.Select(c => $"t.{Quote(c)}::text"))}]";

    /// <summary>Rows of a block lie in this order.</summary>
    public string OrderSql => $"t.tx, t.{Quote(Key)}";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
