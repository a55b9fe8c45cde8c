-- How many users the operator knew would not fit in the cookie when this version was saved; null when all fitted.
alter table session_token_templates add column accepted_broken_users integer
  check (accepted_broken_users > 0);
