/** Numbered, additive. `PRAGMA user_version` says how many have run; each runs once, in one transaction. */
import type Database from 'better-sqlite3'

export function migrate(db: Database.Database): void {
  const done = db.pragma('user_version', { simple: true }) as number
  if (done > MIGRATIONS.length)
    throw new Error(
      `The database was written by a newer Canevas (version ${done}); this one knows ${MIGRATIONS.length}.`,
    )
  // Nothing is written: a server has to start on a full disk as well.
  if (done === MIGRATIONS.length) return
  db.transaction(() => {
    for (const sql of MIGRATIONS.slice(done)) db.exec(sql)
    db.pragma(`user_version = ${MIGRATIONS.length}`)
  })()
}

// Times are milliseconds since 1970. Ids are 128-bit random texts.
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE person (
    -- The only place where names are kept: no document, version or export holds one.
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    structure TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE account (
    person_id TEXT PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
    email TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    admin INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE session (
    id TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL,
    person_id TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('account', 'guest')),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX session_person ON session(person_id);

  CREATE TABLE programme (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE board (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme(id) ON DELETE CASCADE,
    -- Part of the room's name on every device: a restored backup or an erasure makes a new one.
    epoch INTEGER NOT NULL DEFAULT 1,
    title TEXT NOT NULL,
    demo INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX board_programme ON board(programme_id);
  CREATE INDEX board_demo ON board(last_used_at) WHERE demo = 1;

  CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme(id) ON DELETE CASCADE,
    board_id TEXT REFERENCES board(id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('participant', 'observer')),
    -- Kept readable: the facilitator shows the link again during the atelier.
    token TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
  ) STRICT;
  CREATE INDEX invitation_board ON invitation(board_id);

  CREATE TABLE membership (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    programme_id TEXT NOT NULL REFERENCES programme(id) ON DELETE CASCADE,
    -- NULL: all boards of the programme.
    board_id TEXT REFERENCES board(id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('facilitator', 'coordinator', 'participant', 'observer')),
    via_invitation TEXT REFERENCES invitation(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX membership_person ON membership(person_id);
  CREATE INDEX membership_programme ON membership(programme_id);

  CREATE TABLE board_update (
    -- AUTOINCREMENT: a number is never given twice, or a row written after a checkpoint could hide below its upto_seq.
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX board_update_board ON board_update(board_id, seq);

  CREATE TABLE board_checkpoint (
    board_id TEXT PRIMARY KEY REFERENCES board(id) ON DELETE CASCADE,
    upto_seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    state BLOB NOT NULL -- Yjs update, format 2
  ) STRICT;

  CREATE TABLE snapshot (
    id TEXT PRIMARY KEY,
    board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('kept', 'auto', 'before_restore', 'before_import')),
    taken_at INTEGER NOT NULL,
    taken_by TEXT,
    state BLOB NOT NULL,
    referentiel TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX snapshot_board ON snapshot(board_id, taken_at);
  CREATE TRIGGER snapshot_is_immutable BEFORE UPDATE ON snapshot BEGIN
    SELECT RAISE(ABORT, 'a kept version never changes');
  END;

  CREATE TABLE setup (
    token TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE attempt (
    -- One failed try each: 'email:…', 'address:…', 'code:…'.
    subject TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX attempt_subject ON attempt(subject, at);
  `,
  `
  CREATE TABLE image (
    -- SHA-256 of the bytes, hexadecimal: a picture shown on two boards is kept once.
    hash TEXT PRIMARY KEY,
    type TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'image/webp')),
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE board_image (
    board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
    hash TEXT NOT NULL REFERENCES image(hash),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (board_id, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX board_image_hash ON board_image(hash);
  -- Gone with the last board that shows it.
  CREATE TRIGGER image_unused AFTER DELETE ON board_image BEGIN
    DELETE FROM image WHERE hash = OLD.hash AND NOT EXISTS (SELECT 1 FROM board_image WHERE hash = OLD.hash);
  END;
  `,
  `
  -- Who writes under a client id of Yjs. Anybody else who did would part the document for ever, so nobody else may.
  CREATE TABLE board_client (
    board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
    client_id INTEGER NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (board_id, client_id)
  ) STRICT, WITHOUT ROWID;

  -- Rows of a log that cannot be read any more, kept for whoever can.
  CREATE TABLE board_unreadable (
    seq INTEGER PRIMARY KEY,
    board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX board_unreadable_board ON board_unreadable(board_id);
  `,
  `
  -- One row, written whenever somebody asks whether this server can write.
  CREATE TABLE probe (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
  ) STRICT;

  -- Who did what on which board. Ids only; kept when the board is gone.
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    board_id TEXT NOT NULL,
    -- NULL: the server itself.
    person_id TEXT,
    what TEXT NOT NULL,
    detail TEXT -- JSON
  ) STRICT;
  CREATE INDEX audit_board ON audit(board_id, at);
  `,
  `
  -- The référentiel of a version, packed by gzip: a tenth of its text. Versions kept before have their text, and this is NULL.
  ALTER TABLE snapshot ADD COLUMN packed BLOB;
  `,
  `
  -- Who does the same again within a day has one entry: at is the last time.
  ALTER TABLE audit ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE audit ADD COLUMN first_at INTEGER;

  -- A browser in which an account signed in: what others try does not slow it down.
  CREATE TABLE device (
    hash BLOB PRIMARY KEY, -- SHA-256 of the cookie
    person_id TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX device_person ON device(person_id);

  -- Sent away by who leads the board: no invitation brings the same person back.
  ALTER TABLE membership ADD COLUMN sent_away INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX membership_invitation ON membership(via_invitation);

  CREATE INDEX attempt_at ON attempt(at);
  CREATE INDEX audit_at ON audit(at);
  CREATE INDEX session_seen ON session(kind, seen_at);
  `,
]
