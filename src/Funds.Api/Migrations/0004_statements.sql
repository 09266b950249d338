create table statement_imports (
    id uuid primary key,
    account_id uuid not null references bank_accounts (id),
    street_code text not null,
    division_code text not null,
    lines integer not null,
    new_lines integer not null,
    duplicates integer not null,
    status text not null check (status in ('POSTING', 'DONE')),
    seq bigint generated always as identity, -- Imports of one account are posted in this order.
    imported_by text not null,
    request_hash bytea not null unique, -- Caller, route and Idempotency-Key: a twin finds this import, even after a crash.
    body_hash bytea not null,
    answer text, -- As first given, for twins.
    traceparent text not null, -- Of the upload: what its lines cause belongs to the same trace.
    created_at timestamptz not null default now(),
    finished_at timestamptz
);
create index statement_imports_open on statement_imports (account_id, seq) where status = 'POSTING';
select platform.protect_tenant('statement_imports', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- Staged and posted lines in one table, so that one unique key holds a serial to one effect (EVT-02).
create table bank_lines (
    id uuid primary key,
    account_id uuid not null references bank_accounts (id),
    serial text not null,
    street_code text not null,
    division_code text not null,
    booked_at timestamptz not null,
    amount numeric(18, 2) not null check (amount <> 0 and amount > '-Infinity' and amount < 'Infinity'),
    counterparty bytea, -- Encrypted, like the memo: personal data.
    memo bytea,
    content_hash bytea, -- HMAC of all that the bank said; null where we booked the line before the bank told it.
    building text,
    entrance text,
    room text,
    says_refund boolean not null,
    source text not null check (source in ('IMPORT', 'SINGLE', 'SPENDING', 'REPAYMENT')),
    import_id uuid references statement_imports (id),
    line_no integer,
    outcome text, -- Null while staged.
    bill_id uuid,
    to_bill numeric(18, 2),
    to_credit numeric(18, 2),
    to_suspense numeric(18, 2),
    posted_at timestamptz,
    unique (account_id, serial)
) with (fillfactor = 80);
create index bank_lines_staged on bank_lines (import_id, line_no) where outcome is null;
create index bank_lines_import on bank_lines (import_id) where import_id is not null;
select platform.protect_tenant('bank_lines', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');

-- A posted line is a fact: nobody changes what the bank said or where it went.
create function bank_lines_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.outcome is null
        and (new.account_id, new.serial, new.amount, new.booked_at)
        = (old.account_id, old.serial, old.amount, old.booked_at) then
        return new;
    end if;
    raise exception 'a bank line is append-only' using errcode = '42501';
end $$;
create trigger append_only before update or delete on bank_lines
    for each row execute function bank_lines_guard();

create table suspense_lines (
    id uuid primary key references bank_lines (id),
    account_id uuid not null,
    street_code text not null,
    division_code text not null,
    amount numeric(18, 2) not null,
    status text not null check (status in ('OPEN', 'ASSIGNED')),
    bill_id uuid,
    assigned_by text,
    assigned_at timestamptz,
    reason text,
    version bigint not null default 1
);
create index suspense_lines_open on suspense_lines (street_code, account_id, id) where status = 'OPEN';
select platform.protect_tenant('suspense_lines', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
