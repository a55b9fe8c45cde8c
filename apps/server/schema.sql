-- What the migrations make. Written by scripts/dump-schema.ts; do not edit.

create table applications (
  id text not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  constraint applications_pkey PRIMARY KEY (id)
);

create table attempt_counters (
  instance_id text not null,
  kind text not null,
  subject_hash bytea not null,
  attempts integer not null,
  window_ends_at timestamp with time zone not null,
  constraint attempt_counters_pkey PRIMARY KEY (instance_id, kind, subject_hash),
  constraint attempt_counters_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE
);
CREATE INDEX attempt_counters_window ON attempt_counters USING btree (window_ends_at);

create table backup_codes (
  instance_id text not null,
  user_id text not null,
  id text not null,
  code_hash bytea,
  bcrypt_digest text,
  created_at timestamp with time zone not null,
  constraint backup_codes_pkey PRIMARY KEY (instance_id, user_id, id),
  constraint backup_codes_instance_id_user_id_fkey FOREIGN KEY (instance_id, user_id) REFERENCES users(instance_id, id) ON DELETE CASCADE,
  constraint backup_codes_check CHECK ((code_hash IS NULL) <> (bcrypt_digest IS NULL))
);
CREATE UNIQUE INDEX backup_codes_hash ON backup_codes USING btree (instance_id, user_id, code_hash) WHERE code_hash IS NOT NULL;

create table clients (
  instance_id text not null,
  id text not null,
  secret_hash bytea,
  last_active_session_id text,
  last_authentication_strategy text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint clients_pkey PRIMARY KEY (instance_id, id),
  constraint clients_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX clients_secret ON clients USING btree (instance_id, secret_hash);
CREATE INDEX clients_updated_at ON clients USING btree (updated_at);

create table email_addresses (
  instance_id text not null,
  id text not null,
  user_id text not null,
  email_address text not null,
  verified boolean not null,
  verification_strategy text,
  verified_at timestamp with time zone,
  verification_id text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  reserved boolean not null default false,
  constraint email_addresses_pkey PRIMARY KEY (instance_id, id),
  constraint email_addresses_instance_id_user_id_fkey FOREIGN KEY (instance_id, user_id) REFERENCES users(instance_id, id) ON DELETE CASCADE,
  constraint email_addresses_check CHECK (NOT (reserved AND verified))
);
CREATE UNIQUE INDEX email_addresses_held ON email_addresses USING btree (instance_id, email_address) WHERE verified OR reserved;
CREATE UNIQUE INDEX email_addresses_of_user ON email_addresses USING btree (instance_id, user_id, email_address);

create table email_links (
  instance_id text not null,
  token_hash bytea not null,
  verification_id text not null,
  purpose text not null,
  subject_id text not null,
  client_id text not null,
  asker_secret_hash bytea,
  redirect_url text not null,
  expire_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint email_links_pkey PRIMARY KEY (instance_id, token_hash),
  constraint email_links_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint email_links_purpose_check CHECK (purpose = ANY (ARRAY['sign_in'::text, 'sign_up'::text, 'email_address'::text]))
);
CREATE INDEX email_links_expire_at ON email_links USING btree (expire_at);

create table events (
  instance_id text not null,
  id bigint not null generated always as identity,
  type text not null,
  actor jsonb not null,
  data jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint events_pkey PRIMARY KEY (instance_id, id),
  constraint events_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id)
);
CREATE INDEX events_claims_omitted ON events USING btree (instance_id, id DESC) WHERE type = 'session.claims_omitted'::text;
CREATE INDEX events_claims_omitted_by_user ON events USING btree (instance_id, (data ->> 'user_id'::text), id) WHERE type = 'session.claims_omitted'::text;

