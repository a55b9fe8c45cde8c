-- Phone numbers, imported password digests, locked accounts and second factors.

-- Unverified but usable for signing in, and held: nobody else can claim it (Clerk's "reserved").
alter table email_addresses add column reserved boolean not null default false check (not (reserved and verified));
drop index email_addresses_verified;
-- An address that is neither verified nor reserved holds nothing: nobody can keep another person's address from them.
create unique index email_addresses_held on email_addresses (instance_id, email_address) where verified or reserved;

create table phone_numbers (
  instance_id text not null,
  id text not null,
  user_id text not null,
  -- E.164: a plus sign and digits
  phone_number text not null,
  verified boolean not null,
  -- as for e-mail addresses: held, though not verified
  reserved boolean not null default false,
  -- phone_code, admin or ticket
  verification_strategy text,
  verified_at timestamptz,
  -- The code that was last sent to this number by its owner's browser, if any.
  verification_id text,
  -- A code sent to this (verified) number is a second factor of its user.
  reserved_for_second_factor boolean not null default false,
  -- Which second factor is offered first: at most one number of a user.
  default_second_factor boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, id),
  foreign key (instance_id, user_id) references users (instance_id, id) on delete cascade,
  check (not (reserved and verified)),
  check (verified or not reserved_for_second_factor),
  check (reserved_for_second_factor or not default_second_factor)
);
create unique index phone_numbers_held on phone_numbers (instance_id, phone_number) where verified or reserved;
create unique index phone_numbers_of_user on phone_numbers (instance_id, user_id, phone_number);
create unique index phone_numbers_one_default on phone_numbers (instance_id, user_id) where default_second_factor;

alter table users
  add column primary_phone_number_id text,
  -- A password hash that was made elsewhere, exactly as it came, and the name of its format ('bcrypt',
  -- 'pbkdf2_sha256' …, as the Backend API's password_hasher). The first password that matches it is hashed to
  -- argon2id into password_hash, and both become null. A user has one of the two hashes, or none.
  add column password_digest text,
  add column password_hasher text,
  -- Known to others: the user has to choose another one at the next sign-in.
  add column password_compromised boolean not null default false,
  -- Locked, after too many wrong tries or by a backend: until then, or without an end when that is null.
  add column locked boolean not null default false,
  add column lockout_expires_at timestamptz,
  -- The authenticator app's secret (20 bytes or more), sealed under BARTLEBY_ENCRYPTION_KEY with the context
  -- users/totp_secret/<instance id>/<user id>; it is a second factor once it was verified.
  add column sealed_totp_secret bytea,
  add column totp_verified_at timestamptz,
  -- The time step (RFC 6238) of the last code that was accepted: no code is accepted twice.
  add column totp_last_step bigint,
  -- The key of backup_codes.code_hash, sealed likewise with the context users/backup_code_key/<instance id>/<user id>.
  add column sealed_backup_code_key bytea,
  -- When the user last got a second factor, and last lost the last one; neither is reset by the other.
  add column mfa_enabled_at timestamptz,
  add column mfa_disabled_at timestamptz,
  add column bypass_client_trust boolean not null default false,
  add constraint users_one_password_hash check (password_hash is null or password_digest is null),
  add constraint users_password_digest_has_hasher check ((password_digest is null) = (password_hasher is null)),
  add constraint users_lockout_is_of_locked check (locked or lockout_expires_at is null);

-- Each lets its user pass a second factor once. A row is deleted when its code is used.
create table backup_codes (
  instance_id text not null,
  user_id text not null,
  id text not null,
  -- HMAC-SHA-256 of the code under the user's backup code key, or …
  code_hash bytea,
  -- … the bcrypt digest with which an imported code came.
  bcrypt_digest text,
  created_at timestamptz not null,
  primary key (instance_id, user_id, id),
  foreign key (instance_id, user_id) references users (instance_id, id) on delete cascade,
  check ((code_hash is null) <> (bcrypt_digest is null))
);
create unique index backup_codes_hash on backup_codes (instance_id, user_id, code_hash) where code_hash is not null;

-- Codes go to phone numbers too.
alter table verifications
  alter column email_address drop not null,
  add column phone_number text,
  add constraint verifications_one_recipient check ((email_address is null) <> (phone_number is null));
