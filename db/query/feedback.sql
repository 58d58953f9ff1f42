-- name: FeedbackRounds :many
SELECT * FROM feedback_rounds WHERE season_id = $1 ORDER BY opens, kind DESC;

-- name: FeedbackRound :one
SELECT * FROM feedback_rounds WHERE season_id = $1 AND kind = $2;

-- name: PlanFeedbackRound :exec
INSERT INTO feedback_rounds (season_id, kind, opens, closes, season_only, secret) VALUES ($1, $2, $3, $4, FALSE, $5)
ON CONFLICT (season_id, kind) DO NOTHING;

-- name: SetFeedbackRound :execrows
UPDATE feedback_rounds SET opens = $3, closes = $4, season_only = $5, peers = $6 WHERE season_id = $1 AND kind = $2;

-- name: DropFeedbackRounds :exec
DELETE FROM feedback_rounds WHERE feedback_rounds.season_id = $1 AND NOT EXISTS
    (SELECT 1 FROM feedback WHERE feedback.season_id = feedback_rounds.season_id);

-- name: MemberFeedback :many
SELECT * FROM feedback WHERE member_id = $1;

-- name: Feedback :many
SELECT * FROM feedback WHERE season_id = $1 AND kind = $2 ORDER BY member_id;

-- name: SeasonFeedback :many
SELECT * FROM feedback WHERE season_id = $1 ORDER BY member_id, kind;

-- name: SaveFeedback :exec
INSERT INTO feedback (member_id, kind, season_id, draft, answers, shown, pending, held, submitted, saved)
VALUES ($1, $2, $3, $4, $5, '', $6, FALSE, $7, $8)
ON CONFLICT (member_id, kind) DO UPDATE SET draft = excluded.draft, answers = excluded.answers, pending = excluded.pending,
    submitted = excluded.submitted, saved = excluded.saved;

-- name: CountPendingFeedback :one
SELECT CAST(COUNT(*) AS BIGINT) FROM feedback WHERE season_id = $1 AND kind = $2 AND pending AND NOT held;

-- name: ShowPendingFeedback :exec
UPDATE feedback SET shown = answers, pending = FALSE, held = FALSE WHERE season_id = $1 AND kind = $2 AND pending;

-- name: HoldFeedback :exec
UPDATE feedback SET shown = '', pending = TRUE, held = TRUE WHERE member_id = $1 AND kind = $2;

-- name: ChangeFeedback :exec
UPDATE feedback SET draft = $3, answers = $4, shown = $5 WHERE member_id = $1 AND kind = $2;

-- name: CountSubmittedFeedback :one
SELECT CAST(COUNT(*) AS BIGINT) FROM feedback WHERE season_id = $1 AND kind = $2 AND submitted > 0;

-- name: InsertFeedbackVerdict :exec
INSERT INTO feedback_verdicts (season_id, kind, proposal_id, team, low, uneven) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (season_id, kind, proposal_id, team) DO NOTHING;

-- name: FeedbackVerdicts :many
SELECT * FROM feedback_verdicts WHERE season_id = $1 AND kind = $2 ORDER BY proposal_id, team;

-- name: MemberSeasons :many
SELECT members.id, members.season_id, seasons.name FROM members JOIN seasons ON seasons.id = members.season_id
WHERE members.member_key = $1 AND seasons.club_id = $2 ORDER BY seasons.created, seasons.id;

-- name: SeasonEdits :many
SELECT proposal_edits.proposal_id, proposal_edits.seq, proposal_edits.lineup FROM proposal_edits
JOIN proposals ON proposals.id = proposal_edits.proposal_id WHERE proposals.season_id = $1 ORDER BY proposal_edits.proposal_id, proposal_edits.seq;

-- name: SetLineup :exec
UPDATE proposal_edits SET lineup = $3 WHERE proposal_id = $1 AND seq = $2;

-- name: CountWaitingImports :one
SELECT CAST(COUNT(*) AS BIGINT) FROM imports WHERE season_id IN (SELECT seasons.id FROM seasons WHERE seasons.club_id = $1) AND state IN ('mapping', 'failed');

-- name: CountRunningImports :one
SELECT CAST(COUNT(*) AS BIGINT) FROM imports WHERE season_id IN (SELECT seasons.id FROM seasons WHERE seasons.club_id = $1)
AND (state IN ('queued', 'running') OR state = 'undone' AND imports.id IN (SELECT import_undos.import_id FROM import_undos));

-- name: SetAnswers :exec
UPDATE responses SET draft = $2, answers = $3, meant = $4, otherwise = $5 WHERE member_id = $1;

-- name: SetSeasonOnly :exec
UPDATE feedback_rounds SET season_only = TRUE WHERE season_id = $1 AND kind = $2;

-- name: ResponseLangs :many
SELECT member_id, lang FROM responses WHERE season_id = $1;

-- name: RosterLineup :one
SELECT rosters.proposal_id, proposal_edits.lineup FROM rosters
JOIN proposals ON proposals.id = rosters.proposal_id
JOIN proposal_edits ON proposal_edits.proposal_id = proposals.id AND proposal_edits.seq = proposals.edit
WHERE rosters.season_id = $1;

-- name: TeamFeedback :one
SELECT * FROM feedback WHERE member_id = $1 AND kind = $2;
