-- +goose Up

-- What takes an import back as a whole: what it changed as it was, and marks of what it left, JSON. The newest of a season is the one that can be taken back.
CREATE TABLE import_undos (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    import_id BIGINT NOT NULL UNIQUE REFERENCES imports ON DELETE CASCADE,
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    kept      TEXT NOT NULL
);
CREATE INDEX import_undos_season ON import_undos (season_id);
