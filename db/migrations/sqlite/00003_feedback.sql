-- +goose Up

-- When the members of a season's roster are asked how their teams go.
CREATE TABLE feedback_rounds (
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    opens     BIGINT NOT NULL,
    closes    BIGINT NOT NULL,
    season_only  BOOLEAN NOT NULL,
    secret    TEXT NOT NULL,
    PRIMARY KEY (season_id, kind)
);

-- What a member says about the team. shown is what is in the figures that organizers see. It waits to be brought up
-- to date while pending; held does not count among those that wait.
CREATE TABLE feedback (
    member_id BIGINT NOT NULL REFERENCES members ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    draft     TEXT NOT NULL,
    answers   TEXT NOT NULL,
    shown     TEXT NOT NULL,
    pending   BOOLEAN NOT NULL,
    held      BOOLEAN NOT NULL,
    submitted BIGINT NOT NULL,
    saved     BIGINT NOT NULL,
    PRIMARY KEY (member_id, kind)
);
CREATE INDEX feedback_season ON feedback (season_id, kind);

-- What is said of a team once and for all in a round.
CREATE TABLE feedback_verdicts (
    season_id   BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    kind        TEXT NOT NULL,
    proposal_id BIGINT NOT NULL,
    team        BIGINT NOT NULL,
    low         BOOLEAN NOT NULL,
    uneven      BOOLEAN NOT NULL,
    PRIMARY KEY (season_id, kind, proposal_id, team)
);
