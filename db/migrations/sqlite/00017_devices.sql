-- +goose Up

-- The devices that are a member's own, known by the hash of a cookie, and the code that one shows for another to become one: it is made of the key
-- of links and code_nonce, and ends at a time or after some wrong tries.
CREATE TABLE devices (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id  BIGINT NOT NULL REFERENCES members ON DELETE CASCADE,
    hash       TEXT NOT NULL,
    name       TEXT NOT NULL,
    confirmed  BIGINT NOT NULL,
    code_nonce TEXT NOT NULL,
    code_until BIGINT NOT NULL,
    code_tries BIGINT NOT NULL,
    UNIQUE (member_id, hash)
);
