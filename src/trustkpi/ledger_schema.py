"""The ledger's tables, a step at a time: an older store takes the steps that it lacks, and what it holds stays."""

from __future__ import annotations

import sqlite3

# A rollback journal, not WAL: trust folders lie on synchronised and network drives, where WAL's shared memory does not
# hold, and a reader of a folder that it may not write must need no second file.
_JOURNAL = "PRAGMA journal_mode = DELETE"

_FIRST = """
CREATE TABLE submissions (
  entry INTEGER PRIMARY KEY, digest TEXT NOT NULL, academy TEXT NOT NULL, "return" TEXT NOT NULL, period TEXT NOT NULL,
  as_at TEXT, received TEXT NOT NULL, file TEXT NOT NULL, sent_by TEXT NOT NULL, declared_by TEXT NOT NULL, declared_on TEXT,
  state TEXT NOT NULL, reason TEXT NOT NULL, findings TEXT NOT NULL, layouts TEXT NOT NULL);
CREATE UNIQUE INDEX accepted_once ON submissions (digest) WHERE state = 'accepted';
CREATE TABLE packs (
  entry INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 TEXT NOT NULL, committee TEXT NOT NULL, period TEXT NOT NULL,
  as_at TEXT NOT NULL, settings TEXT NOT NULL, program TEXT NOT NULL, digests TEXT NOT NULL,
  UNIQUE (file, sha256, as_at, settings, program, digests));
CREATE TRIGGER submissions_stand BEFORE UPDATE ON submissions BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER submissions_stay BEFORE DELETE ON submissions BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER packs_stand BEFORE UPDATE ON packs BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER packs_stay BEFORE DELETE ON packs BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
"""  # noqa: E501  a trigger reads best on its line

# When this machine wrote a line, by its own clock: `received` is the file's date, which a sender can set. And which
# periods were forgotten, with the totals that were kept of them.
_SECOND = """
ALTER TABLE submissions ADD COLUMN recorded TEXT NOT NULL DEFAULT '';
ALTER TABLE packs ADD COLUMN recorded TEXT NOT NULL DEFAULT '';
CREATE TABLE forgotten (
  entry INTEGER PRIMARY KEY, period TEXT NOT NULL UNIQUE, recorded TEXT NOT NULL, totals TEXT NOT NULL);
CREATE TRIGGER forgotten_stand BEFORE UPDATE ON forgotten BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER forgotten_stay BEFORE DELETE ON forgotten BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
"""

# Which issue of a pack each one was, and what was typed into the copies that came back.
_THIRD = """
ALTER TABLE packs ADD COLUMN issue INTEGER NOT NULL DEFAULT 1;
ALTER TABLE packs ADD COLUMN state TEXT NOT NULL DEFAULT 'draft';
ALTER TABLE packs ADD COLUMN content TEXT NOT NULL DEFAULT '';
ALTER TABLE packs ADD COLUMN bare TEXT NOT NULL DEFAULT '';
ALTER TABLE packs ADD COLUMN words TEXT NOT NULL DEFAULT '';
CREATE TABLE commented (
  entry INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, file TEXT NOT NULL, committee TEXT NOT NULL, period TEXT NOT NULL,
  content TEXT NOT NULL, who TEXT NOT NULL, "when" TEXT NOT NULL, typed TEXT NOT NULL, recorded TEXT NOT NULL);
CREATE TRIGGER commented_stand BEFORE UPDATE ON commented BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER commented_stay BEFORE DELETE ON commented BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
"""

# The digest of each sheet's rows as they were kept. And the one change that is let through: in a period that was forgotten,
# the names on the cover and the words of explanation are blanked, and nothing else of the line.
_FOURTH = """
ALTER TABLE submissions ADD COLUMN rows TEXT NOT NULL DEFAULT '{}';
DROP TRIGGER submissions_stand;
CREATE TRIGGER submissions_stand BEFORE UPDATE ON submissions WHEN NOT (
    OLD.period IN (SELECT period FROM forgotten) AND NEW.sent_by = '' AND NEW.declared_by = ''
    AND NEW.findings = (SELECT json_group_array(json_remove(value, '$.explanation')) FROM json_each(OLD.findings))
    AND (NEW.entry, NEW.digest, NEW.academy, NEW."return", NEW.period, NEW.as_at, NEW.received, NEW.file, NEW.declared_on,
         NEW.state, NEW.reason, NEW.layouts, NEW.recorded, NEW.rows)
     IS (OLD.entry, OLD.digest, OLD.academy, OLD."return", OLD.period, OLD.as_at, OLD.received, OLD.file, OLD.declared_on,
         OLD.state, OLD.reason, OLD.layouts, OLD.recorded, OLD.rows))
BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
"""

