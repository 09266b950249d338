-- Which of his papers an owner in conflict has signed for (VOTE-13). Papers are never changed; this only says which counts.
create table ballot_designations (
    ballot_id uuid primary key,
    motion_id uuid not null references motions (id),
    street_code text not null,
    division_code text not null,
    document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz not null,
    recorded_by text not null
);
create index ballot_designations_motion on ballot_designations (motion_id);
select platform.protect_tenant('ballot_designations', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on ballot_designations
    execute function platform.refuse_change();
select platform.seal_rows('ballot_designations', 'ballot_id');

alter table vote_closings add column designated_ballots uuid[];
