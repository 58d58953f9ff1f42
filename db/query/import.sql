-- name: InsertImport :one
INSERT INTO imports (season_id, organizer_id, file, data, shape, mapping, state, progress, result, created)
VALUES ($1, $2, $3, $4, $5, '', $6, '', '', $7) RETURNING id;

-- name: ImportByID :one
SELECT * FROM imports WHERE id = $1;

-- name: ImportPulse :one
SELECT id, season_id, file, mapping, state, progress FROM imports WHERE id = $1;

-- name: SetImportState :exec
UPDATE imports SET state = $2, mapping = $3, progress = $4, result = $5 WHERE id = $1;

-- name: ImportRuns :exec
UPDATE imports SET state = 'running' WHERE id = $1 AND state = 'queued';

-- name: SetImportProgress :exec
INSERT INTO import_progress (import_id, progress) SELECT imports.id, CAST(sqlc.arg(progress) AS TEXT) FROM imports WHERE imports.id = sqlc.arg(id) AND imports.state = 'running'
ON CONFLICT (import_id) DO UPDATE SET progress = excluded.progress;

-- name: ImportProgress :one
SELECT progress FROM import_progress WHERE import_id = $1;

-- name: DeleteImportProgress :exec
DELETE FROM import_progress WHERE import_id = $1;

-- name: KeepRead :exec
UPDATE imports SET state = 'mapping', progress = '', data = $2, shape = $3 WHERE id = $1 AND state IN ('queued', 'running') AND mapping = '';

-- name: DropImport :execrows
DELETE FROM imports WHERE id = $1 AND state IN ('queued', 'running') AND mapping = '';

-- name: ImportState :one
SELECT state FROM imports WHERE id = $1;

-- name: FinishImport :execrows
UPDATE imports SET state = $2, result = $3, data = $4 WHERE id = $1;

-- name: DeleteStaleImports :execrows
DELETE FROM imports WHERE state IN ('mapping', 'failed') AND created < sqlc.arg(waiting) OR state IN ('done', 'undone') AND created < sqlc.arg(done)
AND (state = 'done' OR id NOT IN (SELECT import_undos.import_id FROM import_undos));

-- name: InsertImportUndo :exec
INSERT INTO import_undos (import_id, season_id, kept) VALUES ($1, $2, $3);

-- name: LastImport :one
SELECT imports.* FROM imports JOIN import_undos ON import_undos.import_id = imports.id
WHERE import_undos.season_id = $1 AND imports.state <> 'undone' ORDER BY import_undos.id DESC LIMIT 1;

-- name: ImportUndo :one
SELECT * FROM import_undos WHERE import_id = $1;

-- name: CountLaterImports :one
SELECT CAST(COUNT(*) AS BIGINT) FROM import_undos WHERE season_id = $1 AND id > $2;

-- name: DeleteImportUndo :exec
DELETE FROM import_undos WHERE import_id = $1;

-- name: UnfinishedUndos :many
SELECT imports.id FROM imports WHERE imports.state = 'undone'
AND (imports.id IN (SELECT import_undos.import_id FROM import_undos) OR imports.id IN (SELECT import_parts.import_id FROM import_parts)) ORDER BY imports.id;

-- name: DeleteSomeParts :execrows
DELETE FROM import_parts WHERE (import_id, part) IN (SELECT p.import_id, p.part FROM import_parts p WHERE p.import_id = $1 ORDER BY p.part LIMIT 4);

-- name: ResponsesFrom :many
SELECT * FROM responses WHERE season_id = $1 AND member_id > $2 ORDER BY member_id LIMIT 500;

-- name: DeleteQuestion :exec
DELETE FROM questions WHERE id = $1;

-- name: DeleteVersionsAfter :exec
DELETE FROM question_versions WHERE question_id = $1 AND version > $2;

-- name: MarkUnanswered :exec
UPDATE question_versions SET answered = FALSE WHERE question_id = $1 AND version = $2;

-- name: Summands :many
SELECT summands.* FROM summands JOIN questions ON questions.id = summands.question_id WHERE questions.season_id = $1;

-- name: PutSummand :exec
INSERT INTO summands (question_id, member_id, counted, newest) VALUES ($1, $2, $3, $4);

-- name: DeleteSeasonSummands :exec
DELETE FROM summands WHERE question_id IN (SELECT questions.id FROM questions WHERE questions.season_id = $1);

-- name: Senders :many
SELECT member_id FROM senders WHERE season_id = $1;

-- name: SaveReading :exec
INSERT INTO readings (club_id, shape, file, mapping, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (club_id, shape) DO UPDATE SET file = excluded.file, mapping = excluded.mapping, at = excluded.at;

-- name: Reading :one
SELECT readings.* FROM readings JOIN seasons ON seasons.club_id = readings.club_id WHERE seasons.id = $1 AND readings.shape = $2;

-- name: DeleteReadings :exec
DELETE FROM readings WHERE club_id = $1;

-- name: ImportRun :one
SELECT state FROM import_runs WHERE import_id = $1;

-- name: CountImportRuns :one
SELECT CAST(COUNT(*) AS BIGINT) FROM import_runs JOIN imports ON imports.id = import_runs.import_id WHERE imports.season_id = $1;

-- name: SaveImportRun :exec
INSERT INTO import_runs (import_id, state) VALUES ($1, $2) ON CONFLICT (import_id) DO UPDATE SET state = excluded.state;

-- name: DeleteImportRun :exec
DELETE FROM import_runs WHERE import_id = $1;

-- name: WaitingPart :one
SELECT waiting FROM import_parts WHERE import_id = $1 AND part = $2;

-- name: SaveImportPart :exec
INSERT INTO import_parts (import_id, part, waiting, kept) VALUES ($1, $2, $3, $4)
ON CONFLICT (import_id, part) DO UPDATE SET waiting = excluded.waiting, kept = excluded.kept;

-- name: ImportParts :many
SELECT part, kept FROM import_parts WHERE import_id = $1 ORDER BY part;

-- name: DeleteImportPart :exec
DELETE FROM import_parts WHERE import_id = $1 AND part = $2;

-- name: DeleteImportParts :exec
DELETE FROM import_parts WHERE import_id = $1 AND part >= $2;
