-- A new lift waits for its agreement (LIFT-04): of the whole building, or of the one entrance that lift_no names.
alter table works_facts add column lift_no text;
alter table works_lifts add column agreement text check (agreement in ('EFFECTIVE', 'REVOKED'));
