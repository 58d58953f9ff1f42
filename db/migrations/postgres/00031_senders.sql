-- +goose Up

-- Who sent answers since the sums of a season were last looked at: see sums.
CREATE TABLE senders (
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES members ON DELETE CASCADE,
    PRIMARY KEY (season_id, member_id)
);
CREATE INDEX senders_member ON senders (member_id);
