-- An agent votes with a written mandate (VOTE-22), and so does who bought after the freeze (VOTE-17). The agent is a keyed
-- hash; what the mandate says equals what the ballot says and is not stored a second time.
alter table motions add column max_proxies_per_agent int check (max_proxies_per_agent > 0);

create table ballot_proxies (
    ballot_id uuid primary key,
    motion_id uuid not null,
    street_code text not null,
    division_code text not null,
    principal_ref text not null,
    agent_key bytea not null,
    mandate_hash text not null check (mandate_hash ~ '^[0-9a-f]{64}$')
);
create index ballot_proxies_agent on ballot_proxies (motion_id, agent_key);
select platform.protect_tenant('ballot_proxies', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on ballot_proxies
    execute function platform.refuse_change();
select platform.seal_rows('ballot_proxies', 'ballot_id');

drop function cast_ballot(
    uuid, uuid, text, text, text, bytea, bytea, bytea, text, timestamptz, text, timestamptz, text);
create function cast_ballot(
    p_id uuid, p_motion uuid, p_building text, p_entrance text, p_room text, p_choice bytea, p_answer_key bytea,
    p_paper_key bytea, p_channel text, p_cast_at timestamptz, p_recorded_by text, p_now timestamptz,
    p_agenda text default null, p_signed_by text default null, p_principal text default null,
    p_agent_key bytea default null, p_mandate_hash text default null)
returns void language plpgsql as $$
declare
    motion motions := open_motion(p_motion, p_now);
    unit roll_units;
begin
    select * into unit from roll_units
    where roll_id = motion.roll_id and building = p_building and entrance = p_entrance and room = p_room;
    if unit.unit_id is null then
        raise exception 'ballots.unit_not_on_roll' using errcode = 'CP422';
    elsif p_agenda <> motion.agenda_hash then
        raise exception 'ballots.agenda_differs' using errcode = 'CP422';
    elsif p_cast_at > civil_instant(motion.street_code, p_now) then
        raise exception 'ballots.cast_in_future' using errcode = 'CP422';
    elsif p_cast_at < motion.voting_opens_at then
        raise exception 'ballots.cast_before_opening' using errcode = 'CP422';
    -- What is unsold or not handed over is the developer's, whatever holders it lists (VOTE-16).
    elsif unit.sale_status = 'SOLD' and p_signed_by <> all (unit.owner_refs) and p_agent_key is null then
        raise exception 'ballots.signer_not_on_roll' using errcode = 'CP422';
    elsif unit.sale_status = 'SOLD' and p_principal <> all (unit.owner_refs) then
        raise exception 'ballots.principal_not_on_roll' using errcode = 'CP422';
    end if;
    if p_agent_key is not null and motion.max_proxies_per_agent is not null then
        -- Two papers of one agent at the same moment: the second counts what the first one left.
        perform pg_advisory_xact_lock(hashtextextended(p_motion::text || encode(p_agent_key, 'hex'), 22));
        if (select count(distinct principal_ref) filter (where principal_ref <> p_principal) from ballot_proxies
            where motion_id = p_motion and agent_key = p_agent_key) >= motion.max_proxies_per_agent then
            raise exception 'ballots.too_many_proxies' using errcode = 'CP422';
        end if;
    end if;
    insert into ballots (id, motion_id, street_code, division_code, unit_id, choice, answer_key, paper_key, channel,
        cast_at, received_at, recorded_by)
    values (p_id, p_motion, motion.street_code, motion.division_code, unit.unit_id, p_choice, p_answer_key,
        p_paper_key, p_channel, p_cast_at, p_now, p_recorded_by);
    if p_agent_key is not null then
        insert into ballot_proxies (ballot_id, motion_id, street_code, division_code, principal_ref, agent_key,
            mandate_hash)
        values (p_id, p_motion, motion.street_code, motion.division_code, p_principal, p_agent_key, p_mandate_hash);
    end if;
    insert into platform.audit (actor, action, subject_id, street_code)
    values (p_recorded_by, 'ballots.cast', p_id, motion.street_code);
end $$;
