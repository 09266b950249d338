-- Who bears what of one new lift (RAISE-20 to RAISE-24): versions with a line a household, and who signed which.
create table cost_agreements (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    building text not null,
    entrance text not null,
    title text not null,
    case_id uuid,
    profile_name text not null,
    profile_id text not null,
    status text not null check (status in ('DRAFT', 'CONCLUDED')),
    current_version integer not null check (current_version > 0),
    current_hash text not null,
    net_cost numeric(18, 2) not null check (net_cost > 0 and net_cost < 'Infinity'),
    gap numeric(18, 2) not null check (gap between 0 and net_cost),
    concluded_on date,
    version bigint not null,
    created_at timestamptz not null,
    check ((status = 'CONCLUDED') = (concluded_on is not null)),
    check (status = 'DRAFT' or gap = 0) -- Σ pays = net cost, or nothing is concluded.
);
create index cost_agreements_list on cost_agreements (street_code, created_at desc, id desc);
select platform.protect_tenant('cost_agreements', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

create table cost_versions (
    id uuid primary key,
    agreement_id uuid not null references cost_agreements (id),
    street_code text not null,
    division_code text not null,
    number integer not null check (number > 0),
    hash text not null,
    works numeric(18, 2) not null check (works >= 0),
    pipe_relocation numeric(18, 2) not null check (pipe_relocation >= 0),
    design numeric(18, 2) not null check (design >= 0),
    supervision numeric(18, 2) not null check (supervision >= 0),
    compensation numeric(18, 2) not null check (compensation >= 0),
    subsidy numeric(18, 2) not null check (subsidy >= 0),
    grants numeric(18, 2) not null check (grants >= 0),
    net_cost numeric(18, 2) not null,
    gap numeric(18, 2) not null check (gap between 0 and net_cost),
    method text not null check (method in ('TRAVELLED_FLOORS', 'FLOOR_TABLE')),
    floors integer[] not null,
    floor_weights text[] not null,
    times_area boolean not null,
    resplit boolean not null,
    late_join text not null check (late_join in ('CREDIT_PAYERS', 'KEEP_AS_RESERVE')),
    reason text,
    drafted_on date not null,
    drafted_by text not null,
    drafted_at timestamptz not null,
    unique (agreement_id, number),
    check (net_cost = works + pipe_relocation + design + supervision + compensation - subsidy - grants)
);
select platform.protect_tenant('cost_versions', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on cost_versions
    execute function platform.refuse_change();
select platform.seal_rows('cost_versions', 'id'); -- Its hash covers the lines.

create table cost_lines (
    version_id uuid not null references cost_versions (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    building text not null,
    entrance text not null,
    room text not null,
    floor integer not null,
    area numeric(12, 2) not null,
    weight numeric(20, 6) not null check (weight >= 0),
    participation text not null check (participation in ('PAY', 'NO_PAY_NO_USE', 'OPPOSED')),
    extra numeric(18, 2) not null check (extra >= 0),
    share numeric(18, 2) not null check (share >= 0 and share < 'Infinity'),
    pays numeric(18, 2) not null check (pays >= 0 and pays < 'Infinity'),
    primary key (version_id, unit_id),
    check (participation = 'PAY' or (pays = 0 and extra = 0))
);
select platform.protect_tenant('cost_lines', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on cost_lines
    execute function platform.refuse_change();

create table cost_signatures (
    id uuid primary key,
    agreement_id uuid not null references cost_agreements (id),
    version_id uuid not null references cost_versions (id),
    version_hash text not null, -- What was signed, not what it points to.
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    kind text not null check (kind in ('PAYMENT', 'CONSENT')),
    signer text not null, -- An owner ref; no name.
    signed_on date not null,
    evidence_hash text,
    recorded_by text not null,
    recorded_at timestamptz not null,
    unique (version_id, unit_id),
    foreign key (version_id, unit_id) references cost_lines (version_id, unit_id)
);
create index cost_signatures_list on cost_signatures (agreement_id, id);
select platform.protect_tenant('cost_signatures', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on cost_signatures
    execute function platform.refuse_change();
select platform.seal_rows('cost_signatures', 'id');
