-- An advance is split over the buildings that it serves; its parts share one id.
alter table advances add column advance_id uuid not null;
