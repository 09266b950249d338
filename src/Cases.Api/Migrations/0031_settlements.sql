-- What the parties agreed (CASE-42): each head of cost split by weights to the fen, effective by signatures (MED-04).
create table settlements (
    id uuid primary key,
    case_id uuid not null references cases (id),
    mediation_id uuid not null references dispute_tracks (id),
    street_code text not null,
    division_code text not null,
    form text not null,
    state text not null,
    parties text[] not null,
    drafted_on date not null,
    effective_on date,
    confirm_by date,
    confirmed_on date,
    performed_on date,
    recorded_by text not null,
    version bigint not null default 1,
    constraint settlements_mediation unique (mediation_id)
);
create index settlements_case on settlements (case_id, id);
select platform.protect_tenant('settlements', 'SELECT, INSERT, UPDATE');

create table settlement_shares (
    id uuid primary key,
    settlement_id uuid not null references settlements (id),
    street_code text not null,
    division_code text not null,
    head text not null,
    total numeric(18, 2) not null check (total > 0 and total < 'Infinity'),
    party text not null,
    weight numeric(18, 6) not null check (weight >= 0),
    amount numeric(18, 2) not null check (amount >= 0 and amount < 'Infinity'),
    constraint settlement_shares_once unique (settlement_id, head, party)
);
select platform.seal_rows('settlement_shares', 'id');
select platform.protect_tenant('settlement_shares', 'SELECT, INSERT', 'SELECT, INSERT');

create table settlement_signatures (
    id uuid primary key,
    settlement_id uuid not null references settlements (id),
    street_code text not null,
    division_code text not null,
    signer text not null,
    signed_on date not null,
    document_hash text not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint settlement_signatures_once unique (settlement_id, signer)
);
select platform.seal_rows('settlement_signatures', 'id');
select platform.protect_tenant('settlement_signatures', 'SELECT, INSERT', 'SELECT, INSERT');
