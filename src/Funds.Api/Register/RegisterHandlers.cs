using CivicPlatform.Contracts.Cases;
using CivicPlatform.Contracts.Consultation;
using CivicPlatform.Contracts.Registry;
using CivicPlatform.ServiceDefaults.Messaging;

namespace CivicPlatform.Funds.Register;

/// <summary>Keeps estates and their totals, against which the other events are checked for completeness.</summary>
public sealed class KeepEstateHandler(FundsDbContext db) : IEventHandler<EstateRegistered>
{
    private const string UpsertSql =
        "insert into estates as e (estate_id, street_code, division_code, name, units, area, version) " +
        "values ($1, $2, $3, $4, $5, $6, $7) on conflict (estate_id) do update set name = excluded.name, " +
        "units = excluded.units, area = excluded.area, version = excluded.version where e.version < excluded.version";

    public Task HandleAsync(EstateRegistered message, CancellationToken ct) => db.RunAsync([
        Sql.Command(UpsertSql, message.AggregateId, message.StreetCode, message.DivisionCode, message.Name,
            message.Units, message.Area, message.AggregateVersion),
        Sql.Command(StreetDirectory.NoteSql, message.StreetCode)], ct);
}

/// <summary>Keeps exclusive parts and, until a newer transfer says otherwise, their holders.</summary>
public sealed class KeepUnitsHandler(FundsDbContext db) : IEventHandler<UnitsRegistered>
{
    private const string UnitsSql =
        "insert into units as u (unit_id, estate_id, street_code, division_code, building, entrance, room, floor, " +
        "area, kind, version) select id, $2, $3, $4, building, entrance, room, floor, area, kind, $5 " +
        "from unnest($1::uuid[], $6::text[], $7::text[], $8::text[], $9::integer[], $10::numeric[], $11::text[]) " +
        "as n(id, building, entrance, room, floor, area, kind) on conflict (unit_id) do update set " +
        "area = excluded.area, kind = excluded.kind, floor = excluded.floor, version = excluded.version " +
        "where u.version < excluded.version";

    // Version 0: any transfer is newer than the first registration, whichever arrives first. An array of arrays
    // must be rectangular in PostgreSQL, so the refs travel joined; a ref holds no line break.
    private const string HoldersSql =
        "insert into unit_holders as h (unit_id, estate_id, owner_refs, sale_status, version, street_code) " +
        "select id, $2, string_to_array(refs, E'\\n'), status, 0, $5 " +
        "from unnest($1::uuid[], $3::text[], $4::text[]) as n(id, refs, status) on conflict (unit_id) do update " +
        "set street_code = excluded.street_code where h.street_code = ''";

    public Task HandleAsync(UnitsRegistered message, CancellationToken ct)
    {
        var units = message.Units;
        var ids = units.Select(u => u.UnitId).ToArray();
        return db.RunAsync([
            Sql.Command(UnitsSql, ids, message.AggregateId, message.StreetCode, message.DivisionCode,
                message.AggregateVersion, units.Select(u => u.Building).ToArray(),
                units.Select(u => u.Entrance).ToArray(), units.Select(u => u.Room).ToArray(),
                units.Select(u => u.Floor).ToArray(), units.Select(u => u.Area).ToArray(),
                units.Select(u => u.Kind).ToArray()),
            Sql.Command(HoldersSql, ids, message.AggregateId,
                units.Select(u => string.Join('\n', u.OwnerRefs)).ToArray(),
                units.Select(u => u.SaleStatus).ToArray(), message.StreetCode)], ct);
    }
}

/// <summary>A transfer changes who may see a bill (T2); the debt stays with the exclusive part.</summary>
public sealed class KeepHoldersHandler(FundsDbContext db) : IEventHandler<OwnershipTransferred>
{
    private const string UpsertSql =
        "insert into unit_holders as h (unit_id, estate_id, owner_refs, sale_status, version, street_code) " +
        "values ($1, $2, $3, $4, $5, $6) on conflict (unit_id) do update set owner_refs = excluded.owner_refs, " +
        "sale_status = excluded.sale_status, version = excluded.version where h.version < excluded.version";

    public Task HandleAsync(OwnershipTransferred message, CancellationToken ct) => db.RunAsync([
        Sql.Command(UpsertSql, message.AggregateId, message.EstateId, message.OwnerRefs.ToArray(), message.SaleStatus,
            message.AggregateVersion, message.StreetCode)], ct);
}

