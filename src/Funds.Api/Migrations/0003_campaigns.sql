create table campaigns (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    account_id uuid not null references bank_accounts (id),
    case_id uuid,
    decision_id uuid,
    title text not null,
    unit_price numeric(18, 2) not null check (unit_price > 0 and unit_price < 'Infinity'),
    trigger_rule text not null check (trigger_rule in ('AMOUNT', 'HOUSEHOLD_COUNT')),
    surplus_rule text not null,
    status text not null check (status in ('DRAFT', 'OPEN', 'CLOSED')),
    opened_on date,
    closed_on date,
    events bigint not null default 0, -- Version of the last event told; one an event, so that none looks stale.
    version bigint not null,
    created_at timestamptz not null
);
-- A memo names a household and not a campaign, so an account collects for one campaign at a time.
create unique index campaigns_one_open on campaigns (account_id) where status = 'OPEN';
create index campaigns_list on campaigns (street_code, id);
select platform.protect_tenant('campaigns', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

create table bills (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    street_code text not null,
    division_code text not null,
    unit_id uuid not null,
    building text not null,
    entrance text not null,
    room text not null,
    area numeric(12, 2) not null,
    debtor text not null check (debtor in ('OWNER', 'DEVELOPER')),
    amount numeric(18, 2) not null check (amount >= 0 and amount < 'Infinity'),
    paid numeric(18, 2) not null default 0 check (paid >= 0 and paid <= amount),
    credit numeric(18, 2) not null default 0 check (credit >= 0 and credit < 'Infinity'),
    version bigint not null default 1,
    unique (campaign_id, unit_id),
    unique (campaign_id, building, entrance, room)
) with (fillfactor = 80);
select platform.protect_tenant('bills', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- T0: totals only, no household stands in the tables below; they are public and therefore without a tenant policy.
create table building_totals (
    campaign_id uuid not null references campaigns (id),
    building text not null,
    receivable numeric(18, 2) not null,
    households integer not null,
    collected numeric(18, 2) not null default 0 check (collected >= 0 and collected <= receivable),
    households_paid integer not null default 0 check (households_paid between 0 and households),
    advanced numeric(18, 2) not null default 0 check (advanced >= 0),
    repaid numeric(18, 2) not null default 0 check (repaid >= 0 and repaid <= advanced),
    spent numeric(18, 2) not null default 0 check (spent >= 0),
    below_trigger boolean not null default false,
    primary key (campaign_id, building)
) with (fillfactor = 50);
select platform.grant_app('building_totals', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- RAISE-03: once for ever, by the key.
create table thresholds (
    campaign_id uuid not null,
    building text not null,
    bank_serial text not null,
    booked_at timestamptz not null,
    collected numeric(18, 2) not null,
    receivable numeric(18, 2) not null,
    recorded_at timestamptz not null default now(),
    primary key (campaign_id, building)
);
select platform.grant_app('thresholds', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on thresholds
    execute function platform.refuse_change();

create table public_campaigns (
    campaign_id uuid primary key references campaigns (id),
    street_code text not null,
    estate_id uuid not null,
    title text not null,
    unit_price numeric(18, 2) not null,
    status text not null,
    opened_on date not null,
    closed_on date
);
select platform.grant_app('public_campaigns', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
