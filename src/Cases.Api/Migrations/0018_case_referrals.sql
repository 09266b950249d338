-- Cases that nobody called about (转办): which event of another service asked for them. Facts: written once.
create table case_referrals (
    case_id uuid primary key references cases (id),
    street_code text not null,
    division_code text not null,
    kind text not null,
    source_id uuid not null,
    household_ref uuid not null,
    parent_case_id uuid references cases (id),
    event_id uuid not null unique,
    occurred_at timestamptz not null
);
create index case_referrals_source on case_referrals (source_id, household_ref);
select platform.protect_tenant('case_referrals', 'SELECT', 'SELECT, INSERT');
