-- name: InsertStudy :exec
INSERT INTO studies (name, model_id, version) VALUES ($1, $2, 0) ON CONFLICT (name) DO NOTHING;

-- name: StudyID :one
SELECT id FROM studies WHERE name = $1;

-- name: ChangeStudy :one
UPDATE studies SET version = version + 1 WHERE id = $1 RETURNING version;

-- name: OpenTrial :one
SELECT record FROM trials WHERE study_id = $1 AND lease < $2 ORDER BY lease, number LIMIT 1;

-- name: NewTrialNumber :one
SELECT CAST(COALESCE(MAX(number) + 1, 0) AS BIGINT) FROM trials WHERE study_id = $1;

-- name: PutTrial :exec
INSERT INTO trials (study_id, number, state, record, version, holder, lease) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (study_id, number) DO UPDATE SET state = excluded.state, record = excluded.record, version = excluded.version, holder = excluded.holder, lease = excluded.lease
WHERE trials.holder = excluded.holder OR trials.lease < sqlc.arg(now);

-- name: RenewTrials :exec
UPDATE trials SET lease = $3 WHERE study_id = $1 AND holder = $2 AND state = 'running';

-- name: LostTrials :many
SELECT record FROM trials WHERE study_id = $1 AND lease < $2 AND state = 'running' ORDER BY number;

-- name: ReleaseTrials :exec
UPDATE trials SET lease = 0 WHERE state = 'running';

-- name: TrialsSince :many
SELECT record, version FROM trials WHERE study_id = $1 AND version > $2 ORDER BY number;
