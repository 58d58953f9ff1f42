-- +goose Up

-- Who joined by the club link and waits to be let in: they count as dropped out until then, and may answer. To a list that is closed all wait who are new to it.
ALTER TABLE members ADD COLUMN waiting BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE seasons ADD COLUMN closed BOOLEAN NOT NULL DEFAULT FALSE;
