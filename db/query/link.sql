-- name: LinksToMake :many
SELECT CAST('member' AS TEXT) AS kind, id, link_hash, nonce FROM members WHERE nonce = '' OR CAST($1 AS BOOLEAN)
UNION ALL
SELECT CAST('season' AS TEXT), id, link_hash, nonce FROM seasons WHERE nonce = '' OR CAST($1 AS BOOLEAN);

-- name: SetMemberLink :execrows
UPDATE members SET link_hash = $2, nonce = $3 WHERE id = $1;

-- name: SetSeasonLink :execrows
UPDATE seasons SET link_hash = $2, nonce = $3 WHERE id = $1;

-- name: InsertOldLink :exec
INSERT INTO old_links (hash, member_id, season_id, ended) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO UPDATE SET ended = excluded.ended;

-- name: EndOldLinks :exec
UPDATE old_links SET ended = TRUE WHERE member_id = $1;

-- name: EndAllOldLinks :exec
UPDATE old_links SET ended = TRUE;

-- name: OldLink :one
SELECT ended, erased FROM old_links WHERE hash = $1;
