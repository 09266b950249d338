-- F1: the statements of POST /cases one by one in a transaction, as a careful but plain service would send them.
BEGIN;
INSERT INTO platform.idempotency (caller, route, key, body_hash, status, headers, body) VALUES ('bench/bench', '/api/v1/cases', gen_random_uuid()::text, sha256('body'), 201, '{"ContentType":"application/json; charset=utf-8","Location":"/api/v1/cases/0","ETag":"v1"}', decode(repeat('ab', 300), 'hex'));
INSERT INTO cases (id, street_code, division_code, number, status, channel, type, matter, description_cipher, received_at, registered_at, registered_by, building, reporter_name, reporter_phone, reporter_name_hash, reporter_phone_hash, version) VALUES (gen_random_uuid(), :street::text, :street::text, gen_random_uuid()::text, 'RECEIVED', 'HOTLINE_12345', 'HELP', 'LIFT_FAILURE', decode(repeat('ab', 77), 'hex'), now(), now(), 'bench', '3', decode(repeat('ab', 40), 'hex'), decode(repeat('ab', 42), 'hex'), sha256('n'), sha256('p'), 1);
INSERT INTO platform.audit (actor, action, subject_id, street_code, detail, trace_id) VALUES ('bench', 'intake.register', gen_random_uuid(), :street::text, 'LIFT_FAILURE', repeat('a', 32));
INSERT INTO platform.outbox (id, type, payload, traceparent, street_code) VALUES (gen_random_uuid(), 'CivicPlatform.Contracts.Cases.CaseRegistered', repeat('{"number":"x"}', 25), repeat('0', 55), :street::text);
COMMIT;
