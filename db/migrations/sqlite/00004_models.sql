-- +goose Up

-- What a club learned from how its teams went. Every training makes a version, which stays.
CREATE TABLE models (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    club_id   BIGINT NOT NULL REFERENCES clubs ON DELETE CASCADE,
    version   BIGINT NOT NULL,
    state     TEXT NOT NULL,
    request   TEXT NOT NULL,
    progress  TEXT NOT NULL,
    report    TEXT NOT NULL,
    model     BLOB NOT NULL,
    data_hash TEXT NOT NULL,
    problem   TEXT NOT NULL,
    stop      BOOLEAN NOT NULL,
    withdrawn BIGINT NOT NULL,
    created   BIGINT NOT NULL,
    updated   BIGINT NOT NULL,
    UNIQUE (club_id, version)
);

-- Whose answers and ratings a model has learned from.
CREATE TABLE model_members (
    model_id  BIGINT NOT NULL REFERENCES models ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES members ON DELETE CASCADE,
    PRIMARY KEY (model_id, member_id)
);
CREATE INDEX model_members_member ON model_members (member_id);

-- The version that a club uses.
CREATE TABLE model_uses (
    club_id  BIGINT NOT NULL PRIMARY KEY REFERENCES clubs ON DELETE CASCADE,
    model_id BIGINT NOT NULL UNIQUE REFERENCES models ON DELETE CASCADE,
    since    BIGINT NOT NULL
);

-- Files of past seasons that were not in the program.
CREATE TABLE histories (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    club_id      BIGINT NOT NULL REFERENCES clubs ON DELETE CASCADE,
    organizer_id BIGINT REFERENCES organizers ON DELETE SET NULL,
    file         TEXT NOT NULL,
    data         BLOB NOT NULL,
    mapping      TEXT NOT NULL,
    created      BIGINT NOT NULL
);
CREATE INDEX histories_club ON histories (club_id);

-- Searches for good settings, and their trials. The version of a study counts the changes of its trials.
CREATE TABLE studies (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    model_id BIGINT REFERENCES models ON DELETE CASCADE,
    name     TEXT NOT NULL UNIQUE,
    version  BIGINT NOT NULL
);
CREATE INDEX studies_model ON studies (model_id);

-- Nobody else may begin a trial before its lease ends: 0 for one that waits, beyond all times for one that is done.
CREATE TABLE trials (
    study_id BIGINT NOT NULL REFERENCES studies ON DELETE CASCADE,
    number   BIGINT NOT NULL,
    state    TEXT NOT NULL,
    record   TEXT NOT NULL,
    version  BIGINT NOT NULL,
    holder   TEXT NOT NULL,
    lease    BIGINT NOT NULL,
    PRIMARY KEY (study_id, number),
    UNIQUE (study_id, version)
);
CREATE INDEX trials_lease ON trials (study_id, lease, number);
