-- +goose Up

-- Since when a version of a question has read as it does; 0 where that was not noted.
ALTER TABLE question_versions ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
