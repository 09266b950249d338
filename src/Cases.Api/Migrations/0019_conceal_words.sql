-- What a resident says, and where, names people: ciphered like the reporter (docs/decisions/0090). The old columns stay
-- for a version before this one, which still writes and reads them; ConcealWords ciphers what it finds there.
alter table cases
    alter column description set default '（已加密）',
    add column description_cipher bytea,
    add column address_cipher bytea;
create index cases_plain on cases (id) where description_cipher is null;
