-- name: SetWantedEmail :exec
UPDATE members SET wanted_email = $2 WHERE id = $1;

-- name: NamedThemselves :one
SELECT CAST(COUNT(*) > 0 AS BOOLEAN) FROM audit
WHERE member_id = sqlc.arg(member_id) AND actor = sqlc.arg(actor) AND action IN (sqlc.arg(changed), sqlc.arg(took));

-- name: DeleteFeedbackOf :exec
DELETE FROM feedback WHERE member_id = $1;

-- name: EraseOldLinks :exec
UPDATE old_links SET member_id = NULL, season_id = sqlc.arg(season_id), ended = TRUE, erased = TRUE WHERE member_id = sqlc.arg(member_id);

-- name: InsertErasedLink :exec
INSERT INTO old_links (hash, member_id, season_id, ended, erased) VALUES (sqlc.arg(hash), NULL, sqlc.arg(season_id), TRUE, TRUE)
ON CONFLICT (hash) DO UPDATE SET member_id = NULL, season_id = excluded.season_id, ended = TRUE, erased = TRUE;