/// <summary>Ties logins to owners, for T1 and T2.</summary>
public sealed class LinkOwnerHandler(FundsDbContext db) : IEventHandler<OwnerAccountLinked>
{
    public Task HandleAsync(OwnerAccountLinked message, CancellationToken ct) => db.RunAsync([
        Sql.Command("insert into owner_accounts (estate_id, subject, owner_ref, street_code) " +
            "values ($1, $2, $3, $4) on conflict do nothing", message.AggregateId, message.Subject,
            message.OwnerRef, message.StreetCode)], ct);
}

/// <summary>A decision took effect: a campaign may open on it (RAISE-01).</summary>
public sealed class KeepDecisionHandler(FundsDbContext db) : IEventHandler<DecisionEffective>
{
    // A revocation that overtook this event has left its mark, which must stay.
    private const string UpsertSql =
        "insert into decisions as d (decision_id, estate_id, street_code, case_id, matter_code, scope, building, " +
        "effective_on, motion_id, entrance, amount) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) " +
        "on conflict (decision_id) do update set " +
        "case_id = excluded.case_id, matter_code = excluded.matter_code, scope = excluded.scope, " +
        "building = excluded.building, effective_on = excluded.effective_on, motion_id = excluded.motion_id, " +
        "entrance = excluded.entrance, amount = excluded.amount";

    public Task HandleAsync(DecisionEffective message, CancellationToken ct) => db.RunAsync([
        Sql.Command(UpsertSql, message.DecisionId, message.EstateId, message.StreetCode, message.CaseId,
            message.MatterCode, message.Scope, message.Building, message.EffectiveOn, message.AggregateId,
            message.Entrance, message.Amount)], ct);
}

/// <summary>EVT-01: a revoked decision opens nothing more; what is paid is never reversed by itself.</summary>
public sealed class RevokeDecisionHandler(FundsDbContext db) : IEventHandler<DecisionRevoked>
{
    private const string UpsertSql =
        "insert into decisions (decision_id, estate_id, street_code, case_id, matter_code, scope, effective_on, " +
        "revoked) values ($1, $2, $3, $4, '', '', 'infinity', true) on conflict (decision_id) " +
        "do update set revoked = true";

    public Task HandleAsync(DecisionRevoked message, CancellationToken ct) => db.RunAsync([
        Sql.Command(UpsertSql, message.DecisionId, message.EstateId, message.StreetCode, message.CaseId)], ct);
}

/// <summary>The lifts of a works project, for the public page (T0).</summary>
public sealed class KeepLiftsHandler(FundsDbContext db) : IEventHandler<WorksProjectOpened>
{
    private const string InsertSql =
        "insert into lifts (lift_id, project_id, estate_id, case_id, building, lift_no, state, version) " +
        "select id, $2, $3, $4, building, no, state, 0 from unnest($1::uuid[], $5::text[], $6::text[], $7::text[]) " +
        "as n(id, building, no, state) on conflict (lift_id) do nothing";

    public Task HandleAsync(WorksProjectOpened message, CancellationToken ct) => db.RunAsync([
        Sql.Command(InsertSql, message.Lifts.Select(l => l.LiftId).ToArray(), message.AggregateId, message.EstateId,
            message.CaseId, message.Lifts.Select(l => l.Building).ToArray(),
            message.Lifts.Select(l => l.LiftNo).ToArray(), message.Lifts.Select(l => l.State).ToArray())], ct);
}

/// <summary>A step moved a lift's state; an older step that arrives late changes nothing.</summary>
public sealed class MoveLiftHandler(FundsDbContext db) : IEventHandler<ProjectStepChanged>
{
    private const string UpsertSql =
        "insert into lifts as l (lift_id, project_id, estate_id, case_id, building, lift_no, state, version) " +
        "values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (lift_id) do update set state = excluded.state, " +
        "version = excluded.version where l.version < excluded.version";

    public Task HandleAsync(ProjectStepChanged message, CancellationToken ct) => db.RunAsync([
        Sql.Command(UpsertSql, message.LiftId, message.AggregateId, message.EstateId, message.CaseId, message.Building,
            message.LiftNo, message.LiftState, message.AggregateVersion)], ct);
}
