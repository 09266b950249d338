-- Notices are told once and kept; deliveries are how they travel.
create table notices (
    id uuid primary key,
    street_code char(9) not null,
    division_code text not null,
    event_id uuid not null unique,
    event_type text not null,
    aggregate_id uuid not null,
    estate_id uuid,
    case_id uuid,
    title text not null check (length(title) <= 200),
    body text not null check (length(body) <= 2000),
    occurred_at timestamptz not null,
    created_at timestamptz not null
);
create index notices_by_street on notices (street_code, id);
create index notices_by_case on notices (street_code, case_id, id) where case_id is not null;
select platform.protect_tenant('notices', 'SELECT', 'SELECT, INSERT');

-- Secrets and addresses are encrypted (AES-256-GCM, row id as associated data).
create table webhook_subscriptions (
    id uuid primary key,
    street_code char(9) not null,
    division_code text not null,
    url text not null,
    secret bytea not null,
    event_types text[] not null,
    created_at timestamptz not null,
    disabled_at timestamptz,
    disabled_reason text,
    version bigint not null
);
create index webhook_subscriptions_by_street on webhook_subscriptions (street_code, id);
create unique index webhook_subscriptions_once on webhook_subscriptions (street_code, url) where disabled_at is null;
select platform.protect_tenant('webhook_subscriptions', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE');

create table email_subscriptions (
    id uuid primary key,
    street_code char(9) not null,
    division_code text not null,
    address bytea not null,
    address_hash bytea not null,
    event_types text[] not null,
    created_at timestamptz not null,
    disabled_at timestamptz,
    disabled_reason text,
    version bigint not null
);
create index email_subscriptions_by_street on email_subscriptions (street_code, id);
create unique index email_subscriptions_once on email_subscriptions (street_code, address_hash)
    where disabled_at is null;
select platform.protect_tenant('email_subscriptions', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE');

create table deliveries (
    id uuid primary key,
    notice_id uuid not null references notices,
    subscription_id uuid not null,
    street_code char(9) not null,
    division_code text not null,
    case_id uuid,
    channel text not null check (channel in ('EMAIL', 'WEBHOOK')),
    state text not null check (state in ('PENDING', 'SENT', 'CONFIRMED', 'FAILED', 'SKIPPED', 'CANCELLED')),
    tries int not null,
    last_outcome text,
    next_try_at timestamptz not null,
    claim uuid,
    created_at timestamptz not null,
    settled_at timestamptz,
    version bigint not null,
    unique (notice_id, subscription_id)
);
create index deliveries_due on deliveries (next_try_at) where state = 'PENDING';
create index deliveries_by_street on deliveries (street_code, id);
select platform.protect_tenant('deliveries', 'SELECT, UPDATE', 'SELECT, INSERT, UPDATE');

create table delivery_attempts (
    id uuid primary key,
    delivery_id uuid not null references deliveries,
    street_code char(9) not null,
    division_code text not null,
    number int not null,
    started_at timestamptz not null,
    duration_ms int not null,
    outcome text not null
);
create index delivery_attempts_of on delivery_attempts (delivery_id, id);
select platform.protect_tenant('delivery_attempts', 'SELECT', 'SELECT, INSERT');

-- Read models: what the texts need to know and no more.
create table estates (
    id uuid primary key,
    street_code char(9) not null,
    name text not null,
    source_version bigint not null
);
select platform.grant_app('estates', 'SELECT', 'SELECT, INSERT, UPDATE');

create table billed_buildings (
    campaign_id uuid not null,
    building text not null,
    households int not null,
    source_version bigint not null,
    primary key (campaign_id, building)
);
select platform.grant_app('billed_buildings', 'SELECT', 'SELECT, INSERT, UPDATE');
