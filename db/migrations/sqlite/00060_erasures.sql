-- +goose Up

-- What is erased of a whole season or of what names a member goes in many short writes: these say what is not gone yet.
CREATE TABLE erasures (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    club_id BIGINT NOT NULL REFERENCES clubs ON DELETE CASCADE,
    what    TEXT NOT NULL
);
CREATE INDEX erasures_club ON erasures (club_id);

-- From when on what nobody sees goes: all of a season, or of a club. 0 for what is seen.
ALTER TABLE seasons ADD COLUMN gone BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clubs ADD COLUMN gone BIGINT NOT NULL DEFAULT 0;

-- How far an import is, apart from its file, which would be written with it each time.
CREATE TABLE import_progress (
    import_id BIGINT NOT NULL PRIMARY KEY REFERENCES imports ON DELETE CASCADE,
    progress  TEXT NOT NULL
);
