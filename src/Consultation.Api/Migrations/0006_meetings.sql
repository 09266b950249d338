-- Consultation meetings (PIPE-03, LIFT-03): parties and numbers, no names; minutes are appended and ciphered.
create table meetings (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    case_id uuid,
    kind text not null check (kind in ('FIVE_PARTY', 'JOINT', 'ROADSHOW', 'WEEKLY')),
    title text not null,
    held_on date not null,
    agenda text[] not null check (cardinality(agenda) > 0),
    previous_id uuid references meetings (id),
    opened_at timestamptz not null,
    changed_at timestamptz not null,
    opened_by text not null,
    version bigint not null
);
create index meetings_newest on meetings (street_code, opened_at desc, id desc);
select platform.protect_tenant('meetings', 'SELECT, INSERT, UPDATE', 'SELECT');

create table meeting_attendances (
    meeting_id uuid not null references meetings (id),
    party text not null,
    street_code text not null,
    division_code text not null,
    persons int not null check (persons > 0),
    primary key (meeting_id, party)
);
select platform.protect_tenant('meeting_attendances', 'SELECT, INSERT, UPDATE', 'SELECT');

create table action_items (
    id uuid primary key,
    meeting_id uuid not null references meetings (id),
    street_code text not null,
    division_code text not null,
    text text not null,
    owner text not null,
    due_on date not null,
    carried int not null check (carried >= 0),
    done_on date
);
create index action_items_meeting on action_items (meeting_id);
select platform.protect_tenant('action_items', 'SELECT, INSERT, UPDATE', 'SELECT');

-- The worker writes minutes again when their key is rotated; nobody changes anything else.
create table meeting_minutes (
    id uuid primary key,
    meeting_id uuid not null references meetings (id),
    street_code text not null,
    division_code text not null,
    number int not null check (number > 0),
    text bytea not null,
    written_at timestamptz not null,
    written_by text not null,
    constraint meeting_minutes_number unique (meeting_id, number)
);
select platform.protect_tenant('meeting_minutes', 'SELECT, INSERT', 'SELECT, UPDATE (text)');

create table minutes_signatures (
    minutes_id uuid not null references meeting_minutes (id),
    party text not null,
    street_code text not null,
    division_code text not null,
    document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
    signed_at timestamptz not null,
    recorded_by text not null,
    primary key (minutes_id, party)
);
select platform.protect_tenant('minutes_signatures', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on minutes_signatures
    execute function platform.refuse_change();
