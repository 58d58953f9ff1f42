-- name: Attempt :one
SELECT whole FROM attempts WHERE hash = $1;

-- name: SaveAttempt :exec
INSERT INTO attempts (hash, whole) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET whole = excluded.whole;

-- name: ForgiveAttempt :exec
UPDATE attempts SET whole = whole - $2 WHERE hash = $1;

-- name: DeleteAttempts :exec
DELETE FROM attempts WHERE whole <= $1;
