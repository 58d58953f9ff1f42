-- +goose Up

-- The address of a link to sign up, folded: a newer link for one address ends those before. What organizer_id names is who is signed in by
-- a link of that kind, and who sent an invitation.
ALTER TABLE links ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
UPDATE links SET email_key = LOWER(email);

-- Where an organizer is signed in: ended by deleting the row, whatever the session itself says.
CREATE TABLE signins (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    organizer_id BIGINT NOT NULL REFERENCES organizers ON DELETE CASCADE,
    device       TEXT NOT NULL,
    created      BIGINT NOT NULL,
    seen         BIGINT NOT NULL,
    expires      BIGINT NOT NULL
);
CREATE INDEX signins_organizer ON signins (organizer_id);

-- The keys with which an organizer signs in beside the password. data is what the library of passkeys keeps of one.
CREATE TABLE passkeys (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    organizer_id BIGINT NOT NULL REFERENCES organizers ON DELETE CASCADE,
    credential   TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    data         TEXT NOT NULL,
    created      BIGINT NOT NULL,
    used         BIGINT NOT NULL
);
CREATE INDEX passkeys_organizer ON passkeys (organizer_id);
