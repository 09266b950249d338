-- Reminders of who has not paid (RAISE-09): numbers are the campaign's, as its owners resolved.
alter table campaigns
    add column remind_every_days integer not null default 3 check (remind_every_days between 1 and 90),
    add column remind_quiet_from time not null default '21:00',
    add column remind_quiet_until time not null default '08:00',
    add column remind_messages integer not null default 3 check (remind_messages between 1 and 10);

create table reminder_runs (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    street_code text not null,
    division_code text not null,
    unpaid integer not null,
    queued integer not null,
    visits integer not null,
    too_soon integer not null,
    left_to_people integer not null,
    send_at timestamptz not null, -- Civil time.
    run_by text not null,
    run_at timestamptz not null default now()
);
select platform.protect_tenant('reminder_runs', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on reminder_runs
    execute function platform.refuse_change();

-- One row is one step of one household. A level counts once, until the household paid: what was dropped may come again.
create table reminders (
    id uuid primary key,
    run_id uuid not null references reminder_runs (id),
    campaign_id uuid not null references campaigns (id),
    bill_id uuid not null references bills (id),
    street_code text not null,
    division_code text not null,
    level integer not null check (level between 1 and 11),
    step text not null check (step in ('MESSAGE', 'VISIT')),
    due_at timestamptz not null, -- Civil time; never in quiet hours.
    status text not null check (status in ('QUEUED', 'SENT', 'DROPPED', 'DONE')),
    settled_at timestamptz,
    visited_on date,
    visit_result text check (visit_result in ('PROMISED', 'REFUSED', 'NOT_MET')),
    visited_by text,
    version bigint not null default 1,
    check (status <> 'DONE' or (step = 'VISIT' and visited_on is not null and visit_result is not null
        and visited_by is not null))
);
create unique index reminders_level on reminders (bill_id, level) where status <> 'DROPPED';
create index reminders_list on reminders (street_code, campaign_id, id);
create index reminders_due on reminders (street_code, due_at) where status = 'QUEUED';
select platform.protect_tenant('reminders', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE');

-- A letter of claim is a person's step, after a visit, and never a machine's (RAISE-09).
create table claim_letters (
    id uuid primary key,
    bill_id uuid not null references bills (id),
    street_code text not null,
    division_code text not null,
    owed numeric(18, 2) not null check (owed > 0 and owed < 'Infinity'),
    sent_on date not null,
    document_hash text not null,
    recorded_by text not null,
    recorded_at timestamptz not null default now(),
    unique (bill_id, document_hash)
);
select platform.protect_tenant('claim_letters', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on claim_letters
    execute function platform.refuse_change();
select platform.seal_rows('claim_letters', 'id');
