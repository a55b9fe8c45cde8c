-- The Dashboard's page Sessions asks at each visit whose tokens lost their custom claims.
create index events_claims_omitted on events (instance_id, id desc) where type = 'session.claims_omitted';
