-- name: InsertAct :exec
INSERT INTO audit (club_id, season_id, member_id, organizer_id, actor, action, everybody, args, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: Acts :many
SELECT * FROM audit
WHERE club_id = sqlc.arg(club_id) AND (CAST(sqlc.arg(season_id) AS BIGINT) = 0 OR season_id = sqlc.arg(season_id))
    AND (CAST(sqlc.arg(organizer_id) AS BIGINT) = 0 OR organizer_id = sqlc.arg(organizer_id))
    AND (CAST(sqlc.arg(member_id) AS BIGINT) = 0 OR member_id = sqlc.arg(member_id))
    AND (CAST(sqlc.arg(action) AS TEXT) = '' OR action = sqlc.arg(action))
    AND (CAST(sqlc.arg(before) AS BIGINT) = 0 OR id < sqlc.arg(before))
ORDER BY id DESC LIMIT sqlc.arg(most);

-- name: MemberActs :many
SELECT audit.*, COALESCE(organizers.email, '') AS email FROM audit LEFT JOIN organizers ON organizers.id = audit.organizer_id
WHERE audit.member_id = sqlc.arg(member_id)
    OR audit.season_id = sqlc.arg(season_id) AND audit.everybody AND audit.member_id IS NULL AND audit.at >= sqlc.arg(since)
ORDER BY audit.id DESC LIMIT sqlc.arg(most);
