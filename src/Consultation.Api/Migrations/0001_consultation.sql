-- What Consultation knows of the register. Filled by events that may come in any order and more than once: a unit's
-- row may begin as the stub of a transfer that overtook its registration (building is null until then).
create table register_estates (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    name text not null,
    units int not null,
    area numeric(12,2) not null,
    version bigint not null
);
select platform.protect_tenant('register_estates', 'SELECT');

create table register_units (
    id uuid primary key,
    estate_id uuid not null,
    street_code text not null,
    division_code text not null,
    building text,
    entrance text,
    room text,
    area numeric(12,2),
    sale_status text not null,
    owner_refs text[] not null,
    holding_version bigint not null
);
create index register_units_estate on register_units (estate_id, building, entrance);
select platform.protect_tenant('register_units', 'SELECT');

-- The electoral roll (业主清册) as it was when frozen (VOTE-16, VOTE-17): no login may change or delete a row.
create table rolls (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    scope_kind text not null,
    building text,
    entrance text,
    units int not null check (units > 0),
    heads int not null check (heads > 0),
    area numeric(12,2) not null check (area > 0),
    frozen_at timestamptz not null,
    frozen_by text not null
);
create index rolls_newest on rolls (street_code, frozen_at desc, id desc);
select platform.protect_tenant('rolls', 'SELECT, INSERT', 'SELECT');

create table roll_units (
    roll_id uuid not null,
    unit_id uuid not null,
    street_code text not null,
    division_code text not null,
    building text not null,
    entrance text not null,
    room text not null,
    area numeric(12,2) not null,
    sale_status text not null,
    owner_refs text[] not null,
    primary key (roll_id, unit_id),
    constraint roll_units_place unique (roll_id, building, entrance, room)
);
select platform.protect_tenant('roll_units', 'SELECT, INSERT', 'SELECT');

