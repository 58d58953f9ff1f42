-- +goose Up

-- When a member joined by the club link, 0 for who was entered by an organizer; and up to when an organizer kept those of a season who came in a burst.
ALTER TABLE members ADD COLUMN joined BIGINT NOT NULL DEFAULT 0;
ALTER TABLE seasons ADD COLUMN kept BIGINT NOT NULL DEFAULT 0;
