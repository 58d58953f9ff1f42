-- name: InsertMade :exec
INSERT INTO once (hash, made, at) VALUES ($1, $2, $3);

-- name: Made :one
SELECT made FROM once WHERE hash = $1;

-- name: DeleteMade :exec
DELETE FROM once WHERE at < $1;
