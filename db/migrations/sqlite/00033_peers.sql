-- +goose Up

-- Whether a round also asks how each teammate works.
ALTER TABLE feedback_rounds ADD COLUMN peers BOOLEAN NOT NULL DEFAULT FALSE;
