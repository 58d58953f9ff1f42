-- +goose Up

-- How a club read its files, so that the next one with the same columns is read the same way: a mark of what the columns are called, and the mapping.
ALTER TABLE imports ADD COLUMN shape TEXT NOT NULL DEFAULT '';
CREATE TABLE readings (
    club_id BIGINT NOT NULL REFERENCES clubs ON DELETE CASCADE,
    shape   TEXT NOT NULL,
    file    TEXT NOT NULL,
    mapping TEXT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (club_id, shape)
);
