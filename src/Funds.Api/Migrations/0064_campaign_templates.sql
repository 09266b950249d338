-- Rules of a campaign that went well, for the next estate (同款): no household, no money, no account, no decision.
create table campaign_templates (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    street_code text not null,
    division_code text not null,
    city_code text not null check (city_code ~ '^[0-9]{4}$'),
    title text not null,
    trigger_rule text not null check (trigger_rule in ('AMOUNT', 'HOUSEHOLD_COUNT')),
    surplus_rule text not null,
    remind_every_days integer not null,
    remind_quiet_from time not null,
    remind_quiet_until time not null,
    remind_messages integer not null,
    step_days integer[] not null, -- After the opening; beside each its share of the works in basis points.
    step_shares integer[] not null,
    shared boolean not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    check (cardinality(step_days) = cardinality(step_shares) and cardinality(step_days) <= 100)
);
create index campaign_templates_list on campaign_templates (street_code, id);
create index campaign_templates_shared on campaign_templates (city_code, id) where shared;
select platform.protect_tenant('campaign_templates', 'SELECT, INSERT', 'SELECT');
create trigger append_only before update or delete or truncate on campaign_templates
    execute function platform.refuse_change();

-- What an office shares every office of its city may read, and nobody else.
do $$
begin
    execute format('create policy shared_in_city on campaign_templates for select to %I using (shared and exists '
        '(select 1 from unnest(platform.scope_streets()) s where left(s, 4) = city_code))', platform.app_role());
end $$;

alter table campaigns add column template_id uuid; -- Where its rules came from; the template may be another office's.
