-- Works projects (工程项目), their lifts (一梯一档), the steps taken, what other services told, and alerts.
create table works_projects (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    case_id uuid not null references cases (id),
    estate_id uuid not null,
    template_code text not null,
    status text not null,
    opened_at timestamptz not null,
    opened_by text not null,
    decision_id uuid,
    sequence bigint not null,
    version bigint not null,
    -- Facts find their project by case and estate, so there is one at most.
    unique (case_id, estate_id)
);
create index works_projects_list on works_projects (street_code, opened_at desc, id desc);
select platform.protect_tenant('works_projects');

create table works_lifts (
    id uuid primary key,
    project_id uuid not null references works_projects (id),
    street_code text not null,
    division_code text not null,
    building text not null,
    lift_no text not null,
    position integer not null,
    state text not null,
    state_since timestamptz not null,
    unique (project_id, building, lift_no)
);
select platform.protect_tenant('works_lifts');

create table works_steps (
    id uuid primary key,
    project_id uuid not null references works_projects (id),
    lift_id uuid not null references works_lifts (id),
    street_code text not null,
    division_code text not null,
    building text not null,
    lift_no text not null,
    sequence bigint not null,
    step_code text not null,
    from_state text not null,
    to_state text not null,
    trigger text not null,
    taken_by text,
    fact_id uuid,
    taken_on date not null,
    recorded_at timestamptz not null,
    unique (project_id, sequence)
);
-- Money moves a lift once: the same fact never takes two steps of one lift.
create unique index works_steps_once on works_steps (lift_id, fact_id) where fact_id is not null;
select platform.protect_tenant('works_steps');

create table works_facts (
    id uuid primary key,
    kind text not null,
    key text not null,
    street_code text not null,
    division_code text not null,
    case_id uuid not null,
    estate_id uuid not null,
    source_id uuid not null,
    buildings text[] not null,
    collected numeric(18,2),
    receivable numeric(18,2),
    occurred_at timestamptz not null,
    applied_at timestamptz,
    unique (kind, key)
);
create index works_facts_case on works_facts (case_id, estate_id);
select platform.protect_tenant('works_facts');

create table works_alerts (
    id uuid not null,
    project_id uuid not null references works_projects (id),
    street_code text not null,
    division_code text not null,
    code text not null,
    building text not null,
    collected numeric(18,2) not null,
    receivable numeric(18,2) not null,
    occurred_at timestamptz not null,
    primary key (id, building)
);
create index works_alerts_project on works_alerts (project_id);
select platform.protect_tenant('works_alerts');

-- Estates that the register told of: a project cannot name another office's estate.
create table estates (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    name text not null,
    version bigint not null
);
select platform.grant_app('estates', 'SELECT');
