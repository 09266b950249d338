-- The sealed chains of docs/decisions/0070, and account heads that cover every column of a transfer: until now a
-- changed kind, date or office left the head as it was.
select platform.seal_rows('snapshots', 'id');
select platform.seal_rows('ledger_transfers', 'seq');

-- As 0002, with the whole transfer in the block. Instants as seconds: independent of a session's time zone.
create or replace function ledger_apply() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    update ledger_accounts a
    set debits = a.debits + s.debits, credits = a.credits + s.credits, entries = a.entries + s.entries,
        head = sha256(a.head || convert_to(s.block, 'UTF8'))
    from (
        select account_id, sum(debit) as debits, sum(credit) as credits, count(*) as entries,
            string_agg(concat_ws('|', seq, id, block_id, book_id, debit_id, credit_id, amount, kind, source_id,
                extract(epoch from booked_at), extract(epoch from recorded_at), street_code, division_code),
                E'\n' order by seq) as block
        from (
            select p.*, debit_id as account_id, amount as debit, 0.00 as credit from posted p
            union all
            select p.*, credit_id, 0.00, amount from posted p) legs
        group by account_id) s
    where a.id = s.account_id;
    return null;
end $$;

-- The heads of accounts that exist, once more from their first transfer on.
alter table ledger_accounts disable trigger only_by_transfers;
do $$
declare block record; account uuid; chain bytea;
begin
    for block in
        select account_id, string_agg(concat_ws('|', seq, id, block_id, book_id, debit_id, credit_id, amount, kind,
            source_id, extract(epoch from booked_at), extract(epoch from recorded_at), street_code, division_code),
            E'\n' order by seq) as lines
        from (
            select t.*, debit_id as account_id from ledger_transfers t
            union all select t.*, credit_id from ledger_transfers t) legs
        group by account_id, block_id order by account_id, min(seq)
    loop
        if account is distinct from block.account_id then chain := '\x'; end if;
        account := block.account_id;
        chain := sha256(chain || convert_to(block.lines, 'UTF8'));
        update ledger_accounts set head = chain where id = account;
    end loop;
end $$;
alter table ledger_accounts enable trigger only_by_transfers;