create table external_accounts (
  instance_id text not null,
  id text not null,
  user_id text not null,
  identification_id text not null,
  provider text not null,
  provider_user_id text not null,
  email_address text,
  email_address_verified boolean not null default false,
  first_name text,
  last_name text,
  username text,
  image_url text,
  phone_number text,
  label text,
  public_metadata jsonb not null default '{}'::jsonb,
  approved_scopes text not null default ''::text,
  verified boolean not null,
  oauth_attempt_id text,
  access_token_sealed bytea,
  refresh_token_sealed bytea,
  access_token_expire_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint external_accounts_pkey PRIMARY KEY (instance_id, id),
  constraint external_accounts_instance_id_user_id_fkey FOREIGN KEY (instance_id, user_id) REFERENCES users(instance_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX external_accounts_provider_user ON external_accounts USING btree (instance_id, provider, provider_user_id) WHERE verified;
CREATE INDEX external_accounts_user ON external_accounts USING btree (instance_id, user_id, created_at);

create table handshake_nonces (
  instance_id text not null,
  nonce_hash bytea not null,
  client_id text,
  app_origin text not null,
  server_host text not null,
  dev_browser text,
  expire_at timestamp with time zone not null,
  redeemed_at timestamp with time zone,
  constraint handshake_nonces_pkey PRIMARY KEY (instance_id, nonce_hash),
  constraint handshake_nonces_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE
);
CREATE INDEX handshake_nonces_expire_at ON handshake_nonces USING btree (expire_at);

create table imported_records (
  instance_id text not null,
  kind text not null,
  id text not null,
  fingerprint bytea not null,
  fields text[] not null,
  imported_at timestamp with time zone not null,
  constraint imported_records_pkey PRIMARY KEY (instance_id, kind, id),
  constraint imported_records_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint imported_records_kind_check CHECK (kind = ANY (ARRAY['user'::text, 'organization'::text, 'organization_membership'::text]))
);

create table instances (
  id text not null,
  application_id text not null,
  slug text not null,
  kind text not null,
  environment_type text not null,
  frontend_api_host text,
  is_default boolean not null default false,
  version bigint not null default 1,
  config_version bigint not null default 1,
  settings jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint instances_pkey PRIMARY KEY (id),
  constraint instances_slug_key UNIQUE (slug),
  constraint instances_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint instances_environment_type_check CHECK (environment_type = ANY (ARRAY['development'::text, 'production'::text])),
  constraint instances_kind_check CHECK (kind = ANY (ARRAY['application'::text, 'operators'::text])),
  constraint instances_slug_check CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'::text)
);
CREATE INDEX instances_by_application ON instances USING btree (application_id);
CREATE UNIQUE INDEX instances_one_default ON instances USING btree (is_default) WHERE is_default;

create table invitations (
  instance_id text not null,
  id text not null,
  email_address text not null,
  public_metadata jsonb not null default '{}'::jsonb,
  status text not null,
  redirect_url text,
  ignores_existing boolean not null,
  expire_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint invitations_pkey PRIMARY KEY (instance_id, id),
  constraint invitations_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint invitations_status_check CHECK (status = ANY (ARRAY['pending'::text, 'accepted'::text, 'revoked'::text, 'expired'::text]))
);
CREATE INDEX invitations_created_at ON invitations USING btree (instance_id, created_at, id);
CREATE UNIQUE INDEX invitations_pending ON invitations USING btree (instance_id, email_address) WHERE status = 'pending'::text AND NOT ignores_existing;

create table jwt_template_versions (
  instance_id text not null,
  template_id text not null,
  version bigint not null,
  name text not null,
  source text not null,
  lifetime_seconds integer not null,
  allowed_clock_skew_seconds integer not null,
  signing_algorithm text,
  sealed_signing_key bytea,
  author jsonb not null,
  created_at timestamp with time zone not null,
  preset text,
  constraint jwt_template_versions_pkey PRIMARY KEY (instance_id, template_id, version),
  constraint jwt_template_versions_instance_id_template_id_fkey FOREIGN KEY (instance_id, template_id) REFERENCES jwt_templates(instance_id, id) ON DELETE CASCADE,
  constraint jwt_template_versions_allowed_clock_skew_seconds_check CHECK (allowed_clock_skew_seconds >= 0 AND allowed_clock_skew_seconds <= 300),
  constraint jwt_template_versions_check CHECK (sealed_signing_key IS NULL OR signing_algorithm IS NOT NULL),
  constraint jwt_template_versions_lifetime_seconds_check CHECK (lifetime_seconds >= 30 AND lifetime_seconds <= 315360000),
  constraint jwt_template_versions_signing_algorithm_check CHECK (signing_algorithm = ANY (ARRAY['HS256'::text, 'HS384'::text, 'HS512'::text, 'RS256'::text, 'RS384'::text, 'RS512'::text, 'ES256'::text]))
);

create table jwt_templates (
  instance_id text not null,
  id text not null,
  name text not null,
  version bigint not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint jwt_templates_pkey PRIMARY KEY (instance_id, id),
  constraint jwt_templates_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id)
);
CREATE UNIQUE INDEX jwt_templates_name ON jwt_templates USING btree (instance_id, name);

create table mailbox_messages (
  instance_id text not null,
  id text not null,
  kind text not null,
  recipient text not null,
  subject text not null,
  text_body text not null,
  html_body text,
  created_at timestamp with time zone not null,
  constraint mailbox_messages_pkey PRIMARY KEY (instance_id, id),
  constraint mailbox_messages_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE
);
CREATE INDEX mailbox_messages_created_at ON mailbox_messages USING btree (instance_id, created_at);

create table oauth_attempts (
  instance_id text not null,
  id text not null,
  state_hash bytea not null,
  client_id text not null,
  connection_id text not null,
  strategy text not null,
  purpose text not null,
  user_id text,
  external_account_id text,
  callback_url text not null,
  redirect_url text not null,
  action_complete_redirect_url text not null,
  secrets_sealed bytea not null,
  status text not null,
  error_code text,
  error_meta jsonb,
  answer_sealed bytea,
  expire_at timestamp with time zone not null,
  redeemed_at timestamp with time zone,
  transferred_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint oauth_attempts_pkey PRIMARY KEY (instance_id, id),
  constraint oauth_attempts_instance_id_connection_id_fkey FOREIGN KEY (instance_id, connection_id) REFERENCES social_connections(instance_id, id) ON DELETE CASCADE,
  constraint oauth_attempts_check CHECK ((purpose = 'connect'::text) = (user_id IS NOT NULL)),
  constraint oauth_attempts_check1 CHECK ((purpose = 'connect'::text) = (external_account_id IS NOT NULL)),
  constraint oauth_attempts_purpose_check CHECK (purpose = ANY (ARRAY['sign_in'::text, 'sign_up'::text, 'connect'::text])),
  constraint oauth_attempts_status_check CHECK (status = ANY (ARRAY['unverified'::text, 'verified'::text, 'transferable'::text, 'failed'::text]))
);
CREATE INDEX oauth_attempts_expire_at ON oauth_attempts USING btree (expire_at);
CREATE UNIQUE INDEX oauth_attempts_state ON oauth_attempts USING btree (instance_id, state_hash);

create table operator_roles (
  instance_id text not null,
  user_id text not null,
  application_id text,
  role text not null,
  created_at timestamp with time zone not null,
  constraint operator_roles_instance_id_user_id_application_id_key UNIQUE NULLS NOT DISTINCT (instance_id, user_id, application_id),
  constraint operator_roles_application_id_fkey FOREIGN KEY (application_id) REFERENCES applications(id),
  constraint operator_roles_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id),
  constraint operator_roles_role_check CHECK (role = ANY (ARRAY['owner'::text, 'viewer'::text]))
);

