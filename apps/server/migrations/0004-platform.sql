-- Claims templates with their versions, and who may administer this server.

-- A template is never changed: a save adds a version, and the highest one is the active one.
create table session_token_templates (
  instance_id text not null references instances (id),
  version bigint not null,
  -- as typed by the operator; '{}' is a template without custom claims
  source text not null,
  -- {"type": "operator" | "platform_key" | "server", "id": text or null}
  author jsonb not null,
  message text,
  created_at timestamptz not null,
  primary key (instance_id, version)
);

create table operator_roles (
  -- the reserved instance that operators are users of
  instance_id text not null references instances (id),
  user_id text not null,
  -- null: every application
  application_id text references applications (id),
  role text not null check (role in ('owner', 'viewer')),
  created_at timestamptz not null,
  unique nulls not distinct (instance_id, user_id, application_id)
);

create table platform_keys (
  instance_id text not null references instances (id),
  id text not null,
  name text not null,
  -- SHA-256 of the key; the key itself is shown once and never stored
  key_hash bytea not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (instance_id, id)
);
