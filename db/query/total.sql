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

-- name: SaveSender :exec
INSERT INTO senders (season_id, member_id) VALUES ($1, $2) ON CONFLICT (season_id, member_id) DO NOTHING;

-- name: CountSenders :one
SELECT CAST(COUNT(*) AS BIGINT) FROM senders WHERE season_id = $1;

-- name: DropSenders :exec
DELETE FROM senders WHERE season_id = $1;
