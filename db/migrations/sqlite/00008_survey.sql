-- +goose Up

-- What a survey says and asks beside its questions, and how far back it can be undone: surveys.edit names the edit that counts.
ALTER TABLE surveys ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE surveys ADD COLUMN edit BIGINT NOT NULL DEFAULT 0;
CREATE TABLE survey_edits (
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    seq       BIGINT NOT NULL,
    questions TEXT NOT NULL,
    note      TEXT NOT NULL,
    created   BIGINT NOT NULL,
    PRIMARY KEY (season_id, seq)
);

-- When answers were begun and first sent, and the guardian who agreed to them.
ALTER TABLE responses ADD COLUMN begun BIGINT NOT NULL DEFAULT 0;
ALTER TABLE responses ADD COLUMN first BIGINT NOT NULL DEFAULT 0;
ALTER TABLE responses ADD COLUMN guardian TEXT NOT NULL DEFAULT '';
UPDATE responses SET first = submitted;

-- Until when a member may answer though the survey is closed, and when who was reminded of what.
ALTER TABLE members ADD COLUMN reopened BIGINT NOT NULL DEFAULT 0;
CREATE TABLE reminders (
    member_id BIGINT NOT NULL REFERENCES members ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (member_id, kind, at)
);

-- What a club sets for all of its seasons, and its picture. A season may be begun from an earlier one.
ALTER TABLE clubs ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
CREATE TABLE logos (
    club_id BIGINT NOT NULL PRIMARY KEY REFERENCES clubs ON DELETE CASCADE,
    type    TEXT NOT NULL,
    data    BLOB NOT NULL
);
ALTER TABLE seasons ADD COLUMN previous BIGINT NOT NULL DEFAULT 0;
