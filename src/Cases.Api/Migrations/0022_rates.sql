-- How each cycle of a case ended, for the three rates (CASE-21). Facts: written once.
create table case_rate_facts (
    id uuid primary key references case_moves (id),
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    period text not null,
    ended_at timestamptz not null,
    cycle integer not null,
    department text,
    matter text not null,
    ratable boolean not null,
    contacted_in_time boolean not null,
    valid_callback boolean not null,
    resolved boolean not null,
    rating text,
    excluded text,
    constraint case_rate_facts_cycle unique (case_id, cycle),
    check (not contacted_in_time or ratable),
    check (not resolved or valid_callback),
    check ((rating is not null) = valid_callback)
);
create index case_rate_facts_period on case_rate_facts (street_code, period, ended_at desc, id desc);
select platform.seal_rows('case_rate_facts', 'id');
select platform.protect_tenant('case_rate_facts', 'SELECT, INSERT', 'SELECT, INSERT');
