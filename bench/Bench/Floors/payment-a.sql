-- A: the account's row is locked first, then the statements of one payment one by one.
\set n random(1, 1080)
BEGIN;
SELECT id FROM bank_accounts WHERE id = '{account}' FOR UPDATE;
INSERT INTO bank_lines (id, account_id, serial, street_code, division_code, booked_at, amount, counterparty, memo, content_hash, building, entrance, room, says_refund, source, outcome, bill_id, to_bill, to_credit, to_suspense, posted_at) SELECT gen_random_uuid(), '{account}', gen_random_uuid()::text, '{street}', '{street}', now(), 0.01, decode(repeat('ab', 40), 'hex'), decode(repeat('ab', 60), 'hex'), sha256('x'), building, '1', '101', false, 'SINGLE', 'MATCHED', id, 0.01, 0, 0, now() FROM bench_bills WHERE n = :n;
INSERT INTO ledger_transfers (id, block_id, book_id, debit_id, credit_id, amount, kind, source_id, booked_at, street_code, division_code) SELECT gen_random_uuid(), gen_random_uuid(), '{account}', d.id, c.id, 0.01, 'PAYMENT', gen_random_uuid(), now(), '{street}', '{street}' FROM ledger_accounts d, ledger_accounts c, bench_bills b WHERE d.book_id = '{account}' AND d.kind = 'BANK' AND c.book_id = '{account}' AND c.kind = 'COLLECTION' AND c.building = b.building AND b.n = :n;
UPDATE bills SET paid = paid + 0.01, version = version + 1 WHERE id = (SELECT id FROM bench_bills WHERE n = :n);
UPDATE building_totals SET collected = collected + 0.01 WHERE campaign_id = '{campaign}' AND building = (SELECT building FROM bench_bills WHERE n = :n);
INSERT INTO platform.idempotency (caller, route, key, body_hash, status, headers, body) VALUES ('bench/bench', '/api/v1/accounts', gen_random_uuid()::text, sha256('body'), 201, '{"ContentType":"application/json; charset=utf-8"}', decode(repeat('ab', 300), 'hex'));
INSERT INTO platform.audit (actor, action, subject_id, street_code, trace_id) VALUES ('bench', 'bank_lines.post', gen_random_uuid(), '{street}', repeat('a', 32));
INSERT INTO platform.outbox (id, type, payload, traceparent, street_code) VALUES (gen_random_uuid(), 'CivicPlatform.Contracts.Funds.PaymentMatched', repeat('{"number":"x"}', 25), repeat('0', 55), '{street}');
COMMIT;
