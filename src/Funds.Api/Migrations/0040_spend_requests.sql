-- How the owners' fund is spent (domain 2.4): a request with the stations of its way, and every step as a fact.
alter table decisions add column motion_id uuid, add column entrance text,
    add column amount numeric(18, 2) check (amount > 0 and amount < 'Infinity');

-- What Funds knows of votes: that they began, and how they ended.
create table voted_motions (
    motion_id uuid primary key,
    estate_id uuid not null,
    street_code text not null,
    matter_code text not null,
    scope text, -- Null until the opening is told: the count may come first.
    building text,
    outcome text
);
select platform.protect_street('voted_motions');

create table spend_requests (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    account_id uuid not null references bank_accounts (id),
    case_id uuid,
    title text not null,
    scope_kind text not null check (scope_kind in ('AREA', 'BUILDING', 'ENTRANCE')),
    building text not null,
    entrance text not null,
    item_names text[] not null,
    item_amounts numeric(18, 2)[] not null,
    budget numeric(18, 2) not null check (budget > 0 and budget < 'Infinity'),
    part text not null,
    proposer text not null,
    warranty_ends_on date,
    warranty_proof text,
    basis text not null check (basis in ('BY_AREA', 'BY_AGREEMENT')),
    agreement_hash text,
    profile_name text not null,
    profile_id text not null,
    status text not null,
    resume_status text, -- Where it goes on once an objection is settled.
    moves integer not null,
    motion_id uuid,
    decision_id uuid unique, -- One decision allows one request: its amount is spent once.
    approved numeric(18, 2),
    situation text,
    declared_on date,
    confirmed_on date,
    posted_on date,
    posting_ends_on date,
    filing_number text,
    contractor text,
    credit_code text,
    account_cipher bytea, -- A financial account is sensitive data (PRIV-04).
    account_tail text,
    contract_number text,
    retention_percent integer check (retention_percent between 0 and 100),
    retention_until date,
    accepted_on date,
    settled numeric(18, 2) check (settled > 0 and settled < 'Infinity'),
    audit_hash text,
    paid numeric(18, 2) not null default 0 check (paid >= 0 and paid <= coalesce(settled, 0)),
    version bigint not null,
    created_at timestamptz not null,
    check ((scope_kind = 'AREA') = (building = '') and (scope_kind = 'ENTRANCE') = (entrance <> '')),
    check ((basis = 'BY_AGREEMENT') = (agreement_hash is not null)),
    check ((status = 'OBJECTED') = (resume_status is not null))
);
create index spend_requests_list on spend_requests (street_code, created_at desc, id desc);
create index spend_requests_motion on spend_requests (motion_id) where status = 'VOTING';
select platform.protect_tenant('spend_requests', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- Weights that owners agreed on in writing (FUND-14); the request stands and falls with them.
create table spend_weights (
    request_id uuid not null references spend_requests (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    weight numeric(18, 6) not null check (weight >= 0 and weight < 'Infinity'),
    primary key (request_id, unit_id)
);
select platform.protect_tenant('spend_weights', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on spend_weights
    execute function platform.refuse_change();

create table spend_request_moves (
    id uuid primary key,
    request_id uuid not null references spend_requests (id),
    street_code text not null,
    division_code text not null,
    number integer not null check (number > 0),
    step text not null,
    from_status text,
    to_status text not null,
    actor text not null,
    recorded_at timestamptz not null,
    civil_on date not null,
    document_hash text,
    reference text,
    note text,
    unique (request_id, number)
);
select platform.protect_tenant('spend_request_moves', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on spend_request_moves
    execute function platform.refuse_change();
select platform.seal_rows('spend_request_moves', 'id');

-- The notice of an emergency use as it hung (FUND-24); another one starts the days again.
create table spend_postings (
    id uuid primary key,
    request_id uuid not null references spend_requests (id),
    street_code text not null,
    division_code text not null,
    places text[] not null,
    evidence_hash text not null,
    posted_on date not null,
    ends_on date not null,
    recorded_by text not null,
    recorded_at timestamptz not null
);
create index spend_postings_request on spend_postings (request_id, posted_on);
select platform.protect_tenant('spend_postings', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on spend_postings
    execute function platform.refuse_change();

-- What an owner says against it, ciphered; every one has its answer before money leaves.
create table spend_objections (
    id uuid primary key,
    request_id uuid not null references spend_requests (id),
    street_code text not null,
    division_code text not null,
    unit_id uuid not null,
    reason text not null,
    words bytea not null,
    answer bytea,
    raised_on date not null,
    answered_on date,
    recorded_by text not null,
    answered_by text,
    version bigint not null,
    created_at timestamptz not null,
    check ((answer is null) = (answered_on is null) and (answer is null) = (answered_by is null))
);
create index spend_objections_request on spend_objections (request_id, created_at desc, id desc);
select platform.protect_tenant('spend_objections', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
