-- Who paid for whom (RAISE-08): the debtor of a bill stays its household, the payer may be a tenant. The payer's name
-- stays where the bank said it, encrypted in bank_lines; here stands only what he is to the household.
create table bill_receipts (
    id uuid primary key,
    bill_id uuid not null references bills (id),
    campaign_id uuid not null references campaigns (id),
    street_code text not null,
    division_code text not null,
    no integer not null check (no >= 1),
    line_id uuid not null references bank_lines (id),
    payer_kind text not null check (payer_kind in ('OWNER', 'TENANT', 'OTHER')),
    to_bill numeric(18, 2) not null check (to_bill >= 0 and to_bill < 'Infinity'),
    to_credit numeric(18, 2) not null check (to_credit >= 0 and to_credit < 'Infinity'),
    paid_at timestamptz not null,
    issued_by text not null,
    issued_at timestamptz not null default now(),
    unique (campaign_id, no),
    unique (bill_id, line_id), -- One receipt for one payment, whoever asks again.
    check (to_bill + to_credit > 0)
);
select platform.protect_tenant('bill_receipts', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on bill_receipts
    execute function platform.refuse_change();
select platform.seal_rows('bill_receipts', 'id');
