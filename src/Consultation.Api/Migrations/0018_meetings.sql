-- Attachments of meetings: photos and PDFs by their content, in ciphered parts so that no whole file is in memory.
-- No file name is kept: names of files name people. The worker writes parts again when their key is rotated.
create table meeting_attachments (
    id uuid primary key,
    meeting_id uuid not null references meetings (id),
    street_code text not null,
    division_code text not null,
    purpose text not null check (purpose in ('PHOTO', 'SIGN_IN_SHEET', 'PLAN', 'SIGNED_MINUTES', 'OTHER')),
    media_type text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
    bytes int not null check (bytes between 1 and 10485760),
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    attached_at timestamptz not null,
    attached_by text not null,
    constraint meeting_attachments_once unique (meeting_id, content_hash)
);
select platform.protect_tenant('meeting_attachments', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on meeting_attachments
    execute function platform.refuse_change();
select platform.seal_rows('meeting_attachments', 'id');

create table attachment_parts (
    id uuid primary key,
    attachment_id uuid not null references meeting_attachments (id),
    street_code text not null,
    division_code text not null,
    number int not null check (number > 0),
    content bytea not null,
    constraint attachment_parts_number unique (attachment_id, number)
);
select platform.protect_tenant('attachment_parts', 'SELECT, INSERT', 'SELECT, UPDATE (content)');

-- Invitations (EVT-03): that one was sent is one fact, that it arrived another, with its own proof.
create table meeting_invitations (
    id uuid primary key,
    meeting_id uuid not null references meetings (id),
    street_code text not null,
    division_code text not null,
    party text not null,
    channel text not null check (channel in ('IN_PERSON', 'MAIL', 'PHONE', 'MESSAGE', 'POSTED')),
    sent_at timestamptz not null,
    document_hash text not null check (document_hash ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz not null,
    recorded_by text not null,
    constraint meeting_invitations_once unique (meeting_id, party, channel, sent_at)
);
select platform.protect_tenant('meeting_invitations', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on meeting_invitations
    execute function platform.refuse_change();
select platform.seal_rows('meeting_invitations', 'id');

create table invitation_services (
    invitation_id uuid primary key references meeting_invitations (id),
    street_code text not null,
    division_code text not null,
    delivered_at timestamptz not null,
    receiver text not null
        check (receiver in ('PARTY_HEAD', 'PARTY_STAFF', 'RESIDENT_REPRESENTATIVE', 'HOUSEHOLD_MEMBER')),
    proof_hash text not null check (proof_hash ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz not null,
    recorded_by text not null
);
select platform.protect_tenant('invitation_services', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on invitation_services
    execute function platform.refuse_change();
select platform.seal_rows('invitation_services', 'invitation_id');

-- A weekly meeting that comes back for a bounded number of weeks (LIFT-03).
create table meeting_series (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    case_id uuid,
    title text not null,
    agenda text[] not null check (cardinality(agenda) > 0),
    first_on date not null,
    weeks int not null check (weeks between 1 and 53),
    opened_at timestamptz not null,
    opened_by text not null
);
create index meeting_series_newest on meeting_series (street_code, opened_at desc, id desc);
select platform.protect_tenant('meeting_series', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on meeting_series
    execute function platform.refuse_change();
alter table meetings
    add column series_id uuid references meeting_series (id),
    add column series_number int check (series_number > 0),
    add constraint meetings_series check ((series_id is null) = (series_number is null));
create unique index meetings_series_number on meetings (series_id, series_number);

-- The suggestions board of a roadshow: words are ciphered, groups are the office's own words for what belongs together.
create table meeting_suggestions (
    id uuid primary key,
    meeting_id uuid not null references meetings (id),
    street_code text not null,
    division_code text not null,
    text bytea not null,
    group_name text,
    answer bytea,
    answered_by text,
    answered_at timestamptz,
    recorded_at timestamptz not null,
    recorded_by text not null,
    version bigint not null,
    constraint meeting_suggestions_answered check (
        (answer is null) = (answered_by is null) and (answer is null) = (answered_at is null))
);
create index meeting_suggestions_meeting on meeting_suggestions (meeting_id, recorded_at desc, id desc);
select platform.protect_tenant(
    'meeting_suggestions', 'SELECT, INSERT, UPDATE (group_name, answer, answered_by, answered_at, version)',
    'SELECT, UPDATE (text, answer)');
