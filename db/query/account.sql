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
INSERT INTO links (hash, kind, email, email_key, club_id, role, organizer_id, expires, nonce, used) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0);

-- name: Link :one
SELECT * FROM links WHERE hash = $1;

-- name: UseLinks :exec
UPDATE links SET used = sqlc.arg(used) WHERE kind = 'signup' AND email_key = sqlc.arg(email_key) AND COALESCE(club_id, 0) = CAST(sqlc.arg(club) AS BIGINT) AND used = 0;

-- name: CountResets :one
SELECT COUNT(*) FROM links
WHERE kind = 'signup' AND email_key = sqlc.arg(email_key) AND club_id IS NULL AND used = 0
  AND expires > CAST(sqlc.arg(after) AS BIGINT) AND expires <= CAST(sqlc.arg(until) AS BIGINT);

-- name: Invitations :many
SELECT links.hash, links.email, links.role, links.expires, links.nonce, COALESCE(organizers.email, '') AS sender
FROM links LEFT JOIN organizers ON organizers.id = links.organizer_id
WHERE links.kind = 'signup' AND links.club_id = $1 AND links.used = 0 AND links.expires > $2 ORDER BY links.email_key;

-- name: DeleteInvitation :execrows
DELETE FROM links WHERE kind = 'signup' AND club_id = $1 AND hash = $2 AND used = 0;

-- name: DeleteInvitationsOf :exec
DELETE FROM links WHERE kind = 'signup' AND club_id = $1 AND used = 0
AND (organizer_id = $2 OR organizer_id IS NULL OR email_key = (SELECT organizers.email_key FROM organizers WHERE organizers.id = $2));

-- name: DeleteExpiredLinks :exec
DELETE FROM links WHERE expires < $1;

-- name: DeleteLink :exec
DELETE FROM links WHERE hash = $1;

-- name: DeleteLinks :execrows
DELETE FROM links WHERE kind = $1;

-- name: Session :one
SELECT data, expires FROM sessions WHERE hash = $1;

-- name: SaveSession :exec
INSERT INTO sessions (hash, data, expires) VALUES ($1, $2, $3)
ON CONFLICT (hash) DO UPDATE SET data = excluded.data, expires = excluded.expires;

-- name: DeleteSession :exec
DELETE FROM sessions WHERE hash = $1;

-- name: DeleteExpiredSessions :exec
DELETE FROM sessions WHERE expires < $1;

-- name: DeleteSignins :exec
DELETE FROM signins;

-- name: InsertSignin :one
INSERT INTO signins (organizer_id, device, created, seen, expires) VALUES ($1, $2, $3, $3, $4) RETURNING id;

-- name: Signin :one
SELECT * FROM signins WHERE id = $1 AND expires > $2;

-- name: Signins :many
SELECT * FROM signins WHERE organizer_id = $1 AND expires > $2 ORDER BY seen DESC, id DESC;

-- name: SeeSignin :exec
UPDATE signins SET seen = $2, expires = $3 WHERE id = $1;

-- name: DeleteSignin :exec
DELETE FROM signins WHERE organizer_id = $1 AND id = $2;

-- name: DeleteOtherSignins :exec
DELETE FROM signins WHERE organizer_id = $1 AND id <> $2;

-- name: DeleteExpiredSignins :exec
DELETE FROM signins WHERE expires <= $1;

-- name: InsertPasskey :exec
INSERT INTO passkeys (organizer_id, credential, name, data, created, used) VALUES ($1, $2, $3, $4, $5, 0);

-- name: PasskeyByCredential :one
SELECT * FROM passkeys WHERE credential = $1;

-- name: Passkeys :many
SELECT * FROM passkeys WHERE organizer_id = $1 ORDER BY created, id;

-- name: UsePasskey :execrows
UPDATE passkeys SET data = $2, used = $3 WHERE id = $1;

-- name: DeletePasskey :exec
DELETE FROM passkeys WHERE organizer_id = $1 AND id = $2;

-- name: DeletePasskeys :exec
DELETE FROM passkeys WHERE organizer_id = $1;
