-- The civil day of a track's last event: what follows lies on it or later.
alter table dispute_tracks add column last_on date;
update dispute_tracks t set last_on = coalesce(
    (select max(e.happened_on) from track_events e where e.track_id = t.id), t.opened_on);
alter table dispute_tracks alter column last_on set not null;
alter table settlements add column breached_on date;
