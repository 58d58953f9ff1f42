-- +goose Up

-- How far each form has come that brought something of the answers, so that what a network brings late takes the place of nothing newer.
ALTER TABLE responses ADD COLUMN turns TEXT NOT NULL DEFAULT '';
