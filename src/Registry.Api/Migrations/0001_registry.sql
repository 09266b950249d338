-- The register of divisions, estates, exclusive parts and owners (楼盘表).

-- Public reference data, no tenant's: everybody reads it. The parent is the code's own prefix.
create table divisions (
    code text primary key check (code ~ '^[0-9]+$' and length(code) in (2, 4, 6, 9, 12)),
    name text not null check (name <> ''),
    parent_code text generated always as (
        case length(code) when 4 then left(code, 2) when 6 then left(code, 4)
            when 9 then left(code, 6) when 12 then left(code, 9) end) stored,
    version bigint not null default 1
);
create index divisions_by_parent on divisions (parent_code, code);
select platform.grant_app('divisions', 'SELECT, INSERT, UPDATE');

create table estates (
    id uuid primary key,
    street_code text not null check (street_code ~ '^[0-9]{9}$'),
    division_code text not null references divisions (code),
    name text not null,
    units int not null check (units >= 0),
    area numeric(12,2) not null check (area >= 0),
    version bigint not null,
    created_at timestamptz not null,
    unique (division_code, name),
    check (left(division_code, 9) = street_code)
);
create index estates_by_street on estates (street_code, id);
select platform.protect_tenant('estates');

create table buildings (
    estate_id uuid not null references estates (id),
    code text not null,
    street_code text not null,
    division_code text not null,
    sort_key text collate "C" not null,
    primary key (estate_id, code)
);
select platform.protect_tenant('buildings');

-- 单元. A building that has one stairwell only may have a single entrance with an empty code.
create table entrances (
    estate_id uuid not null,
    building text not null,
    code text not null,
    street_code text not null,
    division_code text not null,
    primary key (estate_id, building, code),
    foreign key (estate_id, building) references buildings (estate_id, code)
);
select platform.protect_tenant('entrances');

-- 专有部分. Areas as registered (VOTE-10).
create table units (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null references estates (id),
    building text not null,
    entrance text not null,
    room text not null,
    sort_key text collate "C" not null,
    floor int not null,
    area numeric(12,2) not null check (area > 0),
    area_source text not null check (area_source in ('REGISTER', 'SURVEY', 'CONTRACT')),
    kind text not null check (kind in ('FLAT', 'SHOP', 'PARKING', 'OTHER')),
    sale_status text not null check (sale_status in ('SOLD', 'UNSOLD', 'SOLD_NOT_DELIVERED')),
    version bigint not null,
    unique (estate_id, building, entrance, room),
    foreign key (estate_id, building, entrance) references entrances (estate_id, building, code)
);
create index units_by_street on units (street_code, estate_id, sort_key, id);
select platform.protect_tenant('units');

-- Names and phones are ciphertext bound to the row; the hashes serve exact look-up and comparison.
create table owners (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null references estates (id),
    ref text not null,
    name bytea not null,
    name_hash bytea not null,
    phone bytea,
    phone_hash bytea,
    unique (estate_id, ref),
    check ((phone is null) = (phone_hash is null))
);
create index owners_by_name on owners (street_code, name_hash);
create index owners_by_phone on owners (street_code, phone_hash);
select platform.protect_tenant('owners');

-- Who holds which part now; several holders of one part are co-owners.
create table holdings (
    unit_id uuid not null references units (id),
    owner_id uuid not null references owners (id),
    street_code text not null,
    division_code text not null,
    primary key (unit_id, owner_id)
);
create index holdings_by_owner on holdings (owner_id);
select platform.protect_tenant('holdings');

create table ownership_transfers (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    unit_id uuid not null references units (id),
    from_refs text[] not null,
    from_status text not null,
    to_refs text[] not null,
    to_status text not null,
    transferred_on date not null,
    recorded_by text not null,
    recorded_at timestamptz not null
);
create index ownership_transfers_by_unit on ownership_transfers (unit_id, recorded_at);
select platform.protect_tenant('ownership_transfers', 'SELECT, INSERT');

-- Which login is which owner; the clerk who wrote it is in the audit rows.
create table owner_accounts (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null references estates (id),
    subject text not null,
    owner_ref text not null,
    linked_at timestamptz not null,
    unique (estate_id, subject, owner_ref),
    foreign key (estate_id, owner_ref) references owners (estate_id, ref)
);
select platform.protect_tenant('owner_accounts', 'SELECT, INSERT');

-- An import's rows while its transaction checks them; deleted before the commit, so nobody else ever sees one.
-- Unlogged: a crash undoes the import anyway. No row-level security, because COPY cannot write through it.
create unlogged table unit_import_rows (
    import_id uuid not null,
    line int not null,
    division_code text not null,
    estate text not null,
    estate_id uuid not null,
    unit_id uuid not null,
    building text not null,
    entrance text not null,
    room text not null,
    building_key text not null,
    sort_key text not null,
    floor int not null,
    area numeric(12,2) not null,
    area_source text not null,
    kind text not null,
    sale_status text not null,
    owner_refs text[] not null,
    owner_ids uuid[] not null,
    names bytea[] not null,
    name_hashes bytea[] not null,
    phones bytea[] not null,
    phone_hashes bytea[] not null
);
create index unit_import_rows_by_estate on unit_import_rows (import_id, estate_id, line);
select platform.grant_app('unit_import_rows', 'SELECT, INSERT, UPDATE, DELETE');

create unlogged table division_import_rows (
    import_id uuid not null,
    line int not null,
    code text not null,
    name text not null
);
create index division_import_rows_by_import on division_import_rows (import_id, code);
select platform.grant_app('division_import_rows', 'SELECT, INSERT, DELETE');
