-- name: InsertTaken :exec
INSERT INTO taken (member_id, name, email, former, link_hash, nonce, joined, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: Taken :one
SELECT * FROM taken WHERE member_id = $1;

-- name: SeasonTaken :many
SELECT taken.* FROM taken JOIN members ON members.id = taken.member_id WHERE members.season_id = $1 ORDER BY taken.at, taken.member_id;

-- name: RenameTaken :exec
UPDATE taken SET name = $2, email = $3 WHERE member_id = $1;

-- name: DeleteTaken :execrows
DELETE FROM taken WHERE member_id = $1;

-- name: SetApart :exec
UPDATE members SET apart = TRUE WHERE id = $1;

-- name: DeleteOldLink :exec
DELETE FROM old_links WHERE hash = $1;

-- name: DeleteResponse :exec
DELETE FROM responses WHERE member_id = $1;

-- name: DeleteSummands :exec
DELETE FROM summands WHERE member_id = $1;

-- name: DeleteDevices :exec
DELETE FROM devices WHERE member_id = $1;
