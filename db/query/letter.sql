-- name: InsertLetter :one
INSERT INTO letters (message_id, kind, club_id, season_id, member_id, email, lang, nonce, until, actor, organizer_id, state, tries, due, problem, created, since, done)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', 0, $12, '', $12, $12, 0) RETURNING id;

-- name: Letter :one
SELECT * FROM letters WHERE id = $1;

-- name: NextLetter :one
SELECT * FROM letters WHERE state = 'waiting' ORDER BY due, id LIMIT 1;

-- name: EndLetter :execrows
UPDATE letters SET state = $2, problem = $3, done = $4, tries = tries + 1, nonce = CASE WHEN $2 = 'sent' THEN '' ELSE nonce END
WHERE id = $1 AND state = 'waiting';

-- name: PutOffLetter :exec
UPDATE letters SET problem = $2, due = $3, tries = tries + 1 WHERE id = $1 AND state = 'waiting';

-- name: PutOffLetters :exec
UPDATE letters SET due = $1 WHERE state = 'waiting' AND due < $1;

-- name: FailLetters :execrows
UPDATE letters SET state = 'failed', problem = $1, done = $2 WHERE state = 'waiting';

-- name: RetryLetters :execrows
UPDATE letters SET state = 'waiting', due = sqlc.arg(due), tries = 0, since = sqlc.arg(due), done = 0
WHERE club_id = sqlc.arg(club_id) AND (season_id = sqlc.arg(season_id) OR CAST(sqlc.arg(whole) AS BOOLEAN))
AND (id = sqlc.arg(id) OR sqlc.arg(id) = 0) AND (state = 'failed' OR state = 'waiting' AND tries > 0);

-- name: Letters :many
SELECT * FROM letters WHERE club_id = sqlc.arg(club_id) AND (season_id = sqlc.arg(season_id) OR CAST(sqlc.arg(whole) AS BOOLEAN)) AND state = sqlc.arg(state)
ORDER BY CASE WHEN done = 0 THEN due ELSE -done END, id LIMIT sqlc.arg(most);

-- name: CountLetters :many
SELECT state, CAST(COUNT(*) AS BIGINT) AS letters FROM letters
WHERE club_id = sqlc.arg(club_id) AND (season_id = sqlc.arg(season_id) OR CAST(sqlc.arg(whole) AS BOOLEAN)) GROUP BY state;

-- name: LettersWaiting :many
SELECT member_id FROM letters WHERE season_id = $1 AND kind = $2 AND state = 'waiting' AND member_id IS NOT NULL;

-- name: MemberLetters :many
SELECT * FROM letters WHERE member_id = $1 ORDER BY created, id;

-- name: DeleteLetter :exec
DELETE FROM letters WHERE id = $1;

-- name: DeleteDeclined :exec
DELETE FROM letters WHERE member_id = $1 AND state = 'waiting' AND kind NOT IN ('receipt', 'device');

-- name: DeleteOldLetters :exec
DELETE FROM letters WHERE state <> 'waiting' AND done < $1;

-- name: SetDeclined :execrows
UPDATE members SET declined = $2 WHERE id = $1;

-- name: SetKnownEmail :exec
UPDATE members SET known_email = $2 WHERE id = $1;

-- name: SaveMailCode :exec
INSERT INTO mail_codes (member_id, hash, nonce, until, tries) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, nonce = excluded.nonce, until = excluded.until, tries = 0;

-- name: MailCode :one
SELECT * FROM mail_codes WHERE member_id = $1;

-- name: CountMailTry :exec
UPDATE mail_codes SET tries = tries + 1 WHERE member_id = $1;

-- name: DeleteMailCode :exec
DELETE FROM mail_codes WHERE member_id = $1;
