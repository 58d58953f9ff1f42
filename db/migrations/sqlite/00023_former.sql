-- +goose Up

-- What a member was called before, and until when: names that others typed go on meaning the member, and are erased with the member.
ALTER TABLE members ADD COLUMN former TEXT NOT NULL DEFAULT '';
