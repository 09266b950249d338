-- What others bear of a lift: the subsidy is claimed once the lift is registered (step 20), and what comes in is money
-- of its building beside what the households pay (RAISE-21).
create table subsidy_claims (
    id uuid primary key,
    agreement_id uuid not null unique references cost_agreements (id), -- Claimed once.
    street_code text not null,
    division_code text not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    registration_number text not null check (registration_number <> ''),
    registered_on date not null,
    claimed_on date not null,
    recorded_by text not null,
    recorded_at timestamptz not null default now(),
    check (registered_on <= claimed_on)
);
select platform.protect_tenant('subsidy_claims', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on subsidy_claims
    execute function platform.refuse_change();
select platform.seal_rows('subsidy_claims', 'id');

create table support_receipts (
    id uuid primary key,
    agreement_id uuid not null references cost_agreements (id),
    street_code text not null,
    division_code text not null,
    kind text not null check (kind in ('SUBSIDY', 'GRANT')),
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    bank_line_id uuid not null,
    booked_at timestamptz not null,
    recorded_by text not null,
    recorded_at timestamptz not null default now()
);
create index support_receipts_list on support_receipts (agreement_id, id);
select platform.protect_tenant('support_receipts', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on support_receipts
    execute function platform.refuse_change();
select platform.seal_rows('support_receipts', 'id');

alter table building_totals
    add column supported numeric(18, 2) not null default 0 check (supported >= 0 and supported < 'Infinity');
