-- +goose Up

-- Who saw and changed what. It calls nobody by name, so that nothing of who is erased stays in it.
CREATE TABLE audit (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    club_id      BIGINT NOT NULL REFERENCES clubs ON DELETE CASCADE,
    season_id    BIGINT REFERENCES seasons ON DELETE SET NULL,
    member_id    BIGINT REFERENCES members ON DELETE SET NULL,
    organizer_id BIGINT REFERENCES organizers ON DELETE SET NULL,
    actor        TEXT NOT NULL,
    action       TEXT NOT NULL,
    everybody    BOOLEAN NOT NULL,
    args         TEXT NOT NULL,
    at           BIGINT NOT NULL
);
CREATE INDEX audit_club ON audit (club_id, id);
CREATE INDEX audit_season ON audit (season_id, id);
CREATE INDEX audit_member ON audit (member_id, id);
CREATE INDEX audit_organizer ON audit (organizer_id);

-- Until when a season keeps what members said: 0 for as long as nobody erases it.
ALTER TABLE seasons ADD COLUMN keep_until BIGINT NOT NULL DEFAULT 0;
