-- Email links, second factors and invitations: what sign-ins and sign-ups need to run to their end.

alter table sign_ins drop constraint sign_ins_status_check;
alter table sign_ins add constraint sign_ins_status_check check (
  status in ('needs_identifier', 'needs_first_factor', 'needs_second_factor', 'needs_new_password', 'complete')
);
-- The kind of the identifier decides which factors are offered: nothing about the account does.
alter table sign_ins add column identifier_kind text check (identifier_kind in ('email_address', 'username'));
-- When the first factor was proved, for a session that starts only after the second one.
alter table sign_ins add column first_factor_verified_at timestamptz;
alter table sign_ins add column second_factor_strategy text;
-- An unknown address gets a code too, and the right one turns the sign-in into a sign-up.
alter table sign_ins add column sign_up_if_missing boolean not null default false;

-- The invitation's ticket is used up when the user is made, not when the form is first shown.
alter table sign_ups add column ticket_id text;

-- A verification by link says which browser followed it.
alter table verifications add column verified_at_client text;

-- What a mailed link proves, and where it leads. The token is stored hashed and works once.
create table email_links (
  instance_id text not null references instances (id) on delete cascade,
  token_hash bytea not null,
  verification_id text not null,
  purpose text not null check (purpose in ('sign_in', 'sign_up', 'email_address')),
  subject_id text not null,
  client_id text not null,
  -- Hash of the secret that the asking browser had: a look at the attempt that is under way while following the
  -- link changes the secret is still answered.
  asker_secret_hash bytea,
  redirect_url text not null,
  expire_at timestamptz not null,
  created_at timestamptz not null,
  primary key (instance_id, token_hash)
);
create index email_links_expire_at on email_links (expire_at);

-- Invitations to an application. The ticket in the mail is a row of tickets.
create table invitations (
  instance_id text not null references instances (id) on delete cascade,
  id text not null,
  email_address text not null,
  public_metadata jsonb not null default '{}',
  status text not null check (status in ('pending', 'accepted', 'revoked', 'expired')),
  redirect_url text,
  -- Asked for with ignore_existing: may stand beside another pending one for the same address.
  ignores_existing boolean not null,
  expire_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id)
);
create unique index invitations_pending on invitations (instance_id, email_address)
  where status = 'pending' and not ignores_existing;
create index invitations_created_at on invitations (instance_id, created_at, id);
alter table tickets add column invitation_id text;
create index tickets_invitation on tickets (instance_id, invitation_id) where invitation_id is not null;
