-- No vote on what was not announced (VOTE-27): a motion knows the hash of its agenda and when its voting opens, and the
-- notice stands beside it for ever. A motion from before has its title for an agenda, and was open from its first day.
alter table motions add column agenda_hash text, add column voting_opens_at timestamptz;
update motions set voting_opens_at = opened_at, agenda_hash = encode(sha256(convert_to(
    '14:civic-agenda/1;' || char_length(title) || ':' || title || ';', 'UTF8')), 'hex');
alter table motions alter column agenda_hash set not null, alter column voting_opens_at set not null,
    add check (agenda_hash ~ '^[0-9a-f]{64}$'), add check (closes_at > voting_opens_at);

create table motion_notices (
    motion_id uuid primary key references motions (id),
    street_code text not null,
    division_code text not null,
    item_titles text[] not null check (cardinality(item_titles) > 0),
    item_texts text[] not null check (cardinality(item_texts) = cardinality(item_titles)),
    agenda_hash text not null check (agenda_hash ~ '^[0-9a-f]{64}$'),
    kind text not null check (kind in ('REGULAR', 'EXTRAORDINARY')),
    posted_at timestamptz not null check (posted_at <= recorded_at),
    places text[] not null check (cardinality(places) > 0),
    evidence text[] not null check (cardinality(evidence) > 0),
    recorded_at timestamptz not null,
    recorded_by text not null
);
select platform.protect_tenant('motion_notices', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on motion_notices
    execute function platform.refuse_change();
select platform.seal_rows('motion_notices', 'motion_id');

create or replace function open_motion(p_motion uuid, p_now timestamptz) returns motions language plpgsql as $$
declare motion motions;
begin
    perform pg_advisory_xact_lock_shared(motion_lock_key(p_motion));
    select * into motion from motions where id = p_motion;
    if motion.id is null then
        raise exception 'motions.not_found' using errcode = 'CP404';
    elsif motion.status <> 'OPEN' then
        raise exception 'ballots.motion_closed' using errcode = 'CP409';
    elsif civil_instant(motion.street_code, p_now) >= motion.closes_at then
        raise exception 'ballots.voting_over' using errcode = 'CP409';
    elsif civil_instant(motion.street_code, p_now) < motion.voting_opens_at then
        raise exception 'ballots.voting_not_open' using errcode = 'CP409';
    end if;
    return motion;
end $$;

-- Another agenda than the motion's is refused; a paper that shows none is bound to it by the motion alone. The default
-- lets a service of the version before go on casting while this one starts.
drop function cast_ballot(uuid, uuid, text, text, text, bytea, bytea, bytea, text, timestamptz, text, timestamptz);
create function cast_ballot(
    p_id uuid, p_motion uuid, p_building text, p_entrance text, p_room text, p_choice bytea, p_answer_key bytea,
    p_paper_key bytea, p_channel text, p_cast_at timestamptz, p_recorded_by text, p_now timestamptz,
    p_agenda text default null)
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
    end if;
    insert into ballots (id, motion_id, street_code, division_code, unit_id, choice, answer_key, paper_key, channel,
        cast_at, received_at, recorded_by)
    values (p_id, p_motion, motion.street_code, motion.division_code, unit.unit_id, p_choice, p_answer_key,
        p_paper_key, p_channel, p_cast_at, p_now, p_recorded_by);
    insert into platform.audit (actor, action, subject_id, street_code)
    values (p_recorded_by, 'ballots.cast', p_id, motion.street_code);
end $$;