# A csv says the same bytes as a draft and as a final issue: the two are lines of their own.
_FIFTH = """
CREATE TABLE packs_told_apart (
  entry INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 TEXT NOT NULL, committee TEXT NOT NULL, period TEXT NOT NULL,
  as_at TEXT NOT NULL, settings TEXT NOT NULL, program TEXT NOT NULL, digests TEXT NOT NULL, recorded TEXT NOT NULL DEFAULT '',
  issue INTEGER NOT NULL DEFAULT 1, state TEXT NOT NULL DEFAULT 'draft', content TEXT NOT NULL DEFAULT '',
  bare TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '',
  UNIQUE (file, sha256, as_at, settings, program, digests, state));
INSERT INTO packs_told_apart (
  entry, file, sha256, committee, period, as_at, settings, program, digests, recorded, issue, state, content, bare, words)
SELECT entry, file, sha256, committee, period, as_at, settings, program, digests, recorded, issue, state, content, bare, words
FROM packs;
DROP TABLE packs;
ALTER TABLE packs_told_apart RENAME TO packs;
CREATE TRIGGER packs_stand BEFORE UPDATE ON packs BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
CREATE TRIGGER packs_stay BEFORE DELETE ON packs BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
"""

# A file's name can be somebody's too: it is blanked with them. So it is of what names no period (a file that could not be
# read, a return whose cover does not say): that goes with the first forgotten period that closed after it came.
_SIXTH = """
DROP TRIGGER submissions_stand;
CREATE TRIGGER submissions_stand BEFORE UPDATE ON submissions WHEN NOT (
    (OLD.period = '' OR OLD.period IN (SELECT period FROM forgotten))
    AND NEW.sent_by = '' AND NEW.declared_by = '' AND NEW.file = ''
    AND NEW.findings = (SELECT json_group_array(json_remove(value, '$.explanation')) FROM json_each(OLD.findings))
    AND (NEW.entry, NEW.digest, NEW.academy, NEW."return", NEW.period, NEW.as_at, NEW.received, NEW.declared_on,
         NEW.state, NEW.reason, NEW.layouts, NEW.recorded, NEW.rows)
     IS (OLD.entry, OLD.digest, OLD.academy, OLD."return", OLD.period, OLD.as_at, OLD.received, OLD.declared_on,
         OLD.state, OLD.reason, OLD.layouts, OLD.recorded, OLD.rows))
BEGIN SELECT RAISE(ABORT, 'the ledger is added to, never changed'); END;
"""

# The digest of the figures that are kept beside a final pack, for what later ones withhold depends on them.
_SEVENTH = "ALTER TABLE packs ADD COLUMN figures TEXT NOT NULL DEFAULT '';"

BLANKED = """
UPDATE submissions SET sent_by = '', declared_by = '', file = '',
  findings = (SELECT json_group_array(json_remove(value, '$.explanation')) FROM json_each(findings))
WHERE period = :period OR (period = '' AND substr(received, 1, 10) <= :closes)
"""

STEPS = (
    _FIRST,
    _SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
    _SIXTH,
    _SEVENTH,
)  # a step that a store may have taken is never edited: what comes next is a step of its own


def version(book: sqlite3.Connection) -> int:
    """How many of the steps the ledger has taken."""
    return int(book.execute("PRAGMA user_version").fetchone()[0])


def brought_up(book: sqlite3.Connection) -> None:
    """Takes the steps that the ledger lacks, each whole or not at all; the caller holds the store's lock."""
    if version(book) == 0:
        book.execute(_JOURNAL)
    for number, step in list(enumerate(STEPS, start=1))[version(book) :]:
        book.executescript(f"BEGIN IMMEDIATE;{step}PRAGMA user_version = {number};COMMIT;")
