-- +goose Up

-- What forms made that carry a key: by a hash of the key and all that was sent with it, the id to which the answer led.
CREATE TABLE once (
    hash TEXT NOT NULL PRIMARY KEY,
    made BIGINT NOT NULL,
    at   BIGINT NOT NULL
);
CREATE INDEX once_at ON once (at);