create table organization_memberships (
  instance_id text not null,
  id text not null,
  organization_id text not null,
  user_id text not null,
  role text not null,
  public_metadata jsonb not null default '{}'::jsonb,
  private_metadata jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint organization_memberships_pkey PRIMARY KEY (instance_id, id),
  constraint organization_memberships_instance_id_organization_id_fkey FOREIGN KEY (instance_id, organization_id) REFERENCES organizations(instance_id, id) ON DELETE CASCADE,
  constraint organization_memberships_instance_id_user_id_fkey FOREIGN KEY (instance_id, user_id) REFERENCES users(instance_id, id) ON DELETE CASCADE
);
CREATE INDEX organization_memberships_export ON organization_memberships USING btree (instance_id, id COLLATE "C");
CREATE INDEX organization_memberships_of_organization ON organization_memberships USING btree (instance_id, organization_id, created_at);
CREATE UNIQUE INDEX organization_memberships_of_user ON organization_memberships USING btree (instance_id, user_id, organization_id);

create table organizations (
  instance_id text not null,
  id text not null,
  name text not null,
  slug text,
  max_allowed_memberships integer,
  admin_delete_enabled boolean not null default true,
  public_metadata jsonb not null default '{}'::jsonb,
  private_metadata jsonb not null default '{}'::jsonb,
  created_by text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint organizations_pkey PRIMARY KEY (instance_id, id),
  constraint organizations_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE
);
CREATE INDEX organizations_export ON organizations USING btree (instance_id, id COLLATE "C");
CREATE UNIQUE INDEX organizations_slug ON organizations USING btree (instance_id, slug) WHERE slug IS NOT NULL;

