-- The day from which money counts for interest, where the bank states another one than the day of booking.
alter table bank_lines add column interest_on date;

-- What the bank says the account held (camt.053): reconciliation compares the book with it (FUND-25).
create table bank_statements (
    id uuid primary key,
    account_id uuid not null references bank_accounts (id),
    import_id uuid not null references statement_imports (id),
    street_code text not null,
    division_code text not null,
    reference text not null,
    opens_on date not null,
    closes_on date not null,
    opening numeric(18, 2) not null check (opening > '-Infinity' and opening < 'Infinity'),
    closing numeric(18, 2) not null check (closing > '-Infinity' and closing < 'Infinity'),
    recorded_at timestamptz not null default now()
);
create index bank_statements_day on bank_statements (account_id, closes_on);
select platform.protect_tenant('bank_statements', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on bank_statements
    execute function platform.refuse_change();
select platform.seal_rows('bank_statements', 'id');
