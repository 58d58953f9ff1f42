-- name: InsertMember :one
INSERT INTO members (season_id, name, email, ref, member_key, link_hash, nonce, dropped, created, joined, waiting)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id;

-- name: Member :one
SELECT * FROM members WHERE id = $1;

-- name: MemberByLink :one
SELECT * FROM members WHERE (members.link_hash = $1 OR members.id = (SELECT member_id FROM old_links WHERE hash = $1 AND NOT ended))
AND members.season_id IN (SELECT seasons.id FROM seasons WHERE seasons.gone = 0);

-- name: Members :many
SELECT * FROM members WHERE season_id = $1 ORDER BY created, id;

-- name: MembersCalled :many
SELECT members.* FROM member_names JOIN members ON members.id = member_names.member_id WHERE member_names.season_id = $1 AND member_names.name_key = $2;

-- name: Waits :one
SELECT EXISTS (SELECT 1 FROM members JOIN members AS of ON of.season_id = members.season_id
WHERE of.id = $1 AND members.waiting AND NOT members.apart);

-- name: MemberNames :many
SELECT * FROM member_names WHERE season_id = $1 ORDER BY name_key;

-- name: InsertMemberName :exec
INSERT INTO member_names (season_id, name_key, member_id) VALUES ($1, $2, $3);

-- name: DeleteMemberNames :exec
DELETE FROM member_names WHERE member_id = $1;

-- name: MateIDs :many
SELECT id FROM members WHERE season_id = $1 AND dropped = 0 AND NOT waiting AND id <> $2 LIMIT $3;

-- name: JoinedMates :many
SELECT * FROM members WHERE season_id = $1 AND joined > 0 AND (dropped = 0 OR waiting) AND id <> $2 LIMIT $3;

-- name: ActiveMemberIDs :many
SELECT id FROM members WHERE season_id = $1 AND dropped = 0;

-- name: ChangeMember :execrows
UPDATE members SET name = $2, email = $3, ref = $4, member_key = $5, former = $6 WHERE id = $1;

-- name: MemberByKey :one
SELECT * FROM members WHERE season_id = $1 AND member_key = $2;

-- name: EndWaiting :execrows
UPDATE members SET dropped = 0, waiting = FALSE WHERE id = $1;

-- name: SetDropped :execrows
UPDATE members SET dropped = $2 WHERE id = $1;

-- name: SetReopened :execrows
UPDATE members SET reopened = $2 WHERE id = $1;

-- name: InsertReminder :exec
INSERT INTO reminders (member_id, kind, at) VALUES ($1, $2, $3) ON CONFLICT (member_id, kind, at) DO NOTHING;

-- name: Reminders :many
SELECT reminders.member_id, CAST(COUNT(*) AS BIGINT) AS times, CAST(MAX(reminders.at) AS BIGINT) AS last
FROM reminders JOIN members ON members.id = reminders.member_id
WHERE members.season_id = $1 AND reminders.kind = $2 GROUP BY reminders.member_id;

-- name: DeleteMember :execrows
DELETE FROM members WHERE id = $1;

-- name: Response :one
SELECT * FROM responses WHERE member_id = $1;

-- name: Responses :many
SELECT * FROM responses WHERE responses.season_id = $1 AND member_id NOT IN (SELECT members.id FROM members WHERE members.season_id = $1 AND members.waiting);

-- name: SaveResponse :exec
INSERT INTO responses (member_id, season_id, draft, answers, submitted, saved, lang, consented, meant, begun, first, guardian, agreed, turns, sent, otherwise)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (member_id) DO UPDATE SET draft = excluded.draft, answers = excluded.answers, submitted = excluded.submitted,
    saved = excluded.saved, lang = excluded.lang, consented = excluded.consented, meant = excluded.meant, begun = excluded.begun,
    first = excluded.first, guardian = excluded.guardian, agreed = excluded.agreed, turns = excluded.turns, sent = excluded.sent,
    otherwise = excluded.otherwise;

-- name: SetMeant :exec
UPDATE responses SET meant = $2 WHERE member_id = $1;

-- name: CountMembers :one
SELECT CAST(COUNT(*) AS BIGINT) AS members,
    CAST(COALESCE(SUM(CASE WHEN members.dropped <> 0 AND NOT members.waiting THEN 1 ELSE 0 END), 0) AS BIGINT) AS dropped,
    CAST(COALESCE(SUM(CASE WHEN members.waiting THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting,
    CAST(COALESCE(SUM(CASE WHEN members.dropped = 0 AND responses.submitted > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS submitted,
    CAST(COALESCE(SUM(CASE WHEN members.dropped = 0 AND responses.submitted = 0 AND responses.saved > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS started,
    CAST(COALESCE(MAX(CASE WHEN members.dropped = 0 THEN responses.first END), 0) AS BIGINT) AS newest
FROM members LEFT JOIN responses ON responses.member_id = members.id WHERE members.season_id = $1;

-- name: Progress :many
SELECT member_id, submitted, saved, sent, CAST(draft <> '' AS BOOLEAN) AS drafted FROM responses WHERE season_id = $1;

-- name: MemberReminders :many
SELECT * FROM reminders WHERE member_id = $1 ORDER BY at;

-- name: AllMembers :many
SELECT members.id, members.name, members.email, members.ref, seasons.name AS season_name, clubs.id AS club_id, clubs.name AS club_name
FROM members JOIN seasons ON seasons.id = members.season_id JOIN clubs ON clubs.id = seasons.club_id WHERE seasons.gone = 0 ORDER BY members.id;