create table phone_numbers (
  instance_id text not null,
  id text not null,
  user_id text not null,
  phone_number text not null,
  verified boolean not null,
  reserved boolean not null default false,
  verification_strategy text,
  verified_at timestamp with time zone,
  verification_id text,
  reserved_for_second_factor boolean not null default false,
  default_second_factor boolean not null default false,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint phone_numbers_pkey PRIMARY KEY (instance_id, id),
  constraint phone_numbers_instance_id_user_id_fkey FOREIGN KEY (instance_id, user_id) REFERENCES users(instance_id, id) ON DELETE CASCADE,
  constraint phone_numbers_check CHECK (NOT (reserved AND verified)),
  constraint phone_numbers_check1 CHECK (verified OR NOT reserved_for_second_factor),
  constraint phone_numbers_check2 CHECK (reserved_for_second_factor OR NOT default_second_factor)
);
CREATE UNIQUE INDEX phone_numbers_held ON phone_numbers USING btree (instance_id, phone_number) WHERE verified OR reserved;
CREATE UNIQUE INDEX phone_numbers_of_user ON phone_numbers USING btree (instance_id, user_id, phone_number);
CREATE UNIQUE INDEX phone_numbers_one_default ON phone_numbers USING btree (instance_id, user_id) WHERE default_second_factor;

create table platform_keys (
  instance_id text not null,
  id text not null,
  name text not null,
  key_hash bytea not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint platform_keys_pkey PRIMARY KEY (instance_id, id),
  constraint platform_keys_key_hash_key UNIQUE (key_hash),
  constraint platform_keys_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id)
);

create table profile_images (
  instance_id text not null,
  id text not null,
  user_id text not null,
  content_type text not null,
  bytes bytea not null,
  created_at timestamp with time zone not null,
  constraint profile_images_pkey PRIMARY KEY (instance_id, id),
  constraint profile_images_instance_id_user_id_fkey FOREIGN KEY (instance_id, user_id) REFERENCES users(instance_id, id) ON DELETE CASCADE,
  constraint profile_images_bytes_check CHECK (octet_length(bytes) <= 1000000)
);
CREATE UNIQUE INDEX profile_images_user ON profile_images USING btree (instance_id, user_id);

create table redirect_urls (
  instance_id text not null,
  id text not null,
  url text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint redirect_urls_pkey PRIMARY KEY (instance_id, id),
  constraint redirect_urls_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id)
);
CREATE UNIQUE INDEX redirect_urls_url ON redirect_urls USING btree (instance_id, url);

