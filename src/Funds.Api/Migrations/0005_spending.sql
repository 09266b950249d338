-- Public (T0): companies and amounts, no household and no person.
create table advances (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    building text not null,
    company text not null,
    purpose text not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    repaid numeric(18, 2) not null default 0 check (repaid >= 0 and repaid <= amount),
    advanced_on date not null,
    seq bigint generated always as identity -- Oldest first (RAISE-06).
);
create index advances_campaign on advances (campaign_id, building, seq);
select platform.grant_app('advances', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

create table spendings (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    building text not null,
    kind text not null check (kind in ('WORKS', 'ADVANCE_REPAYMENT')),
    payee text not null,
    purpose text not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    paid_on date not null,
    bank_serial text
);
create index spendings_campaign on spendings (campaign_id, paid_on, id);
select platform.grant_app('spendings', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on spendings
    execute function platform.refuse_change();

-- Instalments that are due to the contractor and not yet paid: reserved before any repayment.
create table instalments (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    building text not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    paid numeric(18, 2) not null default 0 check (paid >= 0 and paid <= amount),
    due_on date not null,
    seq bigint generated always as identity
);
create index instalments_campaign on instalments (campaign_id, building, seq);
select platform.grant_app('instalments', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
