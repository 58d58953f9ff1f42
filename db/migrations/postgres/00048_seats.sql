-- +goose Up

-- Who is in which of the teams that a season has published, team by team and member by member: what a member's own page shows is read from the rows of
-- the member and of the member's teams, in a season of any size. The rows follow from the lineup of the proposal and are written with it. Round 0 is the first.
CREATE TABLE seat_teams (
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    round     BIGINT NOT NULL,
    team      BIGINT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (season_id, round, team)
);
CREATE TABLE seats (
    season_id BIGINT NOT NULL REFERENCES seasons ON DELETE CASCADE,
    member_id BIGINT NOT NULL,
    round     BIGINT NOT NULL,
    team      BIGINT NOT NULL,
    PRIMARY KEY (season_id, member_id, round)
);
CREATE INDEX seats_team ON seats (season_id, round, team);
