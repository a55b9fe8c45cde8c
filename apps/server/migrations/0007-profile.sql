-- What people keep on their own page: a picture, and the proof that it is still they who sit there.

-- Which picture is shown; here as well so that a token's statement needs no join.
alter table users add column image_id text;

-- Re-encoded before they are stored: small, without anything that the photo's camera noted.
create table profile_images (
  instance_id text not null,
  -- part of the picture's address, and not to be guessed; a new picture has a new one
  id text not null,
  user_id text not null,
  content_type text not null,
  bytes bytea not null check (octet_length(bytes) <= 1000000),
  created_at timestamptz not null,
  primary key (instance_id, id),
  foreign key (instance_id, user_id) references users (instance_id, id) on delete cascade
);
create unique index profile_images_user on profile_images (instance_id, user_id);

-- A session's user proves once more who they are, before something that matters (step-up); at most one at a time.
create table session_verifications (
  instance_id text not null,
  session_id text not null,
  level text not null check (level in ('first_factor', 'second_factor', 'multi_factor')),
  status text not null check (status in ('needs_first_factor', 'needs_second_factor', 'complete')),
  -- how each factor was proved, and the code that was last sent for it
  first_factor_strategy text,
  first_factor_verification_id text,
  second_factor_strategy text,
  second_factor_verification_id text,
  expire_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (instance_id, session_id),
  foreign key (instance_id, session_id) references sessions (instance_id, id) on delete cascade
);
