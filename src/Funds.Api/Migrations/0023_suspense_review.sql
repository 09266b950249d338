-- Who placed which money where, and who took it back. Lists of work may change (suspense_lines); what was decided and
-- what was booked does not (FUND-27): an undo is a row of its own beside reversing entries.
alter table suspense_lines drop constraint suspense_lines_status_check;
alter table suspense_lines add check (status in ('OPEN', 'ASSIGNED', 'RETURNED'));

create table suspense_assignments (
    id uuid primary key,
    account_id uuid not null references bank_accounts (id),
    street_code text not null,
    division_code text not null,
    reason text not null,
    assigned_by text not null,
    assigned_at timestamptz not null default now()
);
select platform.protect_tenant('suspense_assignments', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on suspense_assignments
    execute function platform.refuse_change();
select platform.seal_rows('suspense_assignments', 'id');

create table suspense_pieces (
    assignment_id uuid not null references suspense_assignments (id),
    no integer not null check (no >= 1),
    street_code text not null,
    division_code text not null,
    line_id uuid not null references suspense_lines (id),
    kind text not null check (kind in ('BILL', 'CREDIT')),
    bill_id uuid not null references bills (id),
    building text not null,
    entrance text not null,
    room text not null,
    to_bill numeric(18, 2) not null,
    to_credit numeric(18, 2) not null,
    primary key (assignment_id, no)
);
select platform.protect_tenant('suspense_pieces', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on suspense_pieces
    execute function platform.refuse_change();

create table suspense_undos (
    assignment_id uuid primary key references suspense_assignments (id),
    street_code text not null,
    division_code text not null,
    reason text not null,
    undone_by text not null,
    undone_at timestamptz not null default now()
);
select platform.protect_tenant('suspense_undos', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on suspense_undos
    execute function platform.refuse_change();
select platform.seal_rows('suspense_undos', 'assignment_id');
