-- +goose Up

-- What other devices of a member that were let in answered otherwise, until the member has said which answer counts.
ALTER TABLE responses ADD COLUMN otherwise TEXT NOT NULL DEFAULT '';
