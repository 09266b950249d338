-- The handling of a case: what stands here is what a replay of its moves gives (CASE-10), for lists and the scheduler.
alter table cases
    add column department text,
    add column complained_of text,
    add column grade text,
    add column profile_id text,
    add column dispatched_at timestamptz,
    add column contacted_at timestamptz,
    add column due_at timestamptz,
    add column warn_at timestamptz,
    add column warned integer not null default 0,
    add column cycle integer not null default 0,
    add column moves integer not null default 0,
    add column awaits text default 'DISPATCH', -- All that are here are RECEIVED.
    add column merged_into uuid references cases (id),
    add column ended_at timestamptz;
create index cases_due on cases (street_code, due_at, id) where due_at is not null;
create index cases_department on cases (street_code, department, due_at, id) where due_at is not null;
create index cases_awaits on cases (street_code, awaits, received_at, id) where awaits is not null;
create index cases_warn on cases (warn_at) where warn_at is not null;
create index cases_place on cases (street_code, matter, estate_id, building, received_at desc) where ended_at is null;

create function civil_instant(street text, instant timestamptz) returns timestamptz language sql stable
    return instant + make_interval(secs => coalesce(
        (select offset_seconds from platform.civil_clock c where c.street_code = street), 0));

-- What was done with a case: facts, in order, without gaps. The state and the clock are functions of them.
create table case_moves (
    id uuid primary key,
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    sequence integer not null check (sequence between 1 and 500),
    kind text not null,
    at timestamptz not null,
    recorded_at timestamptz not null,
    by text not null,
    department text,
    code text,
    rating text,
    resolved boolean,
    day date,
    count integer,
    unit text,
    ref_id uuid,
    happened_at timestamptz,
    constraint case_moves_order unique (case_id, sequence)
);
select platform.seal_rows('case_moves', 'id');
select platform.protect_tenant('case_moves', 'SELECT, INSERT', 'SELECT, INSERT');

-- Words beside a move; ciphered, so that keys can be changed without touching a sealed row.
create table case_notes (
    id uuid primary key references case_moves (id),
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    text bytea not null
);
create index case_notes_case on case_notes (case_id);
select platform.protect_tenant('case_notes', 'SELECT, INSERT', 'SELECT, INSERT, UPDATE');
