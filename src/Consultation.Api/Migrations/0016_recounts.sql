-- A closed motion counted again: who, when, why, and what differs from what is stored. Changes no count and no decision.
create table recounts (
    id uuid primary key,
    motion_id uuid not null references motions (id),
    street_code text not null,
    division_code text not null,
    reason text not null check (reason in ('OWNER_REQUEST', 'OBJECTION', 'AUTHORITY_ORDER', 'COURT_ORDER', 'ROUTINE')),
    document_hash text check (document_hash ~ '^[0-9a-f]{64}$'),
    agrees boolean not null,
    outcome text,
    measures text[] not null,
    stored text[] not null check (cardinality(stored) = cardinality(measures)),
    recounted text[] not null check (cardinality(recounted) = cardinality(measures)),
    counted_at timestamptz not null,
    counted_by text not null,
    constraint recounts_agree check (agrees = (cardinality(measures) = 0))
);
create index recounts_motion on recounts (motion_id, counted_at desc, id desc);
select platform.protect_tenant('recounts', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on recounts
    execute function platform.refuse_change();
select platform.seal_rows('recounts', 'id');
