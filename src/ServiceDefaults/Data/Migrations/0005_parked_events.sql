-- The few events that cannot be published, found among millions that wait.
create index outbox_parked on platform.outbox (seq) where parked_reason is not null;
