-- The journal: one user's progress, notes and questions in one SQLite file. This creates schema version 16; a file of an older
-- version gets the same tables from the migrations in schema.rs.
--
-- Conventions:
--   id, sitting, device   UUIDs of 16 bytes; those of rows are version 7. A sitting is a quiz session.
--   seq                   write order, where the order matters. Clocks can be set back, so it may differ from the order of `at`.
--   at, ended, last_at    milliseconds since 1970
--   day, due, until …     study days, as days since 1970. A study day starts at the hour in the settings, not at midnight.
--   term                  `deck/term-id`, as it was when the row was written. Decks may rename terms, so ids are resolved when
--                         rows are read.
--   deck                  the id of a deck
--
-- Progress is append-only: triggers block changes of reviews, strikes and parameters. The triggers on insert also block
-- `INSERT OR REPLACE`, which deletes without firing the delete trigger.

-- Single values: the `device` and the time of creation (`created`), the last number of a jotting (`jottings`), and numbers that
-- the program notes for itself.
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- The answers to cards. A card is a term in a direction. Everything about a card's memory is computed from these rows.
CREATE TABLE reviews (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    direction TEXT NOT NULL,  -- `understand` or `speak`
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),  -- again, hard, good, easy
    form TEXT NOT NULL,  -- how it was asked: `choose`, `type` …
    took_ms INTEGER NOT NULL CHECK (took_ms >= 0),
    hint INTEGER NOT NULL CHECK (hint IN (0, 1)),
    answer TEXT,  -- what was typed or picked
    sitting BLOB NOT NULL CHECK (length(sitting) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    early INTEGER NOT NULL DEFAULT 0 CHECK (early IN (0, 1)),  -- asked by a cram before it was due
    kind TEXT,  -- how it was answered: `judged`, `picked` or `typed`; empty in rows of versions before 13
    sentence TEXT,  -- the term whose example was the question, or the line of a scene as `deck/scene-id#line`
    corrects BLOB REFERENCES reviews (id)  -- the struck review with a wrong time whose place in the order this one takes
) STRICT;
CREATE INDEX reviews_by_day ON reviews (day, at);
CREATE INDEX reviews_by_card ON reviews (term, direction);
CREATE INDEX reviews_by_sitting ON reviews (sitting);

