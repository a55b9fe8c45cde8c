-- What must hold of a template before it goes live. Kept with the version it was saved with: a JSON array as
-- text, so that its members keep the order in which the operator wrote them.
alter table session_token_templates add column tests text not null default '[]';
