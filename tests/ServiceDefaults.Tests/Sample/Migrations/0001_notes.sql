create table notes (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    text text not null,
    amount numeric(18,2) not null,
    version bigint not null
);
create index notes_by_street on notes (street_code, id);
select platform.protect_tenant('notes');
create table effects (event_id uuid not null, at timestamptz not null default now());
select platform.grant_app('effects', 'SELECT');

create table effects_together (event_id uuid primary key, group_size integer not null);
select platform.grant_app('effects_together', 'SELECT');
