-- The public page of an account over a year, half or quarter (FUND-25): as a daily page, immutable and chained, in the
-- order of closing, because an earlier period may be corrected after a later one was closed.
create table period_pages (
    id uuid primary key,
    seq bigint generated always as identity unique,
    account_id uuid not null references bank_accounts (id),
    estate_id uuid not null,
    street_code text not null,
    from_day date not null,
    through_day date not null check (through_day > from_day),
    version integer not null check (version >= 1),
    reason text,
    content text not null, -- The exact text that is hashed.
    previous_hash bytea not null,
    hash bytea not null,
    closed_at timestamptz not null default now(),
    unique (account_id, through_day, version),
    unique (account_id, previous_hash), -- No page has two after it.
    check (version = 1 or reason is not null),
    check (hash = sha256(previous_hash || convert_to(content, 'UTF8')))
);
select platform.grant_app('period_pages', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on period_pages
    execute function platform.refuse_change();

-- T0 as 0008 has it: read by all, written by the account's own office only.
alter table period_pages enable row level security;
do $$ begin
    execute format('create policy public_totals on period_pages for select to %I using (true)', platform.app_role());
    execute format('create policy own_account on period_pages to %I using (exists (select 1 from bank_accounts b '
        'where b.id = account_id)) with check (exists (select 1 from bank_accounts b where b.id = account_id '
        'and b.street_code = period_pages.street_code))', platform.app_role());
end $$;
select platform.seal_rows('period_pages', 'id');
