-- +goose Up

-- What organizers tell the published teams to begin with, JSON: where each talks, and what it does first.
ALTER TABLE rosters ADD COLUMN briefs TEXT NOT NULL DEFAULT '';
