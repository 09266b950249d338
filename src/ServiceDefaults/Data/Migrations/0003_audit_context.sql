-- Who acted through which client, from where, under which request, for what purpose, with what result. The values
-- come from settings of the transaction (RequestTransaction.ScopeCommand), so that every way to write an audit row,
-- functions included, notes them; background work has none of them and its actor says who it is.
alter table platform.audit
    add column client text default nullif(current_setting('app.client', true), ''),
    add column origin text default nullif(current_setting('app.origin', true), ''),
    add column request_id text default nullif(current_setting('app.request_id', true), ''),
    add column purpose text default nullif(current_setting('app.purpose', true), ''),
    add column result text not null default 'DONE';
