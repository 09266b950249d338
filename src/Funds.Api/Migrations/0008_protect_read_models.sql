-- What Funds knows of other services was granted without a policy: a forgotten join would have shown every office's
-- owners and logins. Now each row carries its street. '' is a row that came before this migration and whose unit has
-- not come yet; nobody sees it until the unit does.
alter table unit_holders add column street_code text not null default '';
update unit_holders h set street_code = u.street_code from units u where u.unit_id = h.unit_id;
alter table owner_accounts add column street_code text not null default '';
update owner_accounts o set street_code = e.street_code from estates e where e.estate_id = o.estate_id;
select platform.protect_street('unit_holders'), platform.protect_street('owner_accounts'),
    platform.protect_street('decisions');

-- T0 (PRIV-11): everybody may read these totals, also without a token, and that is said by a policy; only the
-- campaign's own office may write them. A campaign out of scope is not there (its own policy), so nothing is written.
create function pg_temp.publish(target regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('create policy public_totals on %s for select to %I using (true)', target, platform.app_role());
    execute format('create policy own_campaign on %s to %I using (exists (select 1 from campaigns c where c.id = '
        'campaign_id)) with check (exists (select 1 from campaigns c where c.id = campaign_id))',
        target, platform.app_role());
end $$;
select pg_temp.publish('building_totals'), pg_temp.publish('thresholds'), pg_temp.publish('public_campaigns'),
    pg_temp.publish('spendings'), pg_temp.publish('snapshots');

-- Advances and what is due to a contractor stand on no public page row by row: the office's own.
create function pg_temp.protect_campaign(target regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('create policy own_campaign on %s to %I using (exists (select 1 from campaigns c where c.id = '
        'campaign_id))', target, platform.app_role());
end $$;
select pg_temp.protect_campaign('advances'), pg_temp.protect_campaign('instalments');

-- Names of estates and states of lifts are on the public page; the app login reads and never writes them.
do $$
declare target regclass;
begin
    foreach target in array array['estates', 'lifts']::regclass[] loop
        execute format('alter table %s enable row level security', target);
        execute format('create policy public_page on %s for select to %I using (true)', target, platform.app_role());
    end loop;
end $$;
