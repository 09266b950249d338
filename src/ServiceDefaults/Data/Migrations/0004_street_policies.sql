-- Rows of an office that are not bound to a community: a table with street_code alone.
create function platform.protect_street(
    target regclass, app_privileges text default 'SELECT',
    worker_privileges text default 'SELECT, INSERT, UPDATE, DELETE')
returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('create policy street_scope on %s to %I using (street_code = any(platform.scope_streets()))',
        target, platform.app_role());
    perform platform.grant_app(target, app_privileges, worker_privileges);
end $$;

-- The payload of a parked message may be any office's; only the worker reads it, for an operator's replay.
do $$ begin
    execute format('revoke all on platform.parked_messages from %I', platform.app_role());
end $$;
