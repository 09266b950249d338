-- The mirror ledger (FUND-28): the platform never holds money, it mirrors a dedicated bank account.
create table bank_accounts (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    name text not null,
    bank_name text not null,
    number_cipher bytea not null, -- A financial account is sensitive data (PRIV-04).
    number_hash bytea not null,
    number_tail text not null,
    version bigint not null,
    created_at timestamptz not null,
    unique (street_code, number_hash)
);
create index bank_accounts_list on bank_accounts (street_code, id);
select platform.protect_tenant('bank_accounts', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- One row per account of a book; a book is the ledger of one dedicated account. Only the trigger below moves the
-- balances, so a balance is always the sum of its transfers, whatever a service does.
create table ledger_accounts (
    id uuid primary key,
    book_id uuid not null references bank_accounts (id),
    kind text not null
        check (kind in ('BANK', 'SUSPENSE', 'OWNER_CREDIT', 'COLLECTION', 'WORKS', 'ADVANCE_PAYABLE')),
    building text not null default '',
    street_code text not null,
    division_code text not null,
    debits numeric(18, 2) not null default 0,
    credits numeric(18, 2) not null default 0,
    entries bigint not null default 0,
    head bytea not null default '\x',
    unique (book_id, kind, building),
    unique (book_id, id),
    check (debits >= 0 and credits >= 0 and debits < 'Infinity' and credits < 'Infinity')
);
select platform.protect_tenant('ledger_accounts', 'SELECT, INSERT', 'SELECT, INSERT');

-- One row is one transfer: an entry that does not balance cannot be written down.
create table ledger_transfers (
    seq bigint generated always as identity primary key,
    id uuid not null,
    block_id uuid not null,
    book_id uuid not null,
    debit_id uuid not null,
    credit_id uuid not null,
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'), -- NaN > 0 holds, NaN < Infinity not.
    kind text not null,
    source_id uuid not null,
    booked_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    street_code text not null,
    division_code text not null,
    check (debit_id <> credit_id),
    foreign key (book_id, debit_id) references ledger_accounts (book_id, id),
    foreign key (book_id, credit_id) references ledger_accounts (book_id, id)
);
create index ledger_transfers_debit on ledger_transfers (debit_id, seq);
create index ledger_transfers_credit on ledger_transfers (credit_id, seq);
create index ledger_transfers_source on ledger_transfers (source_id);
select platform.protect_tenant('ledger_transfers', 'SELECT, INSERT', 'SELECT, INSERT');

-- Append-only for everybody: the app and worker logins lack the privilege, and the trigger refuses the owner too.
create trigger append_only before update or delete or truncate on ledger_transfers
    execute function platform.refuse_change();

-- Balances and chain heads follow once a statement, not once a row: a batch of 128 payments costs one update an
-- account. head = sha256(head || block); a block is what one statement posted to the account, in order.
create function ledger_apply() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update ledger_accounts a
    set debits = a.debits + s.debits, credits = a.credits + s.credits, entries = a.entries + s.entries,
        head = sha256(a.head || convert_to(s.block, 'UTF8'))
    from (
        select account_id, sum(debit) as debits, sum(credit) as credits, count(*) as entries,
            string_agg(format('%s|%s|%s|%s|%s', id, other_id, debit, credit, source_id), E'\n' order by seq) as block
        from (
            select seq, id, source_id, debit_id as account_id, credit_id as other_id, amount as debit, 0.00 as credit
            from posted
            union all
            select seq, id, source_id, credit_id, debit_id, 0.00, amount from posted) legs
        group by account_id) s
    where a.id = s.account_id;
    return null;
end $$;
create trigger apply_to_balances after insert on ledger_transfers
    referencing new table as posted for each statement execute function ledger_apply();

create function ledger_guard_balances() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.debits <> 0 or new.credits <> 0 or new.entries <> 0 or new.head <> '\x' then
            raise exception 'an account opens empty' using errcode = '42501';
        end if;
        return new;
    end if;
    if pg_trigger_depth() < 2 then
        raise exception 'balances follow the transfers and nothing else' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger only_by_transfers before insert or update on ledger_accounts
    for each row execute function ledger_guard_balances();
create trigger append_only before delete or truncate on ledger_accounts
    execute function platform.refuse_change();

-- A statement of account: every transfer seen from each of its two accounts, with the running balance.
create view ledger_statements with (security_invoker = true) as
select a.book_id, a.id as account_id, a.kind, a.building, t.seq, t.id as transfer_id, t.kind as transfer_kind,
    t.source_id, t.booked_at,
    case when t.debit_id = a.id then t.amount else 0.00 end as debit,
    case when t.credit_id = a.id then t.amount else 0.00 end as credit,
    sum(case when t.debit_id = a.id then t.amount else -t.amount end)
        over (partition by a.id order by t.seq) as balance
from ledger_accounts a join ledger_transfers t on a.id in (t.debit_id, t.credit_id);
select platform.grant_app('ledger_statements', 'SELECT', 'SELECT');
