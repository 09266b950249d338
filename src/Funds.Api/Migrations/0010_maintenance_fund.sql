-- What a fund knows of one exclusive part beside its ledger accounts: the initial deposit against which renewal is
-- measured (FUND-10), and how much of the deposits a seller of public housing paid (FUND-14). The part's id stays the
-- same when it is sold: the balance passes with the title (FUND-11).
create table unit_funds (
    book_id uuid not null references bank_accounts (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    building text not null,
    entrance text not null,
    room text not null,
    initial numeric(18, 2) not null default 0 check (initial >= 0 and initial < 'Infinity'),
    deposited numeric(18, 2) not null default 0 check (deposited >= 0 and deposited < 'Infinity'),
    by_seller numeric(18, 2) not null default 0 check (by_seller >= 0 and by_seller <= deposited),
    lost_on date, -- The house is gone (FUND-13): nothing moves any more.
    version bigint not null default 1,
    primary key (book_id, unit_id)
);
create index unit_funds_list on unit_funds (street_code, book_id, building, entrance, room);
select platform.protect_tenant('unit_funds', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- One row an act of bookkeeping; its transfers name it as their source.
create table fund_entries (
    id uuid primary key,
    book_id uuid not null references bank_accounts (id),
    street_code text not null,
    division_code text not null,
    kind text not null check (kind in ('INITIAL_DEPOSIT', 'RENEWAL_DEPOSIT', 'OPENING_BALANCE', 'INTEREST',
        'BOND_GAIN', 'COMMON_INCOME', 'LOSS_REFUND', 'REVERSAL')),
    amount numeric(18, 2) not null check (amount > 0 and amount < 'Infinity'),
    bank_line_id uuid not null, -- The money as the bank told it.
    booked_at timestamptz not null,
    note text not null,
    reverses uuid unique references fund_entries (id),
    recorded_by text not null,
    recorded_at timestamptz not null default now(),
    check ((kind = 'REVERSAL') = (reverses is not null))
);
create index fund_entries_list on fund_entries (street_code, book_id, id);
select platform.protect_tenant('fund_entries', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on fund_entries
    execute function platform.refuse_change();
select platform.seal_rows('fund_entries', 'id');

-- What each line of a deposit changed in unit_funds, so that a reversal takes back exactly that.
create table fund_entry_units (
    entry_id uuid not null references fund_entries (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    amount numeric(18, 2) not null check (amount >= 0 and amount < 'Infinity'),
    initial numeric(18, 2) not null default 0,
    by_seller numeric(18, 2) not null default 0,
    primary key (entry_id, unit_id)
);
select platform.protect_tenant('fund_entry_units', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on fund_entry_units
    execute function platform.refuse_change();

alter table bank_lines drop constraint bank_lines_source_check,
    add constraint bank_lines_source_check
        check (source in ('IMPORT', 'SINGLE', 'SPENDING', 'REPAYMENT', 'FUND'));

-- FUND-10: opened when a balance falls below the share of the initial deposit, closed when it is there again.
create table renewal_tasks (
    id uuid primary key,
    book_id uuid not null references bank_accounts (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    opened_on date not null,
    closed_on date,
    balance numeric(18, 2) not null, -- When it was opened.
    initial numeric(18, 2) not null,
    profile_id text not null,
    version bigint not null default 1
);
create unique index renewal_tasks_one_open on renewal_tasks (book_id, unit_id) where closed_on is null;
create index renewal_tasks_list on renewal_tasks (street_code, book_id, id);
select platform.protect_tenant('renewal_tasks', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
