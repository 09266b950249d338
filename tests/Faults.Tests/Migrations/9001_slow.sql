-- Long enough to be killed in. The table that serves is locked last and shortly, as a migration of ours would do it.
create table fault_suite_rows (id bigint primary key, text text not null);
insert into fault_suite_rows select n, repeat('x', 100) from generate_series(1, 200000) n;
select pg_sleep(0.5);
create index fault_suite_rows_text on fault_suite_rows (text, id);
alter table cases add column fault_suite text;
select pg_sleep(0.2);
