-- +goose Up

-- What is under way of a move of all data to another kind of database, or was, as this one knows it: see db/move.go.
CREATE TABLE moves (
    state TEXT NOT NULL PRIMARY KEY,
    move  TEXT NOT NULL,
    place TEXT NOT NULL,
    at    BIGINT NOT NULL
);