create table refresh_tokens (
  instance_id text not null,
  id text not null,
  session_id text not null,
  token_hash bytea not null,
  consumed_issued_at timestamp with time zone,
  consumed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint refresh_tokens_pkey PRIMARY KEY (instance_id, id),
  constraint refresh_tokens_instance_id_session_id_fkey FOREIGN KEY (instance_id, session_id) REFERENCES sessions(instance_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX refresh_tokens_hash ON refresh_tokens USING btree (instance_id, token_hash);
CREATE INDEX refresh_tokens_session ON refresh_tokens USING btree (instance_id, session_id, created_at);

create table restricted_identifiers (
  instance_id text not null,
  id text not null,
  list text not null,
  identifier_type text not null,
  identifier text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint restricted_identifiers_pkey PRIMARY KEY (instance_id, id),
  constraint restricted_identifiers_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id),
  constraint restricted_identifiers_identifier_type_check CHECK (identifier_type = ANY (ARRAY['email_address'::text, 'phone_number'::text, 'web3_wallet'::text])),
  constraint restricted_identifiers_list_check CHECK (list = ANY (ARRAY['allow'::text, 'block'::text]))
);
CREATE UNIQUE INDEX restricted_identifiers_identifier ON restricted_identifiers USING btree (instance_id, list, identifier);

create table secret_keys (
  instance_id text not null,
  id text not null,
  name text not null,
  key_hash bytea not null,
  prefix text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint secret_keys_pkey PRIMARY KEY (instance_id, id),
  constraint secret_keys_key_hash_key UNIQUE (key_hash),
  constraint secret_keys_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id)
);

create table server_facts (
  name text not null,
  value text not null,
  created_at timestamp with time zone not null default now(),
  constraint server_facts_pkey PRIMARY KEY (name)
);

create table session_token_templates (
  instance_id text not null,
  version bigint not null,
  source text not null,
  author jsonb not null,
  message text,
  created_at timestamp with time zone not null,
  accepted_broken_users integer,
  tests text not null default '[]'::text,
  constraint session_token_templates_pkey PRIMARY KEY (instance_id, version),
  constraint session_token_templates_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id),
  constraint session_token_templates_accepted_broken_users_check CHECK (accepted_broken_users > 0)
);

create table session_verifications (
  instance_id text not null,
  session_id text not null,
  level text not null,
  status text not null,
  first_factor_strategy text,
  first_factor_verification_id text,
  second_factor_strategy text,
  second_factor_verification_id text,
  expire_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint session_verifications_pkey PRIMARY KEY (instance_id, session_id),
  constraint session_verifications_instance_id_session_id_fkey FOREIGN KEY (instance_id, session_id) REFERENCES sessions(instance_id, id) ON DELETE CASCADE,
  constraint session_verifications_level_check CHECK (level = ANY (ARRAY['first_factor'::text, 'second_factor'::text, 'multi_factor'::text])),
  constraint session_verifications_status_check CHECK (status = ANY (ARRAY['needs_first_factor'::text, 'needs_second_factor'::text, 'complete'::text]))
);

create table sessions (
  instance_id text not null,
  id text not null,
  client_id text,
  user_id text not null,
  status text not null,
  actor jsonb,
  first_factor_verified_at timestamp with time zone,
  second_factor_verified_at timestamp with time zone,
  origin text,
  user_agent text,
  ip_address text,
  last_active_at timestamp with time zone not null,
  inactivity_seconds integer,
  expire_at timestamp with time zone not null,
  abandon_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (instance_id, id),
  constraint sessions_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint sessions_inactivity_seconds_check CHECK (inactivity_seconds > 0),
  constraint sessions_status_check CHECK (status = ANY (ARRAY['active'::text, 'ended'::text, 'removed'::text, 'replaced'::text, 'revoked'::text]))
);
CREATE INDEX sessions_abandon_at ON sessions USING btree (abandon_at);
CREATE INDEX sessions_client ON sessions USING btree (instance_id, client_id);
CREATE INDEX sessions_user ON sessions USING btree (instance_id, user_id, created_at);

