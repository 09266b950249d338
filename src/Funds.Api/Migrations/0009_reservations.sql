-- A maintenance fund has a sub-account for every exclusive part (FUND-07), money that is spoken for before it moves
-- (pending and posted), and accounts that can never be overdrawn. All of it is held by the database.
alter table bank_accounts
    add column purpose text not null default 'SELF_RAISED' check (purpose in ('SELF_RAISED', 'MAINTENANCE_FUND')),
    add column custody text check (custody in ('HOUSING_AUTHORITY', 'ASSEMBLY')), -- FUND-06
    add constraint custody_of_funds check ((purpose = 'MAINTENANCE_FUND') = (custody is not null));
create unique index bank_accounts_one_fund on bank_accounts (estate_id) where purpose = 'MAINTENANCE_FUND';

alter table ledger_accounts
    add column unit_id uuid,
    add column held numeric(18, 2) not null default 0 check (held >= 0 and held < 'Infinity'),
    drop constraint ledger_accounts_kind_check,
    drop constraint ledger_accounts_book_id_kind_building_key,
    add constraint ledger_accounts_kind check (kind in ('BANK', 'SUSPENSE', 'OWNER_CREDIT', 'COLLECTION', 'WORKS',
        'ADVANCE_PAYABLE', 'UNIT_BALANCE', 'UNIT_RECEIVABLE', 'CONTRACTOR_PAYABLE', 'CONTRACTOR_UNFUNDED')),
    add constraint ledger_accounts_name unique nulls not distinct (book_id, kind, building, unit_id),
    add constraint units_have_accounts check ((kind in ('UNIT_BALANCE', 'UNIT_RECEIVABLE')) = (unit_id is not null)),
    -- Nobody spends what is not there or what is spoken for: one household's shortage is never another's money.
    add constraint never_overdrawn check (case
        when kind in ('UNIT_BALANCE', 'CONTRACTOR_PAYABLE', 'CONTRACTOR_UNFUNDED') then credits - debits >= held
        when kind = 'UNIT_RECEIVABLE' then debits - credits >= held
        else held = 0 end);
create index ledger_accounts_units on ledger_accounts (book_id, unit_id) where unit_id is not null;

-- Pending: money of one account that is promised until a day. Its end is a row of its own, so that both are facts.
create table ledger_reservations (
    id uuid primary key,
    book_id uuid not null,
    account_id uuid not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    kind text not null,
    source_id uuid not null,
    expires_on date not null, -- The last civil day on which it may be posted.
    recorded_at timestamptz not null default now(),
    street_code text not null,
    division_code text not null,
    foreign key (book_id, account_id) references ledger_accounts (book_id, id)
);
create index ledger_reservations_source on ledger_reservations (source_id);
create index ledger_reservations_account on ledger_reservations (account_id);
select platform.protect_tenant('ledger_reservations', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on ledger_reservations
    execute function platform.refuse_change();

create table ledger_reservation_ends (
    reservation_id uuid primary key references ledger_reservations (id), -- Ends once.
    outcome text not null check (outcome in ('POSTED', 'RELEASED', 'EXPIRED')),
    posted numeric(18, 2) not null check (posted >= 0 and posted < 'Infinity' and (posted > 0) = (outcome = 'POSTED')),
    recorded_at timestamptz not null default now(),
    street_code text not null,
    division_code text not null
);
select platform.protect_tenant('ledger_reservation_ends', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on ledger_reservation_ends
    execute function platform.refuse_change();

-- What has no end yet, for whoever looks for the expired: kept by the two triggers below and by nothing else.
create table open_reservations (
    reservation_id uuid primary key references ledger_reservations (id),
    street_code text not null,
    division_code text not null,
    expires_on date not null
);
create index open_reservations_expiry on open_reservations (street_code, expires_on);
select platform.protect_tenant('open_reservations', 'SELECT', 'SELECT');

create function ledger_reserve() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    update ledger_accounts a set held = a.held + s.amount
    from (select account_id, sum(amount) as amount from reserved group by account_id) s where a.id = s.account_id;
    insert into open_reservations select id, street_code, division_code, expires_on from reserved;
    return null;
end $$;
create trigger hold after insert on ledger_reservations
    referencing new table as reserved for each statement execute function ledger_reserve();

create function ledger_end_reservations() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    if exists (select 1 from ended e join ledger_reservations r on r.id = e.reservation_id
        where e.posted > r.amount or e.street_code <> r.street_code) then
        raise exception 'more than was reserved, or another office' using errcode = '23514';
    end if;
    update ledger_accounts a set held = a.held - s.amount
    from (select r.account_id, sum(r.amount) as amount from ended e join ledger_reservations r
        on r.id = e.reservation_id group by r.account_id) s where a.id = s.account_id;
    delete from open_reservations o using ended e where o.reservation_id = e.reservation_id;
    return null;
end $$;
create trigger let_go after insert on ledger_reservation_ends
    referencing new table as ended for each statement execute function ledger_end_reservations();

create or replace function ledger_guard_balances() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.debits <> 0 or new.credits <> 0 or new.entries <> 0 or new.head <> '\x' or new.held <> 0 then
            raise exception 'an account opens empty' using errcode = '42501';
        end if;
        return new;
    end if;
    if pg_trigger_depth() < 2 then
        raise exception 'balances follow the transfers and nothing else' using errcode = '42501';
    end if;
    return new;
end $$;

-- A transfer is taken back by its mirror, once, and by nothing else (FUND-27).
create table ledger_reversals (
    transfer_id uuid primary key,
    reversed_id uuid not null unique,
    recorded_at timestamptz not null default now(),
    street_code text not null,
    division_code text not null
);
create unique index ledger_transfers_id on ledger_transfers (id);
select platform.protect_tenant('ledger_reversals', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on ledger_reversals
    execute function platform.refuse_change();

create function ledger_check_reversals() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    if exists (select 1 from written w
        left join ledger_transfers m on m.id = w.transfer_id
        left join ledger_transfers o on o.id = w.reversed_id
        where (m.book_id, m.debit_id, m.credit_id, m.amount, m.street_code)
            is distinct from (o.book_id, o.credit_id, o.debit_id, o.amount, w.street_code)
            or m.id is null or exists (select 1 from ledger_reversals r where r.transfer_id = w.reversed_id)) then
        raise exception 'a reversal mirrors one transfer that is none itself' using errcode = '23514';
    end if;
    return null;
end $$;
create trigger mirrors after insert on ledger_reversals
    referencing new table as written for each statement execute function ledger_check_reversals();

select platform.seal_rows('ledger_reservations', 'id');
select platform.seal_rows('ledger_reservation_ends', 'reservation_id');
select platform.seal_rows('ledger_reversals', 'transfer_id');
