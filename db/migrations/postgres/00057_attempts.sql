-- +goose Up

-- What counts toward limits on guessing and asking: by a hash of whose limit it is, made with the key of links, when it is whole again.
CREATE TABLE attempts (
    hash  TEXT NOT NULL PRIMARY KEY,
    whole BIGINT NOT NULL
);
CREATE INDEX attempts_whole ON attempts (whole);
