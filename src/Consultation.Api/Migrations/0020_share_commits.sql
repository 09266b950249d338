-- One paper of a commit that several callers share (decision 0054): its audit row says its own caller.
create function cast_shared_ballot(
    p_client text, p_origin text, p_request text, p_purpose text,
    p_id uuid, p_motion uuid, p_building text, p_entrance text, p_room text, p_choice bytea, p_answer_key bytea,
    p_paper_key bytea, p_channel text, p_cast_at timestamptz, p_recorded_by text, p_now timestamptz, p_agenda text,
    p_signed_by text, p_principal text, p_agent_key bytea, p_mandate_hash text, p_scan text)
returns void language plpgsql as $$
begin
    perform set_config('app.client', p_client, true), set_config('app.origin', p_origin, true),
        set_config('app.request_id', p_request, true), set_config('app.purpose', p_purpose, true);
    perform cast_ballot(p_id, p_motion, p_building, p_entrance, p_room, p_choice, p_answer_key, p_paper_key, p_channel,
        p_cast_at, p_recorded_by, p_now, p_agenda, p_signed_by, p_principal, p_agent_key, p_mandate_hash);
    if p_scan is not null then perform link_evidence(p_id, p_motion, p_scan, p_recorded_by, p_now); end if;
end $$;

-- A file of papers takes this alone, single papers share it: an equal paper in a file that is under way is not waited
-- for inside a commit that others share.
create function motion_file_key(motion uuid) returns bigint language sql immutable
    return hashtextextended(motion::text, 279);

-- False while a close is counting or a file is under way: then the paper comes again, and holds up nobody.
create function may_cast_now(p_motion uuid) returns boolean language sql volatile as $$
    select pg_try_advisory_xact_lock_shared(motion_lock_key(p_motion))
        and pg_try_advisory_xact_lock_shared(motion_file_key(p_motion))
$$;

-- As before, but who may not see the motion neither waits for it nor makes others wait.
create or replace function open_motion(p_motion uuid, p_now timestamptz) returns motions language plpgsql as $$
declare motion motions;
begin
    if not exists (select from motions where id = p_motion) then
        raise exception 'motions.not_found' using errcode = 'CP404';
    end if;
    perform pg_advisory_xact_lock_shared(motion_lock_key(p_motion));
    select * into motion from motions where id = p_motion;
    if motion.status <> 'OPEN' then
        raise exception 'ballots.motion_closed' using errcode = 'CP409';
    elsif civil_instant(motion.street_code, p_now) >= motion.closes_at then
        raise exception 'ballots.voting_over' using errcode = 'CP409';
    elsif civil_instant(motion.street_code, p_now) < motion.voting_opens_at then
        raise exception 'ballots.voting_not_open' using errcode = 'CP409';
    end if;
    return motion;
end $$;