create table motions (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    roll_id uuid not null references rolls (id),
    case_id uuid,
    matter text not null,
    rule_set text not null,
    title text not null,
    scope_kind text not null,
    building text,
    entrance text,
    silence_clause text,
    profile_name text not null,
    profile_id text not null,
    status text not null,
    opened_at timestamptz not null,
    closes_at timestamptz not null check (closes_at > opened_at),
    closed_at timestamptz,
    outcome text,
    version bigint not null
);
create index motions_newest on motions (street_code, opened_at desc, id desc);
create index motions_case on motions (case_id) where case_id is not null;
select platform.protect_tenant('motions', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE');

-- One paper that came back. What it says is personal data: choice is encrypted, the keys are keyed hashes. answer_key
-- (unit and choice) keeps one answer from being registered twice and is null on a further paper with an equal answer,
-- which a file may hold; paper_key tells papers apart. No foreign key to motions: its lock on the one hot row would
-- cost more than the insert; open_motion looks at the motion for both writers.
create table ballots (
    id uuid primary key,
    motion_id uuid not null,
    street_code text not null,
    division_code text not null,
    unit_id uuid not null,
    choice bytea not null,
    answer_key bytea,
    paper_key bytea not null,
    channel text not null,
    cast_at timestamptz not null,
    received_at timestamptz not null,
    recorded_by text not null,
    import_id uuid,
    constraint ballots_answer_once unique (motion_id, answer_key),
    constraint ballots_paper_once unique (motion_id, paper_key)
);
select platform.protect_tenant('ballots', 'SELECT, INSERT', 'SELECT');

create table ballot_imports (
    id uuid primary key,
    motion_id uuid not null,
    street_code text not null,
    division_code text not null,
    file_hash bytea not null,
    rows int not null,
    ballots int not null,
    repeated int not null,
    imported_at timestamptz not null,
    imported_by text not null,
    constraint ballot_imports_file_once unique (motion_id, file_hash)
);
select platform.protect_tenant('ballot_imports', 'SELECT, INSERT', 'SELECT');

create function civil_instant(street text, instant timestamptz) returns timestamptz language sql stable
    return instant + make_interval(secs => coalesce(
        (select offset_seconds from platform.civil_clock c where c.street_code = street), 0));

-- Ballots of a motion share this lock, its close takes it alone: a ballot is counted or refused, never lost between.
create function motion_lock_key(motion uuid) returns bigint language sql immutable
    return hashtextextended(motion::text, 278);

-- Refuses with SQLSTATE CP404, CP409 or CP422 and the error code as the message.
create function open_motion(p_motion uuid, p_now timestamptz) returns motions language plpgsql as $$
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
    end if;
    return motion;
end $$;

create function cast_ballot(
    p_id uuid, p_motion uuid, p_building text, p_entrance text, p_room text, p_choice bytea, p_answer_key bytea,
    p_paper_key bytea, p_channel text, p_cast_at timestamptz, p_recorded_by text, p_now timestamptz)
returns void language plpgsql as $$
declare
    motion motions := open_motion(p_motion, p_now);
    unit roll_units;
begin
    select * into unit from roll_units
    where roll_id = motion.roll_id and building = p_building and entrance = p_entrance and room = p_room;
    if unit.unit_id is null then
        raise exception 'ballots.unit_not_on_roll' using errcode = 'CP422';
    elsif p_cast_at > civil_instant(motion.street_code, p_now) then
        raise exception 'ballots.cast_in_future' using errcode = 'CP422';
    end if;
    insert into ballots (id, motion_id, street_code, division_code, unit_id, choice, answer_key, paper_key, channel,
        cast_at, received_at, recorded_by)
    values (p_id, p_motion, motion.street_code, motion.division_code, unit.unit_id, p_choice, p_answer_key,
        p_paper_key, p_channel, p_cast_at, p_now, p_recorded_by);
    insert into platform.audit (actor, action, subject_id, street_code)
    values (p_recorded_by, 'ballots.cast', p_id, motion.street_code);
end $$;

-- Every figure of a count by both measures; the strict ones beside them when the silence rule was used (VOTE-25).
create table tallies (
    motion_id uuid primary key references motions (id),
    street_code text not null,
    division_code text not null,
    outcome text not null,
    quorum_met boolean not null,
    uses_silence_rule boolean not null,
    strict_outcome text,
    strict_quorum_met boolean,
    ballots int not null,
    tallied_at timestamptz not null,
    tallied_by text not null
);
select platform.protect_tenant('tallies', 'SELECT, INSERT', 'SELECT');

create table tally_figures (
    motion_id uuid not null references tallies (motion_id),
    strict boolean not null,
    vote text not null,
    street_code text not null,
    division_code text not null,
    area numeric(12,2) not null,
    heads int not null,
    primary key (motion_id, strict, vote)
);
select platform.protect_tenant('tally_figures', 'SELECT, INSERT', 'SELECT');

create table decisions (
    id uuid primary key,
    motion_id uuid not null unique references motions (id),
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    case_id uuid,
    matter text not null,
    status text not null,
    decided_at timestamptz not null,
    effective_on date,
    version bigint not null
);
create index decisions_newest on decisions (street_code, decided_at desc, id desc);
select platform.protect_tenant('decisions', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE');

create table publicity_periods (
    id uuid primary key,
    motion_id uuid not null references motions (id),
    street_code text not null,
    division_code text not null,
    starts_on date not null,
    last_day date not null,
    ends_at timestamptz not null,
    days int not null,
    unit text not null,
    places text[] not null,
    content_hash text not null,
    status text not null,
    started_by text not null,
    version bigint not null
);
create unique index publicity_periods_running on publicity_periods (motion_id) where status = 'RUNNING';
create index publicity_periods_due on publicity_periods (ends_at) where status = 'RUNNING';
select platform.protect_tenant('publicity_periods', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE');

-- A show of hands or a survey: evidence of opinion, never a decision (VOTE-05).
create table consultation_records (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    case_id uuid,
    form text not null,
    question text not null,
    held_on date not null,
    hands_for int not null,
    hands_against int not null,
    hands_abstain int not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);
create index consultation_records_newest on consultation_records (street_code, recorded_at desc, id desc);
select platform.protect_tenant('consultation_records', 'SELECT, INSERT', 'SELECT');

-- Legal evidence is only ever added.
do $$
declare name text;
begin
    foreach name in array array['rolls', 'roll_units', 'ballots', 'ballot_imports', 'tallies', 'tally_figures',
        'consultation_records'] loop
        execute format('create trigger append_only before update or delete or truncate on %I '
            'execute function platform.refuse_change()', name);
    end loop;
end $$;
