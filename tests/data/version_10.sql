-- The tables of version 10, for the tests of migrations.
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reviews (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    direction TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
    form TEXT NOT NULL,
    took_ms INTEGER NOT NULL CHECK (took_ms >= 0),
    hint INTEGER NOT NULL CHECK (hint IN (0, 1)),
    answer TEXT,
    sitting BLOB NOT NULL CHECK (length(sitting) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16)
, early INTEGER NOT NULL DEFAULT 0 CHECK (early IN (0, 1))) STRICT;
CREATE INDEX reviews_by_day ON reviews (day, at);
CREATE INDEX reviews_by_card ON reviews (term, direction);
CREATE INDEX reviews_by_sitting ON reviews (sitting);
CREATE TABLE strikes (
    review BLOB NOT NULL PRIMARY KEY REFERENCES reviews (id),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reviews_are_not_erased BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'a review is never erased'); END;
CREATE TRIGGER reviews_are_not_replaced BEFORE INSERT ON reviews
WHEN EXISTS (SELECT 1 FROM reviews WHERE id = NEW.id OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'this review is already there'); END;
CREATE TRIGGER strikes_are_not_changed BEFORE UPDATE ON strikes
BEGIN SELECT RAISE(ABORT, 'a strike is never changed'); END;
CREATE TRIGGER strikes_are_not_erased BEFORE DELETE ON strikes
BEGIN SELECT RAISE(ABORT, 'a strike is never erased'); END;
CREATE TRIGGER strikes_are_not_replaced BEFORE INSERT ON strikes
WHEN EXISTS (SELECT 1 FROM strikes WHERE review = NEW.review)
BEGIN SELECT RAISE(ABORT, 'this review is already struck'); END;
CREATE TABLE cache (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    strikes INTEGER NOT NULL
) STRICT;
CREATE TABLE states (
    term TEXT NOT NULL,
    direction TEXT NOT NULL,
    stability_bits INTEGER NOT NULL,
    difficulty_bits INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    due INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    unfinished INTEGER NOT NULL,
    held_a_week INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    PRIMARY KEY (term, direction)
) STRICT, WITHOUT ROWID;
CREATE TABLE introductions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    took_ms INTEGER NOT NULL CHECK (took_ms >= 0),
    sitting BLOB NOT NULL CHECK (length(sitting) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX introductions_by_day ON introductions (day, at);
CREATE TABLE lookups (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    query TEXT NOT NULL,
    place TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lookups_by_moment ON lookups (at);
CREATE TABLE seen (
    term TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE parameters (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('kept', 'refused', 'back')),
    parameters BLOB NOT NULL CHECK (length(parameters) = 84),
    reviews INTEGER NOT NULL CHECK (reviews >= 0),
    held_out INTEGER,
    log_loss_before REAL,
    log_loss_after REAL,
    rmse_before REAL,
    rmse_after REAL
) STRICT;
CREATE TRIGGER parameters_are_not_changed BEFORE UPDATE ON parameters
BEGIN SELECT RAISE(ABORT, 'a tuning is never changed'); END;
CREATE TRIGGER parameters_are_not_erased BEFORE DELETE ON parameters
BEGIN SELECT RAISE(ABORT, 'a tuning is never erased'); END;
CREATE TRIGGER parameters_are_not_replaced BEFORE INSERT ON parameters
WHEN EXISTS (SELECT 1 FROM parameters WHERE id = NEW.id OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'this tuning is already there'); END;
CREATE TABLE jottings (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    deck TEXT,
    heard TEXT,
    said_by TEXT,
    ended INTEGER
, answer TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE notes (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('note', 'mnemonic')),
    words TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE holdings (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    hold TEXT NOT NULL CHECK (hold IN ('until', 'suspended', 'none')),
    until INTEGER CHECK ((until IS NOT NULL) = (hold = 'until')),
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE flags (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    words TEXT,
    at INTEGER NOT NULL,
    ended INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE spellings (
    spelling TEXT NOT NULL PRIMARY KEY,
    term TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE wanted (
    term TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
WHEN NEW.answer IS NOT NULL
    OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.term IS NOT OLD.term
    OR NEW.direction IS NOT OLD.direction OR NEW.at IS NOT OLD.at OR NEW.day IS NOT OLD.day
    OR NEW.grade IS NOT OLD.grade OR NEW.form IS NOT OLD.form OR NEW.took_ms IS NOT OLD.took_ms
    OR NEW.hint IS NOT OLD.hint OR NEW.sitting IS NOT OLD.sitting OR NEW.device IS NOT OLD.device
    OR NEW.early IS NOT OLD.early
BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
CREATE TABLE visits (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    text TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE asked (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    term TEXT,
    question TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    answer TEXT,
    answered INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE readings (
    deck TEXT NOT NULL,
    day INTEGER NOT NULL,
    term TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (deck, day, term)
) STRICT, WITHOUT ROWID;
CREATE TABLE past (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    strikes INTEGER NOT NULL
) STRICT;
CREATE TABLE past_states (
    term TEXT NOT NULL,
    direction TEXT NOT NULL,
    stability_bits INTEGER NOT NULL,
    difficulty_bits INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    due INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    unfinished INTEGER NOT NULL,
    held_a_week INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    PRIMARY KEY (term, direction)
) STRICT, WITHOUT ROWID;
