-- Lift cards of a campaign's households: who got one, and why one was cancelled (RAISE-09, RAISE-24). The number on the
-- card is nobody's business here; its hash tells two cards apart.
create table lift_cards (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    bill_id uuid not null references bills (id),
    street_code text not null,
    division_code text not null,
    estate_id uuid not null,
    serial_hash text not null check (serial_hash ~ '^[0-9a-f]{64}$'),
    reason text not null check (reason in ('PAID', 'LATE_JOIN', 'REPLACEMENT', 'OTHER')),
    was_paid boolean not null, -- The bill when the card was issued.
    status text not null check (status in ('ACTIVE', 'CANCELLED')),
    issued_by text not null,
    issued_at timestamptz not null default now(),
    cancel_reason text check (cancel_reason in ('LOST', 'MOVED_OUT', 'NON_PAYMENT')),
    decision_id uuid,
    legal_check_hash text check (legal_check_hash ~ '^[0-9a-f]{64}$'),
    cancelled_by text,
    cancelled_at timestamptz,
    version bigint not null default 1,
    check ((status = 'CANCELLED') = (cancel_reason is not null) and (status = 'CANCELLED') = (cancelled_by is not null)
        and (status = 'CANCELLED') = (cancelled_at is not null)),
    -- No card is taken from a household that owes without the owners' decision and a lawyer's word.
    check ((cancel_reason is not distinct from 'NON_PAYMENT') =
        (decision_id is not null and legal_check_hash is not null))
);
create unique index lift_cards_active on lift_cards (street_code, estate_id, serial_hash) where status = 'ACTIVE';
create index lift_cards_list on lift_cards (street_code, campaign_id, id);
create index lift_cards_bill on lift_cards (bill_id);
select platform.protect_tenant('lift_cards', 'SELECT, INSERT, UPDATE', 'SELECT');

-- Issued and cancelled are facts: a card changes once, from active to cancelled.
create function lift_cards_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.status = 'ACTIVE' and new.status = 'CANCELLED' and (new.bill_id, new.serial_hash,
        new.reason, new.was_paid, new.issued_by, new.issued_at) = (old.bill_id, old.serial_hash, old.reason,
        old.was_paid, old.issued_by, old.issued_at) then
        return new;
    end if;
    raise exception 'a lift card is issued once and cancelled once' using errcode = '42501';
end $$;
create trigger append_only before update or delete on lift_cards for each row execute function lift_cards_guard();
