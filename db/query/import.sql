-- name: InsertImport :one
INSERT INTO imports (season_id, organizer_id, file, data, mapping, state, progress, result, created)
VALUES ($1, $2, $3, $4, '', 'mapping', '', '', $5) RETURNING id;

-- name: ImportByID :one
SELECT * FROM imports WHERE id = $1;

-- name: SetImportState :exec
UPDATE imports SET state = $2, mapping = $3, progress = $4, result = $5 WHERE id = $1;

-- name: SetImportProgress :exec
UPDATE imports SET state = 'running', progress = $2 WHERE id = $1 AND state IN ('queued', 'running');

-- name: FinishImport :execrows
UPDATE imports SET state = $2, result = $3, data = $4 WHERE id = $1;

-- name: DeleteStaleImports :execrows
DELETE FROM imports WHERE state IN ('mapping', 'failed') AND created < sqlc.arg(waiting) OR state = 'done' AND created < sqlc.arg(done);
