-- The chain of a case, built from the events of all services; the event id keeps a second telling out.
create table timeline_entries (
    id uuid primary key,
    case_id uuid not null,
    street_code text not null,
    division_code text not null,
    occurred_at timestamptz not null,
    stage text not null,
    event text not null,
    title text not null,
    detail text not null,
    link text not null
);
create index timeline_entries_case on timeline_entries (case_id, occurred_at, id);
select platform.protect_tenant('timeline_entries');
