-- Whose change of state it is, where a rule is broken down: `=` and the value; empty where it is not.
ALTER TABLE alert_history ADD COLUMN IF NOT EXISTS segment String;
