-- Which login is which owner, as Registry tells: an owner reads what his estate decided (PUB-05) and objects by himself
-- (PUB-02).
create table owner_accounts (
    estate_id uuid not null,
    subject text not null,
    owner_ref text not null,
    street_code text not null,
    division_code text not null,
    primary key (estate_id, subject, owner_ref)
);
select platform.protect_tenant('owner_accounts', 'SELECT', 'SELECT, INSERT');
