-- name: InsertProposal :one
INSERT INTO proposals (season_id, name, state, request, progress, result, problem, stop, edit, revision, created, updated)
VALUES ($1, $2, $3, $4, '', '', '', FALSE, -1, 0, $5, $5) RETURNING id;

-- name: Proposal :one
SELECT * FROM proposals WHERE id = $1;

-- name: ProposalPulse :one
SELECT season_id, state, progress, revision FROM proposals WHERE id = $1;

-- name: Proposals :many
SELECT * FROM proposals WHERE season_id = $1 ORDER BY created DESC, id DESC;

-- name: QueueProposal :exec
UPDATE proposals SET state = 'queued', request = $2, progress = '', problem = '', stop = FALSE, revision = revision + 1, updated = $3 WHERE id = $1;

-- name: SetProgress :exec
UPDATE proposals SET state = 'running', progress = $2 WHERE id = $1 AND state IN ('queued', 'running');

-- name: FinishProposal :exec
UPDATE proposals SET state = $2, result = $3, edit = $4, revision = revision + 1, updated = $5 WHERE id = $1;

-- name: FailProposal :exec
UPDATE proposals SET state = 'failed', problem = $2, revision = revision + 1 WHERE id = $1 AND state IN ('queued', 'running');

-- name: StopProposal :exec
UPDATE proposals SET stop = TRUE WHERE id = $1 AND state IN ('queued', 'running');

-- name: Stopping :one
SELECT stop FROM proposals WHERE id = $1;

-- name: SetEdit :exec
UPDATE proposals SET edit = $2, revision = revision + 1, updated = $3 WHERE id = $1;

-- name: RenameProposal :execrows
UPDATE proposals SET name = $2, updated = $3 WHERE id = $1;

-- name: DeleteProposal :execrows
DELETE FROM proposals WHERE id = $1;

-- name: InsertEdit :exec
INSERT INTO proposal_edits (proposal_id, seq, lineup, note, created) VALUES ($1, $2, $3, $4, $5);

-- name: DeleteEditsFrom :exec
DELETE FROM proposal_edits WHERE proposal_id = $1 AND seq >= $2;

-- name: Edit :one
SELECT * FROM proposal_edits WHERE proposal_id = $1 AND seq = $2;

-- name: Edits :many
SELECT * FROM proposal_edits WHERE proposal_id = $1 ORDER BY seq DESC LIMIT $2;

-- name: EditNotes :many
SELECT seq, note FROM proposal_edits WHERE proposal_id = $1 AND seq <= $2 ORDER BY seq DESC;

-- name: LastEdit :one
SELECT CAST(COALESCE(MAX(seq), -1) AS BIGINT) FROM proposal_edits WHERE proposal_id = $1;

-- name: Publish :exec
INSERT INTO rosters (season_id, proposal_id, published) VALUES ($1, $2, $3)
ON CONFLICT (season_id) DO UPDATE SET proposal_id = excluded.proposal_id, published = excluded.published,
    briefs = CASE WHEN rosters.proposal_id = excluded.proposal_id THEN rosters.briefs ELSE '' END;

-- name: SaveBriefs :execrows
UPDATE rosters SET briefs = $2 WHERE season_id = $1;

-- name: Unpublish :exec
DELETE FROM rosters WHERE season_id = $1;

-- name: Roster :one
SELECT * FROM rosters WHERE season_id = $1;

-- name: SaveRosterPlan :exec
INSERT INTO roster_plans (season_id, proposal_id, revision, due) VALUES ($1, $2, $3, $4)
ON CONFLICT (season_id) DO UPDATE SET proposal_id = excluded.proposal_id, revision = excluded.revision, due = excluded.due;

-- name: RosterPlan :one
SELECT * FROM roster_plans WHERE season_id = $1;

-- name: DeleteRosterPlan :exec
DELETE FROM roster_plans WHERE season_id = $1;

-- name: RosterPlansDue :many
SELECT l.season_id FROM roster_plans l JOIN proposals p ON p.id = l.proposal_id AND p.revision = l.revision WHERE l.due <= $1 ORDER BY l.due, l.season_id;

-- name: VoidRosterPlansDue :exec
UPDATE roster_plans SET revision = -1 WHERE due <= $1;

-- name: SeatTeams :many
SELECT round, team, body FROM seat_teams WHERE season_id = $1;

-- name: InsertSeatTeam :exec
INSERT INTO seat_teams (season_id, round, team, body) VALUES ($1, $2, $3, $4);

-- name: DeleteSeatTeam :exec
DELETE FROM seat_teams WHERE season_id = $1 AND round = $2 AND team = $3;

-- name: InsertSeat :exec
INSERT INTO seats (season_id, member_id, round, team) VALUES ($1, $2, $3, $4) ON CONFLICT (season_id, member_id, round) DO NOTHING;

-- name: DeleteSeats :exec
DELETE FROM seats WHERE season_id = $1 AND round = $2 AND team = $3;

-- name: Seat :many
SELECT t.round, t.team, t.body FROM seats s JOIN seat_teams t ON t.season_id = s.season_id AND t.round = s.round AND t.team = s.team
WHERE s.season_id = $1 AND s.member_id = $2 ORDER BY t.round;

-- name: ProposalRequest :one
SELECT request FROM proposals WHERE id = $1;
