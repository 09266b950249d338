-- What every service keeps beside its own tables. Run as <service>_owner; <service>_app serves requests under
-- row-level security, <service>_worker relays, consumes and schedules.
create schema if not exists platform;

create function platform.app_role() returns text language sql stable
    return replace(current_user::text, '_owner', '_app');
create function platform.worker_role() returns text language sql stable
    return replace(current_user::text, '_owner', '_worker');

-- The street codes of the caller, set per transaction; empty means nothing at all.
create function platform.scope_streets() returns text[] language sql stable parallel safe
    return string_to_array(coalesce(current_setting('app.scope', true), ''), ',');
-- Community codes when the caller's scope is narrower than a street; empty means no narrowing.
create function platform.scope_communities() returns text[] language sql stable parallel safe
    return string_to_array(coalesce(current_setting('app.communities', true), ''), ',');

create function platform.grant_app(
    target regclass, app_privileges text, worker_privileges text default 'SELECT, INSERT, UPDATE, DELETE')
returns void language plpgsql as $$
begin
    execute format('grant %s on %s to %I', app_privileges, target, platform.app_role());
    execute format('grant %s on %s to %I', worker_privileges, target, platform.worker_role());
end $$;

-- Row-level security for a tenant-owned table: columns street_code and division_code are required.
create function platform.protect_tenant(
    target regclass, app_privileges text default 'SELECT, INSERT, UPDATE, DELETE',
    worker_privileges text default 'SELECT, INSERT, UPDATE, DELETE')
returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format(
        'create policy division_scope on %s to %I using ('
        'street_code = any(platform.scope_streets()) and (platform.scope_communities() = ''{}'''
        ' or division_code = any(platform.scope_communities())))', target, platform.app_role());
    perform platform.grant_app(target, app_privileges, worker_privileges);
end $$;

do $$ begin
    execute format('grant usage on schema platform, public to %I, %I', platform.app_role(), platform.worker_role());
    execute format('alter default privileges grant usage on sequences to %I, %I',
        platform.app_role(), platform.worker_role());
end $$;

-- Published with confirms, then deleted. The order of seq is not the order of commits: no cursor may rest on it.
create table platform.outbox (
    seq bigint generated always as identity primary key,
    id uuid not null,
    type text not null,
    payload text not null,
    traceparent text,
    street_code text not null,
    created_at timestamptz not null default now(),
    parked_reason text
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index outbox_pending on platform.outbox (seq) where parked_reason is null;
select platform.grant_app('platform.outbox', 'INSERT');

-- One row per message and queue, for ever (no window that forgets). Ids are UUIDv7, so ranges of ids are ranges of
-- time and a month can be detached once nothing older is under way.
create table platform.inbox (
    message_id uuid not null,
    queue text not null,
    received_at timestamptz not null default now(),
    primary key (message_id, queue)
) partition by range (message_id);
create function platform.uuid_floor(instant timestamptz) returns uuid language sql immutable
    return (lpad(to_hex((extract(epoch from instant) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
create table platform.inbox_other partition of platform.inbox default;
do $$
declare month timestamptz := '2026-01-01 00:00:00+00';
begin
    while month < '2030-01-01 00:00:00+00' loop
        execute format('create table platform.inbox_%s partition of platform.inbox for values from (%L) to (%L)',
            to_char(month at time zone 'UTC', 'YYYY_MM'), platform.uuid_floor(month),
            platform.uuid_floor(month + interval '1 month'));
        month := month + interval '1 month';
    end loop;
end $$;
select platform.grant_app('platform.inbox', 'SELECT');

-- A consumer's message that failed every try; kept until an operator replays it.
create table platform.parked_messages (
    message_id uuid not null,
    queue text not null,
    type text not null,
    payload text not null,
    traceparent text,
    street_code text not null,
    error text not null,
    parked_at timestamptz not null default now(),
    replayed_at timestamptz,
    primary key (message_id, queue)
);
select platform.grant_app('platform.parked_messages', 'SELECT');

create table platform.idempotency (
    caller text not null,
    route text not null,
    key text not null,
    body_hash bytea not null,
    status smallint,
    headers text,
    body bytea,
    created_at timestamptz not null default now(),
    primary key (caller, route, key)
);
create index idempotency_age on platform.idempotency (created_at);
select platform.grant_app('platform.idempotency', 'SELECT, INSERT, UPDATE');

-- Appended in the transaction of the effect; no login may change or delete a row.
create table platform.audit (
    seq bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    action text not null,
    subject_id uuid,
    street_code text not null,
    detail text,
    trace_id text
);
create index audit_subject on platform.audit (subject_id);
select platform.grant_app('platform.audit', 'INSERT', 'SELECT, INSERT');
create function platform.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are append-only', tg_table_name using errcode = '42501';
end $$;
create trigger append_only before update or delete or truncate on platform.audit
    execute function platform.refuse_change();

-- Development only: by how much a street office's civil clock runs ahead.
create table platform.civil_clock (
    street_code text primary key,
    offset_seconds bigint not null check (offset_seconds >= 0),
    version bigint not null
);
select platform.grant_app('platform.civil_clock', 'SELECT, INSERT, UPDATE');

-- Street offices that have data here; a district's or city's scope is expanded over it.
create table platform.streets (street_code text primary key check (street_code ~ '^[0-9]{9}$'));
select platform.grant_app('platform.streets', 'SELECT, INSERT');

-- One holder at a time; the token grows with every change of hands and fences a holder that slept.
create table platform.leases (
    name text primary key,
    holder text not null,
    token bigint not null,
    expires_at timestamptz not null
);
select platform.grant_app('platform.leases', 'SELECT');
