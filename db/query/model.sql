-- name: InsertModel :one
INSERT INTO models (club_id, version, state, request, progress, report, model, data_hash, problem, stop, withdrawn, created, updated)
VALUES ($1, (SELECT COALESCE(MAX(version), 0) + 1 FROM models WHERE club_id = $1), $2, $3, '', '', $4, '', '', FALSE, 0, $5, $5) RETURNING id;

-- name: Model :one
SELECT m.id, m.club_id, m.version, m.state, m.request, m.progress, m.report, m.data_hash, m.problem, m.stop, m.withdrawn, m.created, m.updated,
    CAST(EXISTS (SELECT 1 FROM model_uses u WHERE u.model_id = m.id) AS BOOLEAN) AS used
FROM models m WHERE m.id = $1;

-- name: Models :many
SELECT m.id, m.club_id, m.version, m.state, m.request, m.progress, m.report, m.data_hash, m.problem, m.stop, m.withdrawn, m.created, m.updated,
    CAST(EXISTS (SELECT 1 FROM model_uses u WHERE u.model_id = m.id) AS BOOLEAN) AS used
FROM models m WHERE m.club_id = $1 ORDER BY m.version DESC;

-- name: ModelFile :one
SELECT model FROM models WHERE id = $1;

-- name: UsedModel :one
SELECT model_id FROM model_uses WHERE club_id = $1;

-- name: OpenModels :one
SELECT COUNT(*) FROM models WHERE club_id = $1 AND state IN ('queued', 'running');

-- name: QueueModel :exec
UPDATE models SET state = 'queued', problem = '', stop = FALSE, updated = $2 WHERE id = $1;

-- name: SetModelProgress :exec
UPDATE models SET state = 'running', progress = $2 WHERE id = $1 AND state IN ('queued', 'running');

-- name: FinishModel :exec
UPDATE models SET state = 'done', report = $2, model = $3, data_hash = $4, stop = FALSE, updated = $5 WHERE id = $1;

-- name: EndModel :exec
UPDATE models SET state = $2, problem = $3 WHERE id = $1 AND state IN ('queued', 'running');

-- name: StopModel :exec
UPDATE models SET stop = TRUE WHERE id = $1 AND state IN ('queued', 'running');

-- name: ModelStopping :one
SELECT stop FROM models WHERE id = $1;

-- name: InsertModelMember :exec
INSERT INTO model_members (model_id, member_id) VALUES ($1, $2);

-- name: MemberModels :many
SELECT model_id FROM model_members WHERE member_id = $1;

-- name: SeasonModels :many
SELECT DISTINCT mm.model_id FROM model_members mm JOIN members m ON m.id = mm.member_id WHERE m.season_id = $1;

-- name: ModelSeasons :many
SELECT DISTINCT m.season_id FROM model_members mm JOIN members m ON m.id = mm.member_id WHERE mm.model_id = $1;

-- name: WithdrawModel :exec
UPDATE models SET withdrawn = $2, model = $3 WHERE id = $1;

-- name: DeleteModelTrials :exec
DELETE FROM trials WHERE study_id IN (SELECT s.id FROM studies s WHERE s.model_id = $1);

-- name: UseModel :exec
INSERT INTO model_uses (club_id, model_id, since) VALUES ($1, $2, $3)
ON CONFLICT (club_id) DO UPDATE SET model_id = excluded.model_id, since = excluded.since;

-- name: UseNoModel :exec
DELETE FROM model_uses WHERE club_id = $1;

-- name: UseNotModel :exec
DELETE FROM model_uses WHERE model_id = $1;

-- name: InsertHistory :one
INSERT INTO histories (club_id, organizer_id, file, data, mapping, created) VALUES ($1, $2, $3, $4, '', $5) RETURNING id;

-- name: History :one
SELECT * FROM histories WHERE id = $1;

-- name: Histories :many
SELECT * FROM histories WHERE club_id = $1 ORDER BY created, id;

-- name: MapHistory :execrows
UPDATE histories SET mapping = $2 WHERE id = $1;

-- name: DeleteHistory :execrows
DELETE FROM histories WHERE id = $1;

-- name: SetHistoryData :exec
UPDATE histories SET data = $2 WHERE id = $1;
