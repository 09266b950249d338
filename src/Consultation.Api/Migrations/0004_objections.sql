-- What owners say against a posted result (PUB-02), what it does to the decision (PUB-03) and what authorities and courts
-- order about a decision in force (PUB-04). Periods that ran before this had no objections.
alter table publicity_periods
    add column objection_effect text not null default 'RECORD_ONLY'
        check (objection_effect in ('RECORD_ONLY', 'BLOCKING')),
    add column evidence text[] not null default '{}';
-- A blocked period is over and still the motion's present one, until it is released or something else is posted.
create unique index publicity_periods_current on publicity_periods (motion_id) where status in ('RUNNING', 'BLOCKED');
drop index publicity_periods_running;
create index publicity_periods_blocked on publicity_periods (ends_at) where status = 'BLOCKED';

-- The worker looks whether something still holds, and writes texts again when their key is rotated.
create table objections (
    id uuid primary key,
    period_id uuid not null references publicity_periods (id),
    motion_id uuid not null references motions (id),
    street_code text not null,
    division_code text not null,
    unit_id uuid not null,
    owner_ref text not null,
    reason text not null
        check (reason in ('VENTILATION', 'LIGHT', 'NOISE', 'FUNDS', 'POSITION', 'PROCEDURE', 'OTHER')),
    text bytea not null,
    answer bytea,
    state text not null check (state in ('OPEN', 'ANSWERED', 'SETTLED', 'MAINTAINED', 'WITHDRAWN')),
    raised_at timestamptz not null,
    raised_by text not null,
    changed_at timestamptz not null,
    version bigint not null,
    constraint objections_answered check (
        (state = 'OPEN' and answer is null) or state = 'WITHDRAWN' or answer is not null)
);
create index objections_period on objections (period_id, raised_at desc, id desc);
create index objections_motion on objections (motion_id, state);
create unique index objections_once on objections (period_id, unit_id, owner_ref, reason) where state <> 'WITHDRAWN';
select platform.protect_tenant('objections', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE (text, answer)');

-- text_key is a keyed hash of what was written: it proves the ciphered text, which a key rotation writes again.
create table objection_entries (
    id uuid primary key,
    objection_id uuid not null references objections (id),
    street_code text not null,
    division_code text not null,
    state text not null,
    text_key bytea,
    recorded_at timestamptz not null,
    recorded_by text not null
);
create index objection_entries_objection on objection_entries (objection_id, id);
select platform.protect_tenant('objection_entries', 'SELECT, INSERT', 'SELECT');

create table decision_revocations (
    id uuid primary key,
    decision_id uuid not null references decisions (id),
    street_code text not null,
    division_code text not null,
    ground text not null check (ground in ('CORRECTION_ORDERED', 'REVOKED_ADMIN', 'REVOKED_COURT')),
    authority text not null,
    document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
    decided_on date not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);
create index decision_revocations_decision on decision_revocations (decision_id, id);
select platform.protect_tenant('decision_revocations', 'SELECT, INSERT', 'SELECT');

do $$
declare name text;
begin
    foreach name in array array['objection_entries', 'decision_revocations'] loop
        execute format('create trigger append_only before update or delete or truncate on %I '
            'execute function platform.refuse_change()', name);
        perform platform.seal_rows(name, 'id');
    end loop;
end $$;
