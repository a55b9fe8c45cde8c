-- Who signs in: users, their addresses, the attempts to sign up and in, and what guards them.
-- Everything that is redeemed once (codes, tickets) is stored hashed.

create table users (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  external_id text,
  username text,
  first_name text,
  last_name text,
  primary_email_address_id text,
  password_hash text,
  password_updated_at timestamptz,
  public_metadata jsonb not null default '{}',
  private_metadata jsonb not null default '{}',
  unsafe_metadata jsonb not null default '{}',
  banned boolean not null default false,
  delete_self_enabled boolean not null default true,
  create_organization_enabled boolean not null default true,
  create_organizations_limit integer,
  locale text,
  timezone text,
  legal_accepted_at timestamptz,
  last_sign_in_at timestamptz,
  last_active_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create unique index users_external_id on users (instance_id, external_id) where external_id is not null;
create unique index users_username on users (instance_id, lower(username)) where username is not null;
create index users_created_at on users (instance_id, created_at, id);

create table email_addresses (
  instance_id text not null,
  id text not null,
  user_id text not null,
  -- Stored in lower case: two spellings of one address are one address.
  email_address text not null,
  verified boolean not null,
  verification_strategy text,
  verified_at timestamptz,
  -- The code that was last sent to this address, if any.
  verification_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id),
  foreign key (instance_id, user_id) references users (instance_id, id) on delete cascade
);
-- An unverified address reserves nothing: nobody can keep another person's address from them.
create unique index email_addresses_verified on email_addresses (instance_id, email_address) where verified;
create unique index email_addresses_of_user on email_addresses (instance_id, user_id, email_address);

create table verifications (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  strategy text not null,
  email_address text not null,
  code_hash bytea not null,
  attempts integer not null default 0,
  max_attempts integer not null,
  verified_at timestamptz,
  expire_at timestamptz not null,
  created_at timestamptz not null,
  primary key (instance_id, id)
);
create index verifications_expire_at on verifications (expire_at);

-- One row per thing that is counted in a window: wrong passwords of an account, codes sent to an address.
create table attempt_counters (
  instance_id text not null references instances (id) on delete cascade,
  kind text not null,
  subject_hash bytea not null,
  attempts integer not null,
  window_ends_at timestamptz not null,
  primary key (instance_id, kind, subject_hash)
);
create index attempt_counters_window on attempt_counters (window_ends_at);

create table tickets (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  -- sign_in: lets one user in. sign_up: an invitation; whoever holds it has proved the address.
  purpose text not null check (purpose in ('sign_in', 'sign_up')),
  user_id text,
  email_address text,
  public_metadata jsonb not null default '{}',
  secret_hash bytea not null,
  status text not null check (status in ('pending', 'accepted', 'revoked')),
  expire_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id),
  foreign key (instance_id, user_id) references users (instance_id, id) on delete cascade,
  check ((purpose = 'sign_in') = (user_id is not null)),
  check ((purpose = 'sign_up') = (email_address is not null))
);
create unique index tickets_secret on tickets (instance_id, secret_hash);
create index tickets_expire_at on tickets (expire_at);

create table sign_ups (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  client_id text not null,
  status text not null check (status in ('missing_requirements', 'complete')),
  email_address text,
  email_verified_by text,
  verification_id text,
  username text,
  first_name text,
  last_name text,
  password_hash text,
  unsafe_metadata jsonb not null default '{}',
  public_metadata jsonb not null default '{}',
  locale text,
  legal_accepted_at timestamptz,
  created_user_id text,
  created_session_id text,
  abandon_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create index sign_ups_client on sign_ups (instance_id, client_id);
create index sign_ups_abandon_at on sign_ups (abandon_at);

create table sign_ins (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  client_id text not null,
  status text not null
    check (status in ('needs_identifier', 'needs_first_factor', 'needs_new_password', 'complete')),
  identifier text,
  -- Null for an unknown identifier too: such an attempt goes through the same motions and never succeeds.
  user_id text,
  -- Names the e-mail factor in this attempt alone, so that it tells nothing about the account.
  email_factor_id text,
  verification_id text,
  verified_strategy text,
  created_session_id text,
  abandon_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create index sign_ins_client on sign_ins (instance_id, client_id);
create index sign_ins_abandon_at on sign_ins (abandon_at);

-- Where mail goes while no SMTP server is configured: shown on the Dashboard's Mailbox page.
create table mailbox_messages (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  kind text not null,
  recipient text not null,
  subject text not null,
  text_body text not null,
  html_body text,
  created_at timestamptz not null,
  primary key (instance_id, id)
);
create index mailbox_messages_created_at on mailbox_messages (instance_id, created_at);
