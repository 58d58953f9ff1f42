-- +goose Up

-- What was decided that a typed name means. A migration in Go is the sixth; see migrate_cards.go.
ALTER TABLE responses ADD COLUMN meant TEXT NOT NULL DEFAULT '';
