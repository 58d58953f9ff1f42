-- name: InsertMade :execrows
INSERT INTO once (hash, made, at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING;

-- name: Made :one
SELECT made FROM once WHERE hash = $1;

-- name: DeleteMade :exec
DELETE FROM once WHERE at < $1;
