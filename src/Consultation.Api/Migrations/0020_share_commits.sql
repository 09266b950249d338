-- One paper of a commit that several callers share (decision 0054): its audit row says its own caller, and it does not
-- wait for a close that is counting, for everyone else in the commit would wait with it.
create function cast_shared_ballot(
    p_client text, p_origin text, p_request text, p_purpose text,
    p_id uuid, p_motion uuid, p_building text, p_entrance text, p_room text, p_choice bytea, p_answer_key bytea,
    p_paper_key bytea, p_channel text, p_cast_at timestamptz, p_recorded_by text, p_now timestamptz, p_agenda text,
    p_signed_by text, p_principal text, p_agent_key bytea, p_mandate_hash text)
returns void language plpgsql as $$
begin
    if not pg_try_advisory_xact_lock_shared(motion_lock_key(p_motion)) then
        raise exception 'ballots.motion_closing' using errcode = 'lock_not_available';
    end if;
    perform set_config('app.client', p_client, true), set_config('app.origin', p_origin, true),
        set_config('app.request_id', p_request, true), set_config('app.purpose', p_purpose, true);
    perform cast_ballot(p_id, p_motion, p_building, p_entrance, p_room, p_choice, p_answer_key, p_paper_key, p_channel,
        p_cast_at, p_recorded_by, p_now, p_agenda, p_signed_by, p_principal, p_agent_key, p_mandate_hash);
end $$;
