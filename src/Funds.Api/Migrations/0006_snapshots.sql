-- The daily page of a building (RAISE-10): immutable, chained to the page before; public, totals only.
create table snapshots (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    building text not null,
    day date not null,
    version integer not null check (version >= 1),
    reason text,
    content text not null, -- The exact text that is hashed.
    previous_hash bytea not null,
    hash bytea not null,
    closed_at timestamptz not null default now(),
    unique (campaign_id, building, day, version),
    check (version = 1 or reason is not null),
    check (hash = sha256(previous_hash || convert_to(content, 'UTF8')))
);
create index snapshots_latest on snapshots (campaign_id, building, day desc, version desc);
select platform.grant_app('snapshots', 'SELECT, INSERT', 'SELECT, INSERT');
create trigger append_only before update or delete or truncate on snapshots
    execute function platform.refuse_change();
