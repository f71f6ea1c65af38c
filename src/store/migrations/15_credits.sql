-- Who explained a word to the user.
CREATE TABLE credits (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    thanked INTEGER NOT NULL DEFAULT 0 CHECK (thanked IN (0, 1))
) STRICT;
