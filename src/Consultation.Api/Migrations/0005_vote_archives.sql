-- What was signed at the close of a motion, and the trackers of its papers. Both are public (T0): they tell that a paper
-- was counted and not what it says. Only the motion's own office may write them, once.
create table vote_closings (
    motion_id uuid primary key references motions (id),
    street_code text not null,
    division_code text not null,
    roll_hash text not null,
    root text not null,
    ballots int not null check (ballots >= 0),
    delivered_units uuid[],
    tally text not null,
    closed_at timestamptz not null,
    signature bytea not null,
    public_key text not null
);

create table vote_trackers (
    motion_id uuid not null references motions (id),
    tracker text collate "C" not null check (tracker ~ '^[0-9a-f]{64}$'),
    street_code text not null,
    division_code text not null,
    primary key (motion_id, tracker)
);

do $$
declare name text;
begin
    foreach name in array array['vote_closings', 'vote_trackers'] loop
        perform platform.protect_tenant(name, 'SELECT, INSERT', 'SELECT');
        execute format('create policy public_page on %I for select to %I using (true)', name, platform.app_role());
        execute format('create trigger append_only before update or delete or truncate on %I '
            'execute function platform.refuse_change()', name);
    end loop;
end $$;
select platform.seal_rows('vote_closings', 'motion_id');
