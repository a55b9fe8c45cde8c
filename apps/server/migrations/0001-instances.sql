-- The tenant: applications, their instances, keys, and the log of what happened.
-- Every row names its instance first, so that tenancy and sharding hold by construction.

create table applications (
  id text primary key,
  name text not null,
  created_at timestamptz not null default now()
);

create table instances (
  id text primary key,
  application_id text not null references applications (id),
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  kind text not null check (kind in ('application', 'operators')),
  environment_type text not null check (environment_type in ('development', 'production')),
  -- production only: the host that keys name; null is the public URL's host
  frontend_api_host text,
  is_default boolean not null default false,
  -- raised by every write that changes what tokens look like
  version bigint not null default 1,
  -- raised by every write of the configuration (If-Match of the Platform API)
  config_version bigint not null default 1,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index instances_one_default on instances (is_default) where is_default;
create index instances_by_application on instances (application_id);

create table secret_keys (
  instance_id text not null references instances (id),
  id text not null,
  name text not null,
  -- SHA-256 of the key; the key itself is shown once and never stored
  key_hash bytea not null unique,
  -- the first characters, to recognise it by
  prefix text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (instance_id, id)
);

create table signing_keys (
  instance_id text not null references instances (id),
  -- the key id (kid) in tokens and in the JWK Set
  id text not null,
  status text not null check (status in ('next', 'active', 'retiring', 'retired', 'withdrawn')),
  algorithm text not null check (algorithm in ('RS256', 'ES256')),
  public_jwk jsonb not null,
  -- the private key as PKCS #8, sealed under BARTLEBY_ENCRYPTION_KEY; null once it cannot sign any more
  sealed_private_key bytea,
  created_at timestamptz not null default now(),
  activated_at timestamptz,
  -- when it stopped signing
  retiring_at timestamptz,
  ended_at timestamptz,
  primary key (instance_id, id)
);
create unique index signing_keys_one_active on signing_keys (instance_id) where status = 'active';
create unique index signing_keys_one_next on signing_keys (instance_id) where status = 'next';

create table events (
  instance_id text not null references instances (id),
  id bigint generated always as identity,
  type text not null,
  -- {"type": "operator" | "secret_key" | "platform_key" | "user" | "server", "id": text or null}
  actor jsonb not null,
  data jsonb not null,
  created_at timestamptz not null default now(),
  primary key (instance_id, id)
);

-- Facts about this installation as a whole, such as the canary of the encryption key.
create table server_facts (
  name text primary key,
  value text not null,
  created_at timestamptz not null default now()
);
