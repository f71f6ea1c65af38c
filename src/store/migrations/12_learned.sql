-- States gain the day a word was learned and whether it was recalled. States of earlier days are no longer stored but derived on
-- demand.
DROP TABLE past;
DROP TABLE past_states;
DELETE FROM cache;
DELETE FROM states;
ALTER TABLE states ADD COLUMN learned INTEGER;
ALTER TABLE states ADD COLUMN recalled INTEGER NOT NULL DEFAULT 0;