create table sign_ins (
  instance_id text not null,
  id text not null,
  client_id text not null,
  status text not null,
  identifier text,
  user_id text,
  email_factor_id text,
  verification_id text,
  verified_strategy text,
  created_session_id text,
  abandon_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  identifier_kind text,
  first_factor_verified_at timestamp with time zone,
  second_factor_strategy text,
  sign_up_if_missing boolean not null default false,
  oauth_attempt_id text,
  constraint sign_ins_pkey PRIMARY KEY (instance_id, id),
  constraint sign_ins_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint sign_ins_identifier_kind_check CHECK (identifier_kind = ANY (ARRAY['email_address'::text, 'username'::text])),
  constraint sign_ins_status_check CHECK (status = ANY (ARRAY['needs_identifier'::text, 'needs_first_factor'::text, 'needs_second_factor'::text, 'needs_new_password'::text, 'complete'::text]))
);
CREATE INDEX sign_ins_abandon_at ON sign_ins USING btree (abandon_at);
CREATE INDEX sign_ins_client ON sign_ins USING btree (instance_id, client_id);

create table sign_ups (
  instance_id text not null,
  id text not null,
  client_id text not null,
  status text not null,
  email_address text,
  email_verified_by text,
  verification_id text,
  username text,
  first_name text,
  last_name text,
  password_hash text,
  unsafe_metadata jsonb not null default '{}'::jsonb,
  public_metadata jsonb not null default '{}'::jsonb,
  locale text,
  legal_accepted_at timestamp with time zone,
  created_user_id text,
  created_session_id text,
  abandon_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  ticket_id text,
  oauth_attempt_id text,
  external_account_strategy text,
  constraint sign_ups_pkey PRIMARY KEY (instance_id, id),
  constraint sign_ups_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint sign_ups_status_check CHECK (status = ANY (ARRAY['missing_requirements'::text, 'complete'::text]))
);
CREATE INDEX sign_ups_abandon_at ON sign_ups USING btree (abandon_at);
CREATE INDEX sign_ups_client ON sign_ups USING btree (instance_id, client_id);

create table signing_keys (
  instance_id text not null,
  id text not null,
  status text not null,
  algorithm text not null,
  public_jwk jsonb not null,
  sealed_private_key bytea,
  created_at timestamp with time zone not null default now(),
  activated_at timestamp with time zone,
  retiring_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint signing_keys_pkey PRIMARY KEY (instance_id, id),
  constraint signing_keys_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id),
  constraint signing_keys_algorithm_check CHECK (algorithm = ANY (ARRAY['RS256'::text, 'ES256'::text])),
  constraint signing_keys_status_check CHECK (status = ANY (ARRAY['next'::text, 'active'::text, 'retiring'::text, 'retired'::text, 'withdrawn'::text]))
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys USING btree (instance_id) WHERE status = 'active'::text;
CREATE UNIQUE INDEX signing_keys_one_next ON signing_keys USING btree (instance_id) WHERE status = 'next'::text;

create table social_connections (
  instance_id text not null,
  id text not null,
  strategy text not null,
  kind text not null,
  name text not null,
  logo_url text,
  issuer text,
  api_url text,
  client_id text not null,
  client_secret_sealed bytea not null,
  scopes text[] not null,
  enabled boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint social_connections_pkey PRIMARY KEY (instance_id, id),
  constraint social_connections_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint social_connections_check CHECK (kind <> 'oidc'::text OR issuer IS NOT NULL),
  constraint social_connections_kind_check CHECK (kind = ANY (ARRAY['google'::text, 'github'::text, 'oidc'::text]))
);
CREATE UNIQUE INDEX social_connections_strategy ON social_connections USING btree (instance_id, strategy);

create table testing_tokens (
  instance_id text not null,
  token_hash bytea not null,
  expire_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint testing_tokens_pkey PRIMARY KEY (instance_id, token_hash),
  constraint testing_tokens_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE
);
CREATE INDEX testing_tokens_expire_at ON testing_tokens USING btree (expire_at);

