-- +goose Up

CREATE TABLE organizers (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    email         TEXT NOT NULL,
    email_key     TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created       BIGINT NOT NULL
);

CREATE TABLE clubs (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL,
    created BIGINT NOT NULL
);

CREATE TABLE club_organizers (
    club_id      BIGINT NOT NULL REFERENCES clubs ON DELETE CASCADE,
    organizer_id BIGINT NOT NULL REFERENCES organizers ON DELETE CASCADE,
    role         TEXT NOT NULL,
    PRIMARY KEY (club_id, organizer_id)
);
CREATE INDEX club_organizers_organizer ON club_organizers (organizer_id);

-- One-time links to sign up, and the demo's link to sign in.
CREATE TABLE links (
    hash         TEXT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    email        TEXT NOT NULL,
    club_id      BIGINT REFERENCES clubs ON DELETE CASCADE,
    role         TEXT NOT NULL,
    organizer_id BIGINT REFERENCES organizers ON DELETE CASCADE,
    expires      BIGINT NOT NULL,
    used         BIGINT NOT NULL
);

CREATE TABLE sessions (
    hash    TEXT NOT NULL PRIMARY KEY,
    data    BLOB NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE seasons (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    club_id BIGINT NOT NULL REFERENCES clubs ON DELETE CASCADE,
    name    TEXT NOT NULL,
    token   TEXT NOT NULL UNIQUE,
    rules   TEXT NOT NULL,
    sizes   TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX seasons_club ON seasons (club_id);

CREATE TABLE surveys (
    season_id BIGINT NOT NULL PRIMARY KEY REFERENCES seasons ON DELETE CASCADE,
    title     TEXT NOT NULL,
    intro     TEXT NOT NULL,
    consent   TEXT NOT NULL,
    opens     BIGINT NOT NULL,
    closes    BIGINT NOT NULL
);

CREATE TABLE questions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    season_id   BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    position    BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    next_option BIGINT NOT NULL,
    retired     BOOLEAN NOT NULL
);
CREATE INDEX questions_season ON questions (season_id);

CREATE TABLE question_versions (
    question_id BIGINT NOT NULL REFERENCES questions ON DELETE CASCADE,
    version     BIGINT NOT NULL,
    body        TEXT NOT NULL,
    answered    BOOLEAN NOT NULL,
    PRIMARY KEY (question_id, version)
);

CREATE TABLE members (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    name      TEXT NOT NULL,
    email     TEXT NOT NULL,
    ref       TEXT NOT NULL,
    member_key TEXT NOT NULL,
    token     TEXT NOT NULL UNIQUE,
    dropped   BIGINT NOT NULL,
    created   BIGINT NOT NULL,
    UNIQUE (season_id, member_key)
);

CREATE TABLE responses (
    member_id BIGINT NOT NULL PRIMARY KEY REFERENCES members ON DELETE CASCADE,
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    draft     TEXT NOT NULL,
    answers   TEXT NOT NULL,
    submitted BIGINT NOT NULL,
    saved     BIGINT NOT NULL,
    lang      TEXT NOT NULL,
    consented BOOLEAN NOT NULL
);
CREATE INDEX responses_season ON responses (season_id);

CREATE TABLE imports (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    season_id    BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    organizer_id BIGINT REFERENCES organizers ON DELETE SET NULL,
    file         TEXT NOT NULL,
    data         BLOB NOT NULL,
    mapping      TEXT NOT NULL,
    state        TEXT NOT NULL,
    progress     TEXT NOT NULL,
    result       TEXT NOT NULL,
    created      BIGINT NOT NULL
);
CREATE INDEX imports_season ON imports (season_id);

CREATE TABLE proposals (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    name      TEXT NOT NULL,
    state     TEXT NOT NULL,
    request   TEXT NOT NULL,
    progress  TEXT NOT NULL,
    result    TEXT NOT NULL,
    problem   TEXT NOT NULL,
    stop      BOOLEAN NOT NULL,
    edit      BIGINT NOT NULL,
    revision  BIGINT NOT NULL,
    created   BIGINT NOT NULL,
    updated   BIGINT NOT NULL
);
CREATE INDEX proposals_season ON proposals (season_id);

-- What undo and redo step through; proposals.edit names the one that counts.
CREATE TABLE proposal_edits (
    proposal_id BIGINT NOT NULL REFERENCES proposals ON DELETE CASCADE,
    seq         BIGINT NOT NULL,
    lineup      TEXT NOT NULL,
    note        TEXT NOT NULL,
    created     BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, seq)
);

-- The published proposal of a season.
CREATE TABLE rosters (
    season_id   BIGINT NOT NULL PRIMARY KEY REFERENCES seasons ON DELETE CASCADE,
    proposal_id BIGINT NOT NULL UNIQUE REFERENCES proposals ON DELETE CASCADE,
    published   BIGINT NOT NULL
);
