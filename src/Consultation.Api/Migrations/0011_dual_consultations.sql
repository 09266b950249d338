-- Dual consultation of a lift (LIFT-04): which zone vote and which building vote belong together. One zone vote serves
-- many buildings; a building's vote belongs to one. Counts and decisions stay with the motions.
create table dual_consultations (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    zone_motion_id uuid not null references motions (id),
    building_motion_id uuid not null references motions (id),
    title text not null,
    opened_at timestamptz not null,
    opened_by text not null,
    agreement_hash text check (agreement_hash ~ '^[0-9a-f]{64}$'),
    agreed_on date,
    version bigint not null,
    constraint dual_consultations_agreed check ((agreement_hash is null) = (agreed_on is null))
);
create unique index dual_consultations_building on dual_consultations (building_motion_id);
create index dual_consultations_zone on dual_consultations (zone_motion_id);
create index dual_consultations_newest on dual_consultations (street_code, opened_at desc, id desc);
select platform.protect_tenant('dual_consultations', 'SELECT, INSERT, UPDATE', 'SELECT');
