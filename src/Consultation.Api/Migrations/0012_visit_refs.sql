-- The number that a field device gave a visit: the same file may be sent again (PIPE-02).
alter table consent_visits add column ref text check (length(ref) between 1 and 64);
create unique index consent_visits_ref on consent_visits (board_id, ref) where ref is not null;
