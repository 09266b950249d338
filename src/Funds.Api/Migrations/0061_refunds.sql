-- Money back to a household: one asks, another approves, the bank pays (FUND-27, FUND-28). What was paid is the most
-- that can come back; the check under the book's lock is in the service, these are its last line.
create table refunds (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    account_id uuid not null references bank_accounts (id),
    bill_id uuid not null references bills (id),
    street_code text not null,
    division_code text not null,
    kind text not null check (kind in ('REQUESTED', 'SURPLUS')),
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    reason text not null,
    status text not null check (status in ('PENDING', 'APPROVED', 'PAID', 'CANCELLED')),
    created_by text not null,
    approved_by text,
    bank_serial text,
    paid_at timestamptz,
    from_bill numeric(18, 2) not null default 0 check (from_bill >= 0 and from_bill < 'Infinity'),
    from_credit numeric(18, 2) not null default 0 check (from_credit >= 0 and from_credit < 'Infinity'),
    version bigint not null default 1,
    created_at timestamptz not null,
    unique (account_id, bank_serial),
    check (approved_by <> created_by), -- Never one's own judge.
    check (status not in ('APPROVED', 'PAID') or approved_by is not null),
    check ((status = 'PAID') = (bank_serial is not null) and (status = 'PAID') = (paid_at is not null)),
    check (from_bill + from_credit = case when status = 'PAID' then amount else 0 end)
);
create index refunds_list on refunds (street_code, campaign_id, id);
create index refunds_bill on refunds (bill_id) where status in ('PENDING', 'APPROVED');
select platform.protect_tenant('refunds', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

alter table bank_lines drop constraint bank_lines_source_check,
    add constraint bank_lines_source_check
        check (source in ('IMPORT', 'SINGLE', 'SPENDING', 'REPAYMENT', 'FUND', 'REFUND'));

-- A credit that paid another bill of the same household (002-11).
create table credit_applications (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    from_bill_id uuid not null references bills (id),
    to_bill_id uuid not null references bills (id),
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    reason text not null,
    applied_by text not null,
    applied_at timestamptz not null default now(),
    check (from_bill_id <> to_bill_id)
);
select platform.protect_tenant('credit_applications', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on credit_applications
    execute function platform.refuse_change();
select platform.seal_rows('credit_applications', 'id');

-- RAISE-11: what is left when a campaign closes. SURPLUS is what a building gave back or kept of its collection (debit
-- balance), so that COLLECTION goes on saying what was collected; LIFT_RESERVE is what the owners keep for the lifts.
alter table ledger_accounts drop constraint ledger_accounts_kind,
    add constraint ledger_accounts_kind check (kind in ('BANK', 'SUSPENSE', 'OWNER_CREDIT', 'COLLECTION', 'WORKS',
        'ADVANCE_PAYABLE', 'UNIT_BALANCE', 'UNIT_RECEIVABLE', 'CONTRACTOR_PAYABLE', 'CONTRACTOR_UNFUNDED',
        'RESTRICTED_GRANT', 'SURPLUS', 'LIFT_RESERVE'));
