-- +goose Up

-- Who took the place of a member on the list by the club link, until an organizer says that it is right: what the list said before, by which link
-- the member was to come, and when who took it joined. That gives the place back.
CREATE TABLE taken (
    member_id BIGINT NOT NULL PRIMARY KEY REFERENCES members ON DELETE CASCADE,
    name      TEXT NOT NULL,
    email     TEXT NOT NULL,
    former    TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    nonce     TEXT NOT NULL,
    joined    BIGINT NOT NULL,
    at        BIGINT NOT NULL
);

-- Who joined by the club link and is nobody on the list, as an organizer said.
ALTER TABLE members ADD COLUMN apart BOOLEAN NOT NULL DEFAULT FALSE;