-- The reviews that no longer count: undone, of a word that was reset, or corrected.
CREATE TABLE strikes (
    review BLOB NOT NULL PRIMARY KEY REFERENCES reviews (id),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An answer is personal, so it can be erased: the only update allowed empties it and leaves every other column alone.
CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
WHEN NEW.answer IS NOT NULL
    OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.term IS NOT OLD.term
    OR NEW.direction IS NOT OLD.direction OR NEW.at IS NOT OLD.at OR NEW.day IS NOT OLD.day
    OR NEW.grade IS NOT OLD.grade OR NEW.form IS NOT OLD.form OR NEW.took_ms IS NOT OLD.took_ms
    OR NEW.hint IS NOT OLD.hint OR NEW.sitting IS NOT OLD.sitting OR NEW.device IS NOT OLD.device
    OR NEW.early IS NOT OLD.early OR NEW.kind IS NOT OLD.kind OR NEW.sentence IS NOT OLD.sentence
    OR NEW.corrects IS NOT OLD.corrects
BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
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

-- A cache of the state of each card, to avoid replaying all reviews at every start. The one row of `cache` says what `states` was
-- derived from: a hash of everything but the reviews (`key`), and the numbers of reviews and strikes. Both tables can be emptied
-- at any time.
CREATE TABLE cache (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    strikes INTEGER NOT NULL
) STRICT;
CREATE TABLE states (
    term TEXT NOT NULL,
    direction TEXT NOT NULL,
    stability_bits INTEGER NOT NULL,  -- the bits of a 32-bit float; FSRS's stability, in days
    difficulty_bits INTEGER NOT NULL,  -- likewise, from 1 to 10
    first INTEGER NOT NULL,  -- the days of the first and the last review
    last INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    due INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    unfinished INTEGER NOT NULL,  -- missed, and not passed since
    held_a_week INTEGER NOT NULL,  -- passed after seven days or more, which opens the other direction
    seed INTEGER NOT NULL,  -- for the fuzz of its intervals
    learned INTEGER,  -- the day it was first passed on a later day than its first review
    recalled INTEGER NOT NULL DEFAULT 0,  -- recalled on a later day, and not missed since
    PRIMARY KEY (term, direction)
) STRICT, WITHOUT ROWID;

-- When each word was shown for the first time, and for how long. Not a review.
CREATE TABLE introductions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    took_ms INTEGER NOT NULL CHECK (took_ms >= 0),
    sitting BLOB NOT NULL CHECK (length(sitting) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX introductions_by_day ON introductions (day, at);

-- Entries that were looked up. They come first among the new words of the next quiz.
CREATE TABLE lookups (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    query TEXT NOT NULL,
    place TEXT NOT NULL  -- `trainer` or `shell`
) STRICT, WITHOUT ROWID;
CREATE INDEX lookups_by_moment ON lookups (at);

-- Each definition as it was last shown, to point out what changed in it.
CREATE TABLE seen (
    term TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Parameters of the schedule that were fitted to this user's reviews. Those in force follow from the rows in write order: `kept`
-- pushes new ones on a stack, `back` pops the top, and `refused` only records that they predicted no better.
CREATE TABLE parameters (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('kept', 'refused', 'back')),
    parameters BLOB NOT NULL CHECK (length(parameters) = 84),  -- 21 little-endian 32-bit floats
    reviews INTEGER NOT NULL CHECK (reviews >= 0),  -- how many there were to fit them to
    held_out INTEGER,  -- how many of those they were compared on with the parameters before; empty for a step back
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

-- Jottings: unknown words to ask about, open until `ended`. A closed one keeps only the user's own words.
CREATE TABLE jottings (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    deck TEXT,  -- the team to ask
    heard TEXT,  -- the sentence it was said in
    said_by TEXT,
    ended INTEGER,
    answer TEXT,  -- the term that it became; empty if it was dropped
    number INTEGER NOT NULL DEFAULT 0  -- what the user calls it by; never used twice, even after it was erased
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX jottings_by_number ON jottings (number);

-- Who explained a word to the user. The last row of a term applies.
CREATE TABLE credits (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    thanked INTEGER NOT NULL DEFAULT 0 CHECK (thanked IN (0, 1))  -- whether the user was offered to say thanks for it
) STRICT;

-- Notes and mnemonics on terms. The last row of a term and kind applies; one without words deletes it.
CREATE TABLE notes (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('note', 'mnemonic')),
    words TEXT,
    at INTEGER NOT NULL
) STRICT;

-- Terms that were skipped until a day, suspended, or resumed (`none`). The last row of a term applies.
CREATE TABLE holdings (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    hold TEXT NOT NULL CHECK (hold IN ('until', 'suspended', 'none')),
    until INTEGER CHECK ((until IS NOT NULL) = (hold = 'until')),
    at INTEGER NOT NULL
) STRICT;

-- Definitions that were flagged as unclear, each open until `ended`.
CREATE TABLE flags (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    words TEXT,  -- what is unclear
    at INTEGER NOT NULL,
    ended INTEGER
) STRICT, WITHOUT ROWID;

-- Spellings that look-up remembers, each for one term.
CREATE TABLE spellings (
    spelling TEXT NOT NULL PRIMARY KEY,
    term TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Terms that were asked for in the next quiz, due or not. A request is done once a review is newer.
CREATE TABLE wanted (
    term TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Visits to teams. `day` is the day of the visit, `at` the time it was recorded.
CREATE TABLE visits (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    text TEXT
) STRICT, WITHOUT ROWID;

-- Questions that were asked in teams, with their answers.
CREATE TABLE asked (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    term TEXT,
    question TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    answer TEXT,
    answered INTEGER  -- the day
) STRICT, WITHOUT ROWID;

-- The definitions of a deck on the last days on which its brief was read, to show what is new since then.
CREATE TABLE readings (
    deck TEXT NOT NULL,
    day INTEGER NOT NULL,
    term TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (deck, day, term)
) STRICT, WITHOUT ROWID;

-- Scenes that were played. `id` is the sitting of its reviews; `at` and `day` say when it was last continued.
CREATE TABLE plays (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    scene TEXT NOT NULL,  -- its id in the deck
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    lines INTEGER NOT NULL CHECK (lines >= 0),  -- how many of its lines were read
    ended INTEGER NOT NULL CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;
