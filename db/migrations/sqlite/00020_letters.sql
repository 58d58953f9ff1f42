-- +goose Up

-- Letters that wait to be sent, that the mail server took, or that could not be sent. They are worded when they are sent: here is to whom one goes
-- (a member's address is the member's of then), of what kind it is, and the nonce of which its link or code is made with the key of links.
CREATE TABLE letters (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id   TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    club_id      BIGINT REFERENCES clubs ON DELETE CASCADE,
    season_id    BIGINT REFERENCES seasons ON DELETE CASCADE,
    member_id    BIGINT REFERENCES members ON DELETE CASCADE,
    email        TEXT NOT NULL,
    lang         TEXT NOT NULL,
    nonce        TEXT NOT NULL,
    until        BIGINT NOT NULL,
    actor        TEXT NOT NULL,
    organizer_id BIGINT REFERENCES organizers ON DELETE SET NULL,
    state        TEXT NOT NULL,
    tries        BIGINT NOT NULL,
    due          BIGINT NOT NULL,
    problem      TEXT NOT NULL,
    created      BIGINT NOT NULL,
    done         BIGINT NOT NULL
);
CREATE INDEX letters_due ON letters (state, due);
CREATE INDEX letters_club ON letters (club_id);
CREATE INDEX letters_season ON letters (season_id);
CREATE INDEX letters_member ON letters (member_id);
CREATE INDEX letters_organizer ON letters (organizer_id);

-- When a member declined letters, and the address that was known when the first device became the member's own: to it goes the code by which one
-- that is new becomes the member's, for the device with the hash.
ALTER TABLE members ADD COLUMN declined BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN known_email TEXT NOT NULL DEFAULT '';
UPDATE members SET known_email = email WHERE id IN (SELECT member_id FROM devices);
CREATE TABLE mail_codes (
    member_id BIGINT NOT NULL PRIMARY KEY REFERENCES members ON DELETE CASCADE,
    hash      TEXT NOT NULL,
    nonce     TEXT NOT NULL,
    until     BIGINT NOT NULL,
    tries     BIGINT NOT NULL
);
