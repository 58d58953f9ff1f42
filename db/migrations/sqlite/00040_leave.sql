-- +goose Up

-- The address that a member would have in the place of the one that the list has, until an organizer has said whether it is the member's.
ALTER TABLE members ADD COLUMN wanted_email TEXT NOT NULL DEFAULT '';

-- A link of somebody who was erased, as they asked: it says so. It names its season alone.
ALTER TABLE old_links ADD COLUMN erased BOOLEAN NOT NULL DEFAULT FALSE;
