-- Accounts at other providers: who may be asked (connections), who was asked (attempts), who answered (accounts).

create table social_connections (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  -- oauth_google, oauth_github or oauth_custom_<key>: what apps call it
  strategy text not null,
  kind text not null check (kind in ('google', 'github', 'oidc')),
  name text not null,
  logo_url text,
  -- oidc: whose discovery document is read; google and github: null for the public service
  issuer text,
  -- github alone: where its API answers; null for the public service
  api_url text,
  client_id text not null,
  client_secret_sealed bytea not null,
  scopes text[] not null,
  enabled boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id),
  check (kind <> 'oidc' or issuer is not null)
);
create unique index social_connections_strategy on social_connections (instance_id, strategy);

create table external_accounts (
  instance_id text not null,
  id text not null,
  user_id text not null,
  identification_id text not null,
  -- the strategy that leads to it: oauth_google
  provider text not null,
  -- the provider's name for the person; '' until the provider was asked
  provider_user_id text not null,
  -- as the provider says it, in lower case
  email_address text,
  email_address_verified boolean not null default false,
  first_name text,
  last_name text,
  username text,
  image_url text,
  phone_number text,
  label text,
  public_metadata jsonb not null default '{}',
  -- separated by blanks
  approved_scopes text not null default '',
  -- false: the user began to connect it, and the provider has not confirmed
  verified boolean not null,
  -- the attempt that an unverified account waits for
  oauth_attempt_id text,
  access_token_sealed bytea,
  refresh_token_sealed bytea,
  access_token_expire_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id),
  foreign key (instance_id, user_id) references users (instance_id, id) on delete cascade
);
-- One person at a provider is one user here.
create unique index external_accounts_provider_user
  on external_accounts (instance_id, provider, provider_user_id) where verified;
create index external_accounts_user on external_accounts (instance_id, user_id, created_at);

-- A browser on its way to a provider and back. Redeemed once, by the browser that began.
create table oauth_attempts (
  instance_id text not null,
  id text not null,
  state_hash bytea not null,
  client_id text not null,
  connection_id text not null,
  strategy text not null,
  purpose text not null check (purpose in ('sign_in', 'sign_up', 'connect')),
  -- connect: for whom, and which account
  user_id text,
  external_account_id text,
  -- where the provider sends the browser back to
  callback_url text not null,
  redirect_url text not null,
  action_complete_redirect_url text not null,
  -- nonce, PKCE verifier and the URL that holds the state
  secrets_sealed bytea not null,
  status text not null check (status in ('unverified', 'verified', 'transferable', 'failed')),
  error_code text,
  error_meta jsonb,
  -- what the provider said, for the other half of a transfer: profile and tokens
  answer_sealed bytea,
  expire_at timestamptz not null,
  redeemed_at timestamptz,
  transferred_at timestamptz,
  created_at timestamptz not null,
  primary key (instance_id, id),
  foreign key (instance_id, connection_id) references social_connections (instance_id, id) on delete cascade,
  check ((purpose = 'connect') = (user_id is not null)),
  check ((purpose = 'connect') = (external_account_id is not null))
);
create unique index oauth_attempts_state on oauth_attempts (instance_id, state_hash);
create index oauth_attempts_expire_at on oauth_attempts (expire_at);

-- The visit at a provider that the attempt waits for, or was decided by.
alter table sign_ins add column oauth_attempt_id text;
alter table sign_ups add column oauth_attempt_id text;
