-- The provider that proved who signs up, once it has: no password is asked for then.
alter table sign_ups add column external_account_strategy text;
