-- Where the city's own e-voting system must be used (VOTE-21, profile eVoteMandatoryExternal) a click in our service is
-- advice: kept apart from ballots, never counted. What that system counted comes by file, each vote known by its number
-- there, so that a file may be sent again.
alter table motions add column external_e_vote boolean not null default false;

create table advisory_answers (
    id uuid primary key,
    motion_id uuid not null,
    street_code text not null,
    division_code text not null,
    unit_id uuid not null,
    choice bytea not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);
create index advisory_answers_motion on advisory_answers (motion_id, unit_id, id desc);
select platform.protect_tenant('advisory_answers', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on advisory_answers
    execute function platform.refuse_change();
select platform.seal_rows('advisory_answers', 'id');

create table ballot_external_refs (
    ballot_id uuid primary key,
    motion_id uuid not null,
    street_code text not null,
    division_code text not null,
    external_ref text not null check (length(external_ref) between 1 and 64),
    constraint ballot_external_refs_once unique (motion_id, external_ref)
);
select platform.protect_tenant('ballot_external_refs', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on ballot_external_refs
    execute function platform.refuse_change();
select platform.seal_rows('ballot_external_refs', 'ballot_id');
