-- Requests of residents (诉求工单). The reporter is ciphered; hashes find him again without reading him.
create table cases (
    id uuid primary key,
    street_code text not null check (street_code ~ '^[0-9]{9}$'),
    division_code text not null check (division_code like street_code || '%'),
    number text not null unique,
    status text not null,
    channel text not null,
    type text not null,
    matter text not null,
    description text not null check (length(description) between 1 and 4000),
    received_at timestamptz not null,
    registered_at timestamptz not null,
    registered_by text not null,
    estate_id uuid,
    building text,
    address text,
    reporter_name bytea,
    reporter_phone bytea,
    reporter_name_hash bytea,
    reporter_phone_hash bytea,
    version bigint not null default 1
);
create index cases_list on cases (street_code, received_at desc, id desc);
create index cases_estate on cases (street_code, estate_id, received_at desc, id desc) where estate_id is not null;
create index cases_phone on cases (street_code, reporter_phone_hash) where reporter_phone_hash is not null;
select platform.protect_tenant('cases');

-- Phone-friendly numbers, leased a hundred at a time per replica; gaps are fine.
create table number_blocks (
    street_code text not null,
    year integer not null,
    next bigint not null,
    primary key (street_code, year)
);
select platform.grant_app('number_blocks', 'SELECT,INSERT,UPDATE');
