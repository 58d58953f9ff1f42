-- name: Sums :many
SELECT sums.* FROM sums JOIN questions ON questions.id = sums.question_id WHERE questions.season_id = $1;

-- name: SaveSum :exec
INSERT INTO sums (question_id, version, body) VALUES ($1, $2, $3)
ON CONFLICT (question_id) DO UPDATE SET version = excluded.version, body = excluded.body;

-- name: SaveSummand :exec
INSERT INTO summands (question_id, member_id, counted, newest) VALUES ($1, $2, '', $3)
ON CONFLICT (question_id, member_id) DO UPDATE SET newest = excluded.newest;

-- name: CountNewSummands :one
SELECT CAST(COUNT(*) AS BIGINT) FROM summands WHERE question_id = $1 AND counted <> newest;

-- name: CountSummands :exec
UPDATE summands SET counted = newest WHERE question_id = $1 AND counted <> newest;
