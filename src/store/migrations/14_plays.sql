-- Scenes that were played, or left in the middle.
CREATE TABLE plays (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    scene TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    lines INTEGER NOT NULL CHECK (lines >= 0),
    ended INTEGER NOT NULL CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;
