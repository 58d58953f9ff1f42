-- +goose Up

-- When a member last sent the answers themself; 0 where they never did. A file that is imported leaves it as it is. Of older answers no more is known than
-- that a member who used the form has a language.
ALTER TABLE responses ADD COLUMN sent BIGINT NOT NULL DEFAULT 0;
UPDATE responses SET sent = submitted WHERE lang <> '';
