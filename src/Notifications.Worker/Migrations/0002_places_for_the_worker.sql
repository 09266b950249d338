-- Only handlers read what was learned of estates and buildings, and they are the worker.
do $$ begin
    execute format('revoke all on estates, billed_buildings from %I', platform.app_role());
end $$;
