-- LIFT-05: works of one estate that share something, such as pipes moved by the repair of an old house.
create table works_links (
    id uuid primary key,
    project_id uuid not null references works_projects (id),
    other_id uuid not null references works_projects (id),
    street_code text not null,
    division_code text not null,
    kind text not null,
    linked_at timestamptz not null,
    linked_by text not null,
    check (project_id <> other_id)
);
-- A pair is linked once, whichever of the two was named first.
create unique index works_links_pair on works_links (
    least(project_id, other_id), greatest(project_id, other_id), kind);
create index works_links_other on works_links (other_id);
select platform.protect_tenant('works_links', 'SELECT, INSERT');
