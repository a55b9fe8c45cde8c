-- Since when somebody's tokens come without their claims, without reading what happened to others.
create index events_claims_omitted_by_user on events (instance_id, (data ->> 'user_id'), id)
  where type = 'session.claims_omitted';
