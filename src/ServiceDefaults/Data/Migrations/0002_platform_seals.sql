-- Rows are appended unchained; a sealer chains committed ones into blocks afterwards (docs/decisions/0070). The order
-- of keys is not the order of commits, so a block holds the rows whose transaction its snapshot sees and the snapshot
-- of the block before did not: no row that commits late is skipped, and no writer waits for another.
-- Rows that are there already count as old transactions of about 4,000 rows, so that no block has to hold them all.
create function platform.seal_rows(target regclass, key text) returns void language plpgsql as $$
declare groups bigint;
begin
    execute format('select count(*) / 4000 + 1 from %s', target) into groups;
    execute format('alter table %s add column tx xid8 not null default ''3''', target);
    if groups > 1 then
        execute format('alter table %s alter column tx drop default, alter column tx type xid8 '
            'using (3 + abs(hashtextextended(%I::text, 0) %% %s))::text::xid8', target, key, groups);
    end if;
    execute format('alter table %s alter column tx set default pg_current_xact_id()', target);
    execute format('create index %I on %s (tx)', (select relname || '_tx' from pg_class where oid = target), target);
end $$;
select platform.seal_rows('platform.audit', 'seq');

create table platform.seal_blocks (
    chain text not null,
    number bigint not null check (number >= 1),
    sealed_at timestamptz not null,
    snapshot pg_snapshot not null,
    columns text[] not null, -- What the digests cover: a column that a later migration adds is not among them.
    keys text[] not null,
    digests bytea not null, -- sha256 of each row, in the order of keys: a bad row can be named.
    total bigint not null,
    previous bytea not null,
    head bytea not null, -- Also in a file outside the database, signed with a key that the database does not know.
    primary key (chain, number),
    check (cardinality(keys) > 0 and length(digests) = 32 * cardinality(keys))
);
create trigger append_only before update or delete or truncate on platform.seal_blocks
    execute function platform.refuse_change();
do $$ begin
    execute format('grant select, insert on platform.seal_blocks to %I', platform.worker_role());
end $$;
