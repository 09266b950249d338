-- LIFT-05: one invoice that several works projects bear together, booked once and split by the weights they agreed.
create table shared_costs (
    id uuid primary key,
    estate_id uuid not null,
    street_code text not null,
    division_code text not null,
    repair_project_id uuid not null,
    contractor text not null,
    invoice_number text not null,
    document_hash text not null,
    purpose text not null,
    total numeric(18, 2) not null check (total > 0 and total < 'Infinity'),
    status text not null check (status in ('PROPOSED', 'APPROVED', 'PAID', 'CANCELLED')),
    created_by text not null,
    created_at timestamptz not null,
    approved_by text,
    version bigint not null default 1,
    check (approved_by <> created_by), -- Never one's own judge.
    check (status not in ('APPROVED', 'PAID') or approved_by is not null)
);
-- The same invoice cannot be booked twice; one that was cancelled may come again.
create unique index shared_costs_invoice on shared_costs (street_code, contractor, invoice_number)
    where status <> 'CANCELLED';
create index shared_costs_list on shared_costs (street_code, estate_id, created_at desc, id desc);
select platform.protect_tenant('shared_costs', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

create table shared_cost_parts (
    id uuid primary key,
    shared_cost_id uuid not null references shared_costs (id),
    street_code text not null,
    division_code text not null,
    project_id uuid not null,
    campaign_id uuid not null references campaigns (id),
    building text not null,
    weight numeric(18, 6) not null check (weight > 0),
    share numeric(18, 2) not null check (share > 0 and share < 'Infinity'),
    spending_id uuid unique references spendings (id),
    bank_serial text,
    constraint shared_cost_parts_project unique (shared_cost_id, project_id),
    constraint shared_cost_parts_building unique (shared_cost_id, campaign_id, building),
    check ((spending_id is null) = (bank_serial is null))
);
select platform.protect_tenant('shared_cost_parts', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
