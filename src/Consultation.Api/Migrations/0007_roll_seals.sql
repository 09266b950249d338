-- A roll hangs for correction and is then sealed (VOTE-10, VOTE-16). Until the seal its units and totals may change, by
-- corrections that are kept; after it no login changes a row. Nothing is ever deleted.
alter table rolls
    add column status text not null default 'FROZEN' check (status in ('FROZEN', 'POSTED', 'SEALED')),
    add column places text[] not null default '{}',
    add column posted_on date,
    add column posted_until date check (posted_until > posted_on),
    add column evidence text[] not null default '{}',
    add column corrections int not null default 0,
    add column sealed_at timestamptz,
    add column content_hash text check (content_hash ~ '^[0-9a-f]{64}$'),
    add column version bigint not null default 1,
    add constraint rolls_sealed check (
        (status = 'SEALED') = (sealed_at is not null) and (status = 'SEALED') = (content_hash is not null)),
    add constraint rolls_posted check ((status = 'FROZEN') = (posted_on is null) and
        (posted_on is null) = (posted_until is null));
alter table roll_units add column area_source text check (area_source in ('REGISTER', 'SURVEY', 'CONTRACT'));

create table roll_corrections (
    id uuid primary key,
    roll_id uuid not null references rolls (id),
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    area_before numeric(12,2) not null,
    area_after numeric(12,2) not null check (area_after > 0),
    area_source_before text,
    area_source_after text,
    owner_refs_before text[] not null,
    owner_refs_after text[] not null,
    sale_status_before text not null,
    sale_status_after text not null,
    heads_before int not null,
    heads_after int not null,
    reason text not null check (reason in ('REGISTER_EXTRACT', 'SURVEY_REPORT', 'SALE_CONTRACT', 'HANDOVER_NOTE',
        'JUDGMENT', 'INHERITANCE', 'CLERICAL')),
    document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
    corrected_at timestamptz not null,
    corrected_by text not null
);
create index roll_corrections_roll on roll_corrections (roll_id, id);
select platform.protect_tenant('roll_corrections', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on roll_corrections
    execute function platform.refuse_change();
select platform.seal_rows('roll_corrections', 'id');

select platform.grant_app('rolls', 'UPDATE (heads, area, status, places, posted_on, posted_until, evidence, corrections, ' ||
    'sealed_at, content_hash, version)', 'SELECT');
select platform.grant_app('roll_units', 'UPDATE (area, area_source, owner_refs, sale_status)', 'SELECT');

drop trigger append_only on rolls;
drop trigger append_only on roll_units;
create trigger append_only before delete or truncate on rolls execute function platform.refuse_change();
create trigger append_only before delete or truncate on roll_units execute function platform.refuse_change();

create function refuse_change_of_sealed() returns trigger language plpgsql as $$
begin
    raise exception 'a sealed roll changes no more' using errcode = '42501';
end $$;
create trigger sealed_for_ever before update on rolls
    for each row when (old.status = 'SEALED') execute function refuse_change_of_sealed();

create function refuse_change_of_sealed_unit() returns trigger language plpgsql as $$
begin
    if exists (select from rolls where id = old.roll_id and status = 'SEALED') then
        raise exception 'a sealed roll changes no more' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger sealed_for_ever before update on roll_units
    for each row execute function refuse_change_of_sealed_unit();

-- Once a statement, not once a row: a roll of a hundred thousand units is frozen in few statements.
create function refuse_unit_of_sealed() returns trigger language plpgsql as $$
begin
    if exists (select from rolls where status = 'SEALED' and id in (select roll_id from added)) then
        raise exception 'a sealed roll changes no more' using errcode = '42501';
    end if;
    return null;
end $$;
create trigger sealed_for_ever_added after insert on roll_units referencing new table as added
    for each statement execute function refuse_unit_of_sealed();
