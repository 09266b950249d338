-- Final shares, what households paid up, and the payments of the contractor (FUND-18 to FUND-23).
create table spend_shares (
    id uuid primary key,
    request_id uuid not null references spend_requests (id),
    street_code text not null,
    division_code text not null,
    unit_id uuid not null,
    building text not null,
    entrance text not null,
    room text not null,
    area numeric(12, 2) not null,
    weight numeric(18, 6) not null,
    debtor text not null check (debtor in ('OWNER', 'DEVELOPER')),
    amount numeric(18, 2) not null check (amount >= 0 and amount < 'Infinity'),
    seller_part numeric(18, 2) not null check (seller_part >= 0 and seller_part <= amount),
    funded numeric(18, 2) not null check (funded >= 0 and funded <= amount), -- From the balance; the rest is owed.
    unique (request_id, unit_id)
);
select platform.protect_tenant('spend_shares', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on spend_shares
    execute function platform.refuse_change();
select platform.seal_rows('spend_shares', 'id');

create table spend_top_ups (
    id uuid primary key,
    request_id uuid not null references spend_requests (id),
    street_code text not null,
    division_code text not null,
    unit_id uuid not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    bank_line_id uuid not null,
    booked_at timestamptz not null,
    recorded_by text not null,
    recorded_at timestamptz not null default now(),
    foreign key (request_id, unit_id) references spend_shares (request_id, unit_id)
);
create index spend_top_ups_share on spend_top_ups (request_id, unit_id);
select platform.protect_tenant('spend_top_ups', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on spend_top_ups
    execute function platform.refuse_change();
select platform.seal_rows('spend_top_ups', 'id');

create table spend_payouts (
    id uuid primary key,
    request_id uuid not null references spend_requests (id),
    street_code text not null,
    division_code text not null,
    kind text not null check (kind in ('INSTALMENT', 'RETENTION')),
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    status text not null check (status in ('PENDING', 'APPROVED', 'PAID', 'CANCELLED')),
    created_by text not null,
    approved_by text,
    held_until date,
    bank_serial text,
    paid_at timestamptz,
    version bigint not null,
    created_at timestamptz not null,
    check (approved_by <> created_by), -- Never one's own judge.
    check (status not in ('APPROVED', 'PAID') or (approved_by is not null and held_until is not null)),
    check ((status = 'PAID') = (bank_serial is not null) and (status = 'PAID') = (paid_at is not null))
);
create index spend_payouts_request on spend_payouts (request_id, id);
select platform.protect_tenant('spend_payouts', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
