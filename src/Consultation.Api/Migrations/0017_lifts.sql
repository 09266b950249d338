-- The three-member lift team (三人加梯小组) of a doorway (003-5): owners, by their refs. A new team is the next number.
create table lift_teams (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    building text not null,
    entrance text not null,
    number int not null check (number > 0),
    formed_on date not null,
    formed_at timestamptz not null,
    formed_by text not null,
    constraint lift_teams_number unique (estate_id, building, entrance, number)
);
create index lift_teams_newest on lift_teams (street_code, formed_at desc, id desc);
select platform.protect_tenant('lift_teams', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on lift_teams execute function platform.refuse_change();
select platform.seal_rows('lift_teams', 'id');

create table lift_team_members (
    team_id uuid not null references lift_teams (id),
    owner_ref text not null,
    street_code text not null,
    division_code text not null,
    unit_id uuid not null,
    leads boolean not null,
    primary key (team_id, owner_ref)
);
create unique index lift_team_members_lead on lift_team_members (team_id) where leads;
select platform.protect_tenant('lift_team_members', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on lift_team_members
    execute function platform.refuse_change();

-- Whether works on a lift were let go, and whether they were stopped again (LIFT-04). The worker sets it at the end of
-- publicity.
alter table dual_consultations add column works text check (works in ('CLEARED', 'REVOKED'));
select platform.grant_app('dual_consultations', 'SELECT', 'UPDATE (works, version)');

-- How far the works on new lifts are, as Cases tells; for the lift board (003-2).
create table lift_works (
    lift_id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    building text not null,
    lift_no text not null,
    state text not null,
    version bigint not null
);
create index lift_works_estate on lift_works (estate_id);
select platform.protect_tenant('lift_works', 'SELECT', 'SELECT, INSERT, UPDATE');
