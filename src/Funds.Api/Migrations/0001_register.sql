-- What Funds knows of the other services, kept from their events: codes, areas and owner refs, no person.
-- Events arrive in any order, so no table here refers to another.
create table estates (
    estate_id uuid primary key,
    street_code text not null,
    division_code text not null,
    name text not null,
    units integer not null,
    area numeric(14, 2) not null,
    version bigint not null
);
-- The name of an estate is a place; the public page shows it (T0).
select platform.grant_app('estates', 'SELECT');

create table units (
    unit_id uuid primary key,
    estate_id uuid not null,
    street_code text not null,
    division_code text not null,
    building text not null,
    entrance text not null,
    room text not null,
    floor integer not null,
    area numeric(12, 2) not null check (area > 0),
    kind text not null,
    version bigint not null
);
create index units_estate on units (street_code, estate_id, building);
select platform.protect_tenant('units', 'SELECT');

-- Apart from units, because a transfer may arrive before the unit does.
create table unit_holders (
    unit_id uuid primary key,
    estate_id uuid not null,
    owner_refs text[] not null,
    sale_status text not null,
    version bigint not null
);
create index unit_holders_owner on unit_holders using gin (owner_refs);
select platform.grant_app('unit_holders', 'SELECT');

create table owner_accounts (
    estate_id uuid not null,
    subject text not null,
    owner_ref text not null,
    primary key (estate_id, subject, owner_ref)
);
select platform.grant_app('owner_accounts', 'SELECT');

create table decisions (
    decision_id uuid primary key,
    estate_id uuid not null,
    street_code text not null,
    case_id uuid,
    matter_code text not null,
    scope text not null,
    building text,
    effective_on date not null,
    revoked boolean not null default false
);
select platform.grant_app('decisions', 'SELECT');

-- Lift states are public (T0).
create table lifts (
    lift_id uuid primary key,
    project_id uuid not null,
    estate_id uuid not null,
    case_id uuid,
    building text not null,
    lift_no text not null,
    state text not null,
    version bigint not null
);
create index lifts_estate on lifts (estate_id, building, lift_no);
select platform.grant_app('lifts', 'SELECT');