create table tickets (
  instance_id text not null,
  id text not null,
  purpose text not null,
  user_id text,
  email_address text,
  public_metadata jsonb not null default '{}'::jsonb,
  secret_hash bytea not null,
  status text not null,
  expire_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  invitation_id text,
  actor jsonb,
  session_max_seconds integer,
  constraint tickets_pkey PRIMARY KEY (instance_id, id),
  constraint tickets_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint tickets_instance_id_user_id_fkey FOREIGN KEY (instance_id, user_id) REFERENCES users(instance_id, id) ON DELETE CASCADE,
  constraint tickets_actor CHECK ((actor IS NULL) = (session_max_seconds IS NULL) AND (actor IS NULL OR purpose = 'sign_in'::text)),
  constraint tickets_check CHECK ((purpose = 'sign_in'::text) = (user_id IS NOT NULL)),
  constraint tickets_check1 CHECK ((purpose = 'sign_up'::text) = (email_address IS NOT NULL)),
  constraint tickets_purpose_check CHECK (purpose = ANY (ARRAY['sign_in'::text, 'sign_up'::text])),
  constraint tickets_session_max_seconds_check CHECK (session_max_seconds > 0),
  constraint tickets_status_check CHECK (status = ANY (ARRAY['pending'::text, 'accepted'::text, 'revoked'::text]))
);
CREATE INDEX tickets_expire_at ON tickets USING btree (expire_at);
CREATE INDEX tickets_invitation ON tickets USING btree (instance_id, invitation_id) WHERE invitation_id IS NOT NULL;
CREATE UNIQUE INDEX tickets_secret ON tickets USING btree (instance_id, secret_hash);

create table users (
  instance_id text not null,
  id text not null,
  external_id text,
  username text,
  first_name text,
  last_name text,
  primary_email_address_id text,
  password_hash text,
  password_updated_at timestamp with time zone,
  public_metadata jsonb not null default '{}'::jsonb,
  private_metadata jsonb not null default '{}'::jsonb,
  unsafe_metadata jsonb not null default '{}'::jsonb,
  banned boolean not null default false,
  delete_self_enabled boolean not null default true,
  create_organization_enabled boolean not null default true,
  create_organizations_limit integer,
  locale text,
  timezone text,
  legal_accepted_at timestamp with time zone,
  last_sign_in_at timestamp with time zone,
  last_active_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  primary_phone_number_id text,
  password_digest text,
  password_hasher text,
  password_compromised boolean not null default false,
  locked boolean not null default false,
  lockout_expires_at timestamp with time zone,
  sealed_totp_secret bytea,
  totp_verified_at timestamp with time zone,
  totp_last_step bigint,
  sealed_backup_code_key bytea,
  mfa_enabled_at timestamp with time zone,
  mfa_disabled_at timestamp with time zone,
  bypass_client_trust boolean not null default false,
  image_id text,
  constraint users_pkey PRIMARY KEY (instance_id, id),
  constraint users_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint users_lockout_is_of_locked CHECK (locked OR lockout_expires_at IS NULL),
  constraint users_one_password_hash CHECK (password_hash IS NULL OR password_digest IS NULL),
  constraint users_password_digest_has_hasher CHECK ((password_digest IS NULL) = (password_hasher IS NULL))
);
CREATE INDEX users_created_at ON users USING btree (instance_id, created_at, id);
CREATE INDEX users_export ON users USING btree (instance_id, id COLLATE "C");
CREATE UNIQUE INDEX users_external_id ON users USING btree (instance_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX users_username ON users USING btree (instance_id, lower(username)) WHERE username IS NOT NULL;

create table verifications (
  instance_id text not null,
  id text not null,
  strategy text not null,
  email_address text,
  code_hash bytea not null,
  attempts integer not null default 0,
  max_attempts integer not null,
  verified_at timestamp with time zone,
  expire_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  phone_number text,
  verified_at_client text,
  constraint verifications_pkey PRIMARY KEY (instance_id, id),
  constraint verifications_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES instances(id) ON DELETE CASCADE,
  constraint verifications_one_recipient CHECK ((email_address IS NULL) <> (phone_number IS NULL))
);
CREATE INDEX verifications_expire_at ON verifications USING btree (expire_at);
