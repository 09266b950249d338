-- FUND-25: periods of an account, compared with the bank. Rows are facts: a comparison says what was seen, a closed
-- period what was shut. The day stands on the account too, where every posting finds it with the lock that it takes.
alter table bank_accounts add column closed_until date;

create table reconciliations (
    id uuid primary key,
    account_id uuid not null references bank_accounts (id),
    street_code text not null,
    division_code text not null,
    from_on date not null,
    to_on date not null,
    bank_balance numeric(18, 2) not null check (bank_balance > '-Infinity' and bank_balance < 'Infinity'),
    balance_source text not null check (balance_source in ('STATEMENT', 'STATED')),
    statement_id uuid references bank_statements (id),
    ledger_balance numeric(18, 2) not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    check (from_on <= to_on)
);
create index reconciliations_list on reconciliations (account_id, id);
select platform.protect_tenant('reconciliations', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on reconciliations
    execute function platform.refuse_change();
select platform.seal_rows('reconciliations', 'id');

create table closed_periods (
    account_id uuid not null references bank_accounts (id),
    from_on date not null,
    to_on date not null,
    reconciliation_id uuid not null unique references reconciliations (id),
    street_code text not null,
    division_code text not null,
    bank_balance numeric(18, 2) not null,
    ledger_balance numeric(18, 2) not null,
    closed_by text not null,
    closed_at timestamptz not null default now(),
    note text not null,
    primary key (account_id, from_on),
    unique (account_id, to_on),
    check (from_on <= to_on and bank_balance = ledger_balance)
);
select platform.protect_tenant('closed_periods', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on closed_periods
    execute function platform.refuse_change();
select platform.seal_rows('closed_periods', 'reconciliation_id');

-- Which lines that we booked first the bank has told since: the others may be the difference.
create table bank_line_confirmations (
    line_id uuid primary key references bank_lines (id),
    import_id uuid not null references statement_imports (id),
    street_code text not null,
    division_code text not null
);
select platform.protect_tenant('bank_line_confirmations', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on bank_line_confirmations
    execute function platform.refuse_change();

-- A closed day stays closed, and no entry of the BANK account, which was reconciled, is dated into it, whoever writes.
create function closed_until_grows() returns trigger language plpgsql as $$
begin
    if new.closed_until is null or new.closed_until < old.closed_until then
        raise exception 'a closed period stays closed' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger only_forward before update on bank_accounts for each row
    when (old.closed_until is not null and new.closed_until is distinct from old.closed_until)
    execute function closed_until_grows();

create function ledger_refuse_closed() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    if exists (select 1 from posted p join bank_accounts a on a.id = p.book_id
        join ledger_accounts bank on bank.id in (p.debit_id, p.credit_id) and bank.kind = 'BANK'
        where (p.booked_at at time zone 'Asia/Shanghai')::date <= a.closed_until) then
        raise exception 'the period of an entry is closed' using errcode = '42501';
    end if;
    return null;
end $$;
create trigger into_open_periods after insert on ledger_transfers
    referencing new table as posted for each statement execute function ledger_refuse_closed();
