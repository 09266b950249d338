-- Visits about a vote (004-11): who called on whose behalf, and what it brought. No majority needs them, a court may.
-- The worker writes words again when their key is rotated; nobody changes anything else.
create table motion_visits (
    id uuid primary key,
    motion_id uuid not null references motions (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    visited_on date not null,
    visitor text not null check (visitor in ('COMMUNITY', 'COMMITTEE', 'BUILDING_HEAD', 'GRID_OFFICER')),
    channel text not null check (channel in ('VISIT', 'PHONE', 'ON_SITE')),
    outcome text not null check (outcome in ('RESOLVED', 'UNCHANGED', 'NOT_MET')),
    words bytea,
    recorded_at timestamptz not null,
    recorded_by text not null
);
create index motion_visits_newest on motion_visits (motion_id, recorded_at desc, id desc);
select platform.protect_tenant('motion_visits', 'SELECT, INSERT', 'SELECT, UPDATE (words)');

-- That the residents' committee was told what the owners' assembly decided (PUB-06). No row: the duty is open.
create table committee_notices (
    decision_id uuid primary key references decisions (id),
    street_code text not null,
    division_code text not null,
    told_on date not null,
    document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz not null,
    recorded_by text not null
);
select platform.protect_tenant('committee_notices', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on committee_notices
    execute function platform.refuse_change();
select platform.seal_rows('committee_notices', 'decision_id');
