-- How an account's bank writes its CSV. A change is a new row: which mapping an old import was read by stays known.
create table statement_mappings (
    account_id uuid not null references bank_accounts (id),
    version bigint not null check (version >= 1),
    street_code text not null,
    division_code text not null,
    mapping jsonb not null,
    set_by text not null,
    set_at timestamptz not null default now(),
    primary key (account_id, version)
);
select platform.protect_tenant('statement_mappings', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on statement_mappings
    execute function platform.refuse_change();
