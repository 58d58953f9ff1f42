-- +goose Up

-- How many days before the close members are reminded by themselves who have not sent their answers; 0 where nobody chose, -1 for not. And when they were.
ALTER TABLE surveys ADD COLUMN remind BIGINT NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN reminded BIGINT NOT NULL DEFAULT 0;

-- Since when a letter is tried, which begins anew when somebody has it tried again; 0 for since it was written.
ALTER TABLE letters ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
