-- +goose Up

-- Whatever two people can edit has a revision, which an edit names.
ALTER TABLE seasons RENAME COLUMN rules TO deck;
ALTER TABLE surveys ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE questions ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
