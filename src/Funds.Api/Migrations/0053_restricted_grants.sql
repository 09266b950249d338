-- What a foundation gives for some households only (RAISE-26, RAISE-27): it waits in an account of its own, which can
-- never be overdrawn, until it lowers what a matching household still owes or goes back.
alter table ledger_accounts
    drop constraint ledger_accounts_kind,
    drop constraint never_overdrawn,
    add constraint ledger_accounts_kind check (kind in ('BANK', 'SUSPENSE', 'OWNER_CREDIT', 'COLLECTION', 'WORKS',
        'ADVANCE_PAYABLE', 'UNIT_BALANCE', 'UNIT_RECEIVABLE', 'CONTRACTOR_PAYABLE', 'CONTRACTOR_UNFUNDED',
        'RESTRICTED_GRANT')),
    add constraint never_overdrawn check (case
        when kind in ('UNIT_BALANCE', 'CONTRACTOR_PAYABLE', 'CONTRACTOR_UNFUNDED', 'RESTRICTED_GRANT')
            then credits - debits >= held
        when kind = 'UNIT_RECEIVABLE' then debits - credits >= held
        else held = 0 end);

create table restricted_grants (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    account_id uuid not null references bank_accounts (id),
    foundation text not null,
    project text not null,
    credit_code text not null,
    agreement_hash text not null,
    beneficiaries text not null,
    min_age integer check (min_age between 1 and 150),
    living_alone boolean not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    applied numeric(18, 2) not null default 0 check (applied >= 0),
    returned numeric(18, 2) not null default 0 check (returned >= 0),
    bank_line_id uuid not null,
    version bigint not null,
    created_at timestamptz not null,
    check (applied + returned <= amount),
    check (living_alone or min_age is not null) -- Earmarked for everybody would be no earmark.
);
create index restricted_grants_list on restricted_grants (street_code, created_at desc, id desc);
select platform.protect_tenant('restricted_grants', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

create table grant_uses (
    id uuid primary key,
    grant_id uuid not null references restricted_grants (id),
    street_code text not null,
    division_code text not null,
    kind text not null check (kind in ('APPLIED', 'RETURNED')),
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    bill_id uuid references bills (id),
    evidence_hash text, -- Age and household stay with the paper: the row only says that they were looked at.
    bank_line_id uuid,
    recorded_by text not null,
    recorded_at timestamptz not null,
    check ((kind = 'APPLIED') = (bill_id is not null) and (kind = 'APPLIED') = (evidence_hash is not null)),
    check ((kind = 'RETURNED') = (bank_line_id is not null))
);
create index grant_uses_list on grant_uses (grant_id, id);
select platform.protect_tenant('grant_uses', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on grant_uses
    execute function platform.refuse_change();
select platform.seal_rows('grant_uses', 'id');
