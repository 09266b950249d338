-- Who handles what (职责清单): data of the office, never code.
create table departments (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    code text not null,
    name text not null,
    kind text not null,
    active boolean not null,
    version bigint not null default 1,
    constraint departments_code unique (street_code, code)
);
select platform.protect_tenant('departments', 'SELECT, INSERT, UPDATE');

create table department_members (
    id uuid primary key,
    department_id uuid not null references departments (id),
    street_code text not null,
    division_code text not null,
    code text not null,
    subject text not null,
    added_at timestamptz not null,
    added_by text not null,
    constraint department_members_once unique (department_id, subject)
);
create index department_members_subject on department_members (subject, street_code);
select platform.protect_tenant('department_members', 'SELECT, INSERT');

create table duties (
    id uuid primary key,
    street_code text not null,
    division_code text not null,
    matter text not null,
    department text not null,
    co_handlers text[] not null,
    community_duty boolean not null,
    version bigint not null default 1,
    constraint duties_matter unique (street_code, matter),
    foreign key (street_code, department) references departments (street_code, code)
);
select platform.protect_tenant('duties', 'SELECT, INSERT, UPDATE');
