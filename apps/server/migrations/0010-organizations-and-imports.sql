-- Organizations and who belongs to them: kept by an import and given back by an export. Neither in tokens nor in
-- the Frontend and Backend API yet.

create table organizations (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  name text not null,
  slug text,
  max_allowed_memberships integer,
  admin_delete_enabled boolean not null default true,
  public_metadata jsonb not null default '{}',
  private_metadata jsonb not null default '{}',
  -- Who made it; not a reference, since that user may be gone.
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create unique index organizations_slug on organizations (instance_id, slug) where slug is not null;

create table organization_memberships (
  instance_id text not null,
  id text not null,
  organization_id text not null,
  user_id text not null,
  -- The role's key, such as org:admin.
  role text not null,
  public_metadata jsonb not null default '{}',
  private_metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id),
  foreign key (instance_id, organization_id) references organizations (instance_id, id) on delete cascade,
  foreign key (instance_id, user_id) references users (instance_id, id) on delete cascade
);
create unique index organization_memberships_of_user
  on organization_memberships (instance_id, user_id, organization_id);
create index organization_memberships_of_organization
  on organization_memberships (instance_id, organization_id, created_at);

-- What imports have brought in, so that a repeated or resumed import changes nothing: the same record is known by
-- its fingerprint, and what was deleted here since does not come back.
create table imported_records (
  instance_id text not null references instances (id) on delete cascade,
  kind text not null check (kind in ('user', 'organization', 'organization_membership')),
  id text not null,
  -- SHA-256 of the record as it was last brought in.
  fingerprint bytea not null,
  -- Which fields imports have said something of: another source may fill in the others, and only those.
  fields text[] not null,
  imported_at timestamptz not null,
  primary key (instance_id, kind, id)
);

-- Exports go by id in the order of its bytes, whatever the database's collation: the same on every server.
create index users_export on users (instance_id, id collate "C");
create index organizations_export on organizations (instance_id, id collate "C");
create index organization_memberships_export on organization_memberships (instance_id, id collate "C");
