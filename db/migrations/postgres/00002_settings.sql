-- +goose Up

-- What the program remembers of itself, such as the address at which it was last reached.
CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
