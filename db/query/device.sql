-- name: Devices :many
SELECT * FROM devices WHERE member_id = $1 ORDER BY confirmed DESC, id DESC;

-- name: DeviceMembers :many
SELECT members.* FROM members JOIN devices ON devices.member_id = members.id
WHERE members.season_id = $1 AND devices.hash = $2 ORDER BY devices.confirmed DESC, devices.id DESC;

-- name: InsertDevice :exec
INSERT INTO devices (member_id, hash, name, confirmed, code_nonce, code_until, code_tries) VALUES ($1, $2, $3, $4, '', 0, 0)
ON CONFLICT (member_id, hash) DO NOTHING;

-- name: CopyDevices :exec
INSERT INTO devices (member_id, hash, name, confirmed, code_nonce, code_until, code_tries)
SELECT CAST(sqlc.arg(new_member) AS BIGINT), old.hash, old.name, old.confirmed, '', 0, 0 FROM devices AS old
WHERE old.member_id = sqlc.arg(old_member) AND old.confirmed > 0
ON CONFLICT (member_id, hash) DO NOTHING;

-- name: CopyKnownEmail :exec
UPDATE members SET known_email = (SELECT old.known_email FROM members AS old WHERE old.id = sqlc.arg(old_member))
WHERE members.id = sqlc.arg(new_member);

-- name: SetCode :execrows
UPDATE devices SET code_nonce = $3, code_until = $4, code_tries = 0 WHERE member_id = $1 AND hash = $2;

-- name: CountTry :exec
UPDATE devices SET code_tries = code_tries + 1 WHERE member_id = $1;

-- name: DeleteUnconfirmed :exec
DELETE FROM devices WHERE member_id = $1 AND confirmed = 0;

-- name: DeleteDevice :execrows
DELETE FROM devices WHERE member_id = $1 AND id = $2;
