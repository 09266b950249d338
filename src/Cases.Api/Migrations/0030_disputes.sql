-- What runs beside a case (CASE-40): mediations, suits, appraisals and repairs, each with its own state.
create table dispute_tracks (
    id uuid primary key,
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    kind text not null,
    number integer not null check (number between 1 and 20), -- From 1 within its kind.
    state text not null,
    sessions integer not null default 0,
    setbacks integer not null default 0,
    refused_by text,
    opened_on date not null,
    changed_at timestamptz not null,
    events integer not null default 0,
    version bigint not null default 1,
    constraint dispute_tracks_number unique (case_id, kind, number)
);
create index dispute_tracks_pending on dispute_tracks (case_id) where kind = 'LITIGATION';
create index dispute_tracks_list on dispute_tracks (street_code, kind, state, changed_at desc, id desc);
select platform.protect_tenant('dispute_tracks', 'SELECT, INSERT, UPDATE');

create table track_events (
    id uuid primary key,
    track_id uuid not null references dispute_tracks (id),
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    sequence integer not null check (sequence between 1 and 200),
    kind text not null,
    happened_on date not null,
    parties text[] not null,
    code text,
    document_hash text,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint track_events_order unique (track_id, sequence)
);
select platform.seal_rows('track_events', 'id');
select platform.protect_tenant('track_events', 'SELECT, INSERT', 'SELECT, INSERT');

-- Who is said to be liable, and who says otherwise (CASE-41). Facts.
create table liability_statements (
    id uuid primary key,
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    kind text not null,
    stated_by text not null,
    liable text,
    stated_on date not null,
    document_hash text,
    recorded_by text not null,
    recorded_at timestamptz not null
);
create index liability_statements_case on liability_statements (case_id, id);
select platform.seal_rows('liability_statements', 'id');
select platform.protect_tenant('liability_statements', 'SELECT, INSERT', 'SELECT, INSERT');

create table dispute_offers (
    id uuid primary key,
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    party text not null,
    head text not null,
    percent integer not null check (percent between 1 and 100),
    if_liability_clear boolean not null,
    expires_on date,
    state text not null,
    offered_on date not null,
    recorded_by text not null,
    version bigint not null default 1
);
create index dispute_offers_case on dispute_offers (case_id, id);
select platform.protect_tenant('dispute_offers', 'SELECT, INSERT, UPDATE');

-- What was said: confidential, ciphered; keys change without touching a sealed row.
create table dispute_notes (
    id uuid primary key,
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    text bytea not null
);
create index dispute_notes_case on dispute_notes (case_id);
select platform.protect_tenant('dispute_notes', 'SELECT, INSERT', 'SELECT, INSERT, UPDATE');

create table case_feedback (
    id uuid primary key,
    case_id uuid not null references cases (id),
    street_code text not null,
    division_code text not null,
    kind text not null,
    given_on date not null,
    photo_hash text,
    consent_to_publish boolean not null,
    published boolean not null default false check (not published or consent_to_publish),
    recorded_by text not null,
    version bigint not null default 1
);
create index case_feedback_case on case_feedback (case_id, id);
select platform.protect_tenant('case_feedback', 'SELECT, INSERT, UPDATE');
