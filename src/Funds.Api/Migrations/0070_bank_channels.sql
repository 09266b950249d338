-- Systems of a bank or a payment institution that tell one account's payments by signed calls.
create table bank_channels (
    id uuid primary key,
    account_id uuid not null references bank_accounts (id),
    street_code text not null,
    division_code text not null,
    name text not null,
    kind text not null check (kind in ('BANK', 'PAYMENT_INSTITUTION')),
    licence_no text check ((licence_no is not null) = (kind = 'PAYMENT_INSTITUTION')),
    secret bytea not null,
    previous_secret bytea,
    previous_until timestamptz check ((previous_until is null) = (previous_secret is null)),
    created_at timestamptz not null,
    ended_at timestamptz,
    version bigint not null
);
create index bank_channels_account on bank_channels (account_id, id);
select platform.protect_tenant('bank_channels', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE');
