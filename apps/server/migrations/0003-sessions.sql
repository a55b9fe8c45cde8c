-- Who is signed in: browsers (clients), their sessions, and the one-time things that carry a session
-- to an app's server. Every secret is stored hashed.

create table clients (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  -- SHA-256 of the cookie's value; another value after every sign-in; null once the client was destroyed
  secret_hash bytea,
  last_active_session_id text,
  last_authentication_strategy text,
  created_at timestamptz not null,
  -- what __client_uat shows, rounded down to seconds
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create unique index clients_secret on clients (instance_id, secret_hash);
create index clients_updated_at on clients (updated_at);

create table sessions (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  -- null for a session made by a backend, which no browser holds
  client_id text,
  user_id text not null,
  -- 'expired' is not stored: it follows from expire_at, inactivity_seconds and the time
  status text not null check (status in ('active', 'ended', 'removed', 'replaced', 'revoked')),
  -- who impersonates the user: {"sub": ...}
  actor jsonb,
  first_factor_verified_at timestamptz,
  second_factor_verified_at timestamptz,
  -- the origin of the latest token request: azp of the next token
  origin text,
  user_agent text,
  ip_address text,
  -- written at most once a minute
  last_active_at timestamptz not null,
  -- the session expires this long after last_active_at; null for never
  inactivity_seconds integer check (inactivity_seconds > 0),
  expire_at timestamptz not null,
  abandon_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create index sessions_client on sessions (instance_id, client_id);
create index sessions_user on sessions (instance_id, user_id, created_at);
create index sessions_abandon_at on sessions (abandon_at);

-- What an app's server keeps in __refresh_<suffix>: exchanged for a session token, with a secret key only.
create table refresh_tokens (
  instance_id text not null,
  id text not null,
  session_id text not null,
  token_hash bytea not null,
  -- the iat of the newest expired token that was exchanged, and when
  consumed_issued_at timestamptz,
  consumed_at timestamptz,
  created_at timestamptz not null,
  primary key (instance_id, id),
  foreign key (instance_id, session_id) references sessions (instance_id, id) on delete cascade
);
create unique index refresh_tokens_hash on refresh_tokens (instance_id, token_hash);
create index refresh_tokens_session on refresh_tokens (instance_id, session_id, created_at);

-- A handshake on its way back to the app. It names whom to answer for; the answer is made at redemption.
create table handshake_nonces (
  instance_id text not null references instances (id) on delete cascade,
  nonce_hash bytea not null,
  client_id text,
  app_origin text not null,
  -- the host that served the handshake: decides the cookies' Domain
  server_host text not null,
  dev_browser text,
  expire_at timestamptz not null,
  redeemed_at timestamptz,
  primary key (instance_id, nonce_hash)
);
create index handshake_nonces_expire_at on handshake_nonces (expire_at);

create table testing_tokens (
  instance_id text not null references instances (id) on delete cascade,
  token_hash bytea not null,
  expire_at timestamptz not null,
  created_at timestamptz not null,
  primary key (instance_id, token_hash)
);
create index testing_tokens_expire_at on testing_tokens (expire_at);
