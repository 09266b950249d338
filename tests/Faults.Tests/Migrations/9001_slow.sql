-- To be killed in: it waits at either gate while the suite holds it. The table that serves is locked last and shortly,
-- as a migration of ours would do it.
create table fault_suite_rows (id bigint primary key, text text not null);
insert into fault_suite_rows select n, repeat('x', 100) from generate_series(1, 50000) n;
select pg_advisory_xact_lock_shared(9001, 1);
create index fault_suite_rows_text on fault_suite_rows (text, id);
alter table cases add column fault_suite text;
select pg_advisory_xact_lock_shared(9001, 2);
