-- What the owners may spend of their maintenance fund is part of what they voted on (M5): the agenda's hash covers it,
-- and with it the notice, which is sealed, and the signed closing.
alter table motions add column amount numeric(18, 2) check (amount > 0 and amount < 'Infinity'),
    add constraint amount_of_fund_use check (amount is null or matter = 'M5');
