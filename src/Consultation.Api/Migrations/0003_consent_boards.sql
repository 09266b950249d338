-- Unanimous consent of one implementation unit (PIPE-01, PIPE-02). Boards and households change; what was said and who
-- visited is appended only.
create table consent_boards (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    roll_id uuid not null references rolls (id),
    case_id uuid,
    title text not null,
    status text not null check (status in ('COLLECTING', 'READY', 'LOCKED')),
    opened_at timestamptz not null,
    changed_at timestamptz not null,
    locked_at timestamptz,
    opened_by text not null,
    version bigint not null,
    constraint consent_boards_locked check ((status = 'LOCKED') = (locked_at is not null))
);
create index consent_boards_newest on consent_boards (street_code, opened_at desc, id desc);
create index consent_boards_roll on consent_boards (roll_id);
select platform.protect_tenant('consent_boards', 'SELECT, INSERT, UPDATE', 'SELECT');

create table consent_households (
    board_id uuid not null references consent_boards (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    building text not null,
    entrance text not null,
    room text not null,
    owner_refs text[] not null,
    consent text not null check (consent in ('UNKNOWN', 'AGREED', 'CONCERNED', 'REFUSED', 'WITHDRAWN')),
    concerns text[] not null,
    access text not null check (access in ('NOT_NEEDED', 'NEEDED', 'GRANTED', 'REFUSED')),
    changed_at timestamptz,
    primary key (board_id, unit_id)
);
select platform.protect_tenant('consent_households', 'SELECT, INSERT, UPDATE', 'SELECT');

create table consent_entries (
    id uuid primary key,
    board_id uuid not null references consent_boards (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    party text not null check (party in ('OWNER', 'OCCUPIER')),
    state text not null,
    concerns text[] not null,
    owner_ref text,
    document_hash text check (document_hash ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz not null,
    recorded_by text not null,
    -- A signature is a paper of an owner, whoever writes it down.
    constraint consent_entries_signed check (
        party <> 'OWNER' or state <> 'AGREED' or (document_hash is not null and owner_ref is not null))
);
create index consent_entries_household on consent_entries (board_id, unit_id, id);
select platform.protect_tenant('consent_entries', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on consent_entries
    execute function platform.refuse_change();
select platform.seal_rows('consent_entries', 'id');

-- The worker writes offers again when their key is rotated; nobody changes anything else.
create table consent_visits (
    id uuid primary key,
    board_id uuid not null references consent_boards (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    visited_on date not null,
    channel text not null check (channel in ('VISIT', 'PHONE', 'ON_SITE')),
    outcome text not null check (outcome in ('RESOLVED', 'UNCHANGED', 'NOT_MET')),
    offer bytea,
    recorded_at timestamptz not null,
    recorded_by text not null
);
create index consent_visits_household on consent_visits (board_id, unit_id, visited_on desc, id desc);
select platform.protect_tenant('consent_visits', 'SELECT, INSERT', 'SELECT, UPDATE (offer)');
