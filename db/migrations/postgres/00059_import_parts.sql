-- +goose Up

-- How far a large import is that is being brought in part by part, JSON. Half of it is there already, and the job goes on with it after a restart.
CREATE TABLE import_runs (
    import_id BIGINT NOT NULL PRIMARY KEY REFERENCES imports ON DELETE CASCADE,
    state     TEXT NOT NULL
);

-- The parts of a large import: rows that are still to be brought in, and what takes them back once they are, JSON.
CREATE TABLE import_parts (
    import_id BIGINT NOT NULL REFERENCES imports ON DELETE CASCADE,
    part      BIGINT NOT NULL,
    waiting   BYTEA NOT NULL,
    kept      TEXT NOT NULL,
    PRIMARY KEY (import_id, part)
);
