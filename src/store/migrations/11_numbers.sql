-- A permanent number for each jotting; open ones keep their list positions as numbers. The last number is in `meta`, so that
-- erasing jottings does not free any for reuse. Closed jottings keep only the user's own words.
ALTER TABLE jottings ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE jottings SET number = counted.number FROM (
    SELECT id, row_number() OVER (ORDER BY ended IS NOT NULL, at, id) AS number FROM jottings
) AS counted WHERE counted.id = jottings.id;
CREATE UNIQUE INDEX jottings_by_number ON jottings (number);
INSERT INTO meta (key, value) SELECT 'jottings', count(*) FROM jottings;
UPDATE jottings SET heard = NULL WHERE ended IS NOT NULL;
UPDATE jottings SET said_by = NULL WHERE ended IS NOT NULL AND answer IS NULL;
