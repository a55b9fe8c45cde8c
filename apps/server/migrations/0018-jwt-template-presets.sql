-- Which consumer a template is for: its documented rules are checked whenever the template is saved, and it may
-- set the reserved claims that this consumer expects. Null: nobody in particular.
alter table jwt_template_versions add column preset text;
