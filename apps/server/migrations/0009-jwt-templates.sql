-- JWT templates with their versions, redirect URLs, tickets that let somebody act as a user, and who may
-- sign up by their address.

-- What `getToken({ template })` names. Its content is in the version that it points to.
create table jwt_templates (
  instance_id text not null references instances (id),
  id text not null,
  name text not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create unique index jwt_templates_name on jwt_templates (instance_id, name);

-- A version is never changed, but for its key: one that was replaced is forgotten.
create table jwt_template_versions (
  instance_id text not null,
  template_id text not null,
  version bigint not null,
  name text not null,
  -- the claims as JSON text
  source text not null,
  lifetime_seconds integer not null check (lifetime_seconds between 30 and 315360000),
  allowed_clock_skew_seconds integer not null check (allowed_clock_skew_seconds between 0 and 300),
  -- null: signed with the instance's own key
  signing_algorithm text
    check (signing_algorithm in ('HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'ES256')),
  -- the private key or secret, sealed under BARTLEBY_ENCRYPTION_KEY
  sealed_signing_key bytea,
  author jsonb not null,
  created_at timestamptz not null,
  primary key (instance_id, template_id, version),
  foreign key (instance_id, template_id) references jwt_templates (instance_id, id) on delete cascade,
  check (sealed_signing_key is null or signing_algorithm is not null)
);

-- Whole URLs, of custom schemes too, that a browser or a native app may be sent to.
create table redirect_urls (
  instance_id text not null references instances (id),
  id text not null,
  url text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create unique index redirect_urls_url on redirect_urls (instance_id, url);

-- An actor token is a sign-in ticket whose session belongs to the user and names who really acts.
alter table tickets add column actor jsonb;
alter table tickets add column session_max_seconds integer check (session_max_seconds > 0);
alter table tickets add constraint tickets_actor
  check ((actor is null) = (session_max_seconds is null) and (actor is null or purpose = 'sign_in'));

-- The allowlist and the blocklist of an instance. They bind while its restrictions say so.
create table restricted_identifiers (
  instance_id text not null references instances (id),
  id text not null,
  list text not null check (list in ('allow', 'block')),
  identifier_type text not null check (identifier_type in ('email_address', 'phone_number', 'web3_wallet')),
  -- in normal form; `*@example.com` stands for every address of that domain
  identifier text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create unique index restricted_identifiers_identifier
  on restricted_identifiers (instance_id, list, identifier);
