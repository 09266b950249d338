-- The scan of a paper (选票原件): the row says what was filed, the bytes stand ciphered in the evidence folder. A ballot
-- names its scan by hash in a table of its own, because ballots are sealed and never change; a file of ballots may name
-- hashes whose scans come later. No foreign key to the hot row of the motion: the writers look at it.
create table evidence_files (
    id uuid primary key,
    motion_id uuid not null,
    street_code text not null,
    division_code text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    media_type text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
    bytes int not null check (bytes > 0),
    uploaded_at timestamptz not null,
    uploaded_by text not null,
    constraint evidence_files_once unique (motion_id, sha256)
);
select platform.protect_tenant('evidence_files', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on evidence_files
    execute function platform.refuse_change();
select platform.seal_rows('evidence_files', 'id');

create table ballot_evidence (
    ballot_id uuid primary key,
    motion_id uuid not null,
    street_code text not null,
    division_code text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz not null,
    recorded_by text not null
);
create index ballot_evidence_motion on ballot_evidence (motion_id, sha256);
select platform.protect_tenant('ballot_evidence', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on ballot_evidence
    execute function platform.refuse_change();
select platform.seal_rows('ballot_evidence', 'ballot_id');

-- For a ballot that is cast now: its scan must be here. Refuses like cast_ballot does.
create function link_evidence(
    p_ballot uuid, p_motion uuid, p_sha256 text, p_recorded_by text, p_now timestamptz)
returns void language plpgsql as $$
begin
    insert into ballot_evidence (ballot_id, motion_id, street_code, division_code, sha256, recorded_at, recorded_by)
    select p_ballot, p_motion, f.street_code, f.division_code, p_sha256, p_now, p_recorded_by
    from evidence_files f where f.motion_id = p_motion and f.sha256 = p_sha256;
    if not found then
        raise exception 'evidence.unknown' using errcode = 'CP422';
    end if;
end $$;
