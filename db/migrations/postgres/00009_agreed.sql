-- +goose Up

-- What was agreed to before the first question: nothing of who agreed before this was kept.
ALTER TABLE responses ADD COLUMN agreed TEXT NOT NULL DEFAULT '';
