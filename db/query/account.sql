-- name: InsertOrganizer :one
INSERT INTO organizers (email, email_key, password_hash, created) VALUES ($1, $2, $3, $4) RETURNING id;

-- name: Organizer :one
SELECT * FROM organizers WHERE id = $1;

-- name: OrganizerByEmail :one
SELECT * FROM organizers WHERE email_key = $1;

-- name: CountOrganizers :one
SELECT COUNT(*) FROM organizers;

-- name: SetPassword :exec
UPDATE organizers SET password_hash = $2 WHERE id = $1;

-- name: InsertLink :exec
INSERT INTO links (hash, kind, email, club_id, role, organizer_id, expires, used) VALUES ($1, $2, $3, $4, $5, $6, $7, 0);

-- name: Link :one
SELECT * FROM links WHERE hash = $1;

-- name: UseLink :exec
UPDATE links SET used = $2 WHERE hash = $1;

-- name: DeleteExpiredLinks :exec
DELETE FROM links WHERE expires < $1;

-- name: Session :one
SELECT data, expires FROM sessions WHERE hash = $1;

-- name: SaveSession :exec
INSERT INTO sessions (hash, data, expires) VALUES ($1, $2, $3)
ON CONFLICT (hash) DO UPDATE SET data = excluded.data, expires = excluded.expires;

-- name: DeleteSession :exec
DELETE FROM sessions WHERE hash = $1;

-- name: DeleteExpiredSessions :exec
DELETE FROM sessions WHERE expires < $1;
