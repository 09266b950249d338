-- The payments of a cost agreement are collected as a campaign of its own: the bills are what the households signed
-- (RAISE-23), not area × price, and nothing starts at half.
alter table campaigns
    add column agreement_id uuid unique references cost_agreements (id),
    alter column unit_price drop not null,
    drop constraint campaigns_trigger_rule_check,
    add constraint campaigns_trigger_rule check (trigger_rule in ('AMOUNT', 'HOUSEHOLD_COUNT', 'NONE')),
    add constraint campaigns_price_or_agreement check (
        (unit_price is null) = (agreement_id is not null) and (trigger_rule = 'NONE') = (agreement_id is not null));

-- RAISE-24: who did not pay joins later, once, at the share that he would have had.
create table late_joins (
    id uuid primary key,
    agreement_id uuid not null references cost_agreements (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    rule text not null check (rule in ('CREDIT_PAYERS', 'KEEP_AS_RESERVE')),
    bank_line_id uuid not null,
    booked_at timestamptz not null,
    joined_on date not null,
    recorded_by text not null,
    recorded_at timestamptz not null default now(),
    unique (agreement_id, unit_id)
);
create index late_joins_list on late_joins (agreement_id, id);
select platform.protect_tenant('late_joins', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on late_joins
    execute function platform.refuse_change();
select platform.seal_rows('late_joins', 'id');

-- What each of the others bears less for it; the parts are the joiner's payment, to the fen.
create table late_join_parts (
    join_id uuid not null references late_joins (id),
    bill_id uuid not null references bills (id),
    street_code text not null,
    division_code text not null,
    amount numeric(18, 2) not null check (amount >= 0 and amount < 'Infinity'), -- The bill falls by it.
    credited numeric(18, 2) not null check (credited >= 0 and credited <= amount), -- Paid already: his credit.
    primary key (join_id, bill_id)
);
select platform.protect_tenant('late_join_parts', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on late_join_parts
    execute function platform.refuse_change();
