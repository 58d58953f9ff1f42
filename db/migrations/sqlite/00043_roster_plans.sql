-- +goose Up

-- Teams that are to be published at a time: those of the revision that was confirmed, and no others. A season has one such plan at most.
CREATE TABLE roster_plans (
    season_id   BIGINT NOT NULL PRIMARY KEY REFERENCES seasons ON DELETE CASCADE,
    proposal_id BIGINT NOT NULL REFERENCES proposals ON DELETE CASCADE,
    revision    BIGINT NOT NULL,
    due         BIGINT NOT NULL
);
CREATE INDEX roster_plans_proposal ON roster_plans (proposal_id);
