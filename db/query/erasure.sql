-- name: InsertErasure :one
INSERT INTO erasures (club_id, what) VALUES ($1, $2) RETURNING id;

-- name: Erasures :many
SELECT * FROM erasures ORDER BY id;

-- name: CountErasures :one
SELECT CAST(COUNT(*) AS BIGINT) FROM erasures;

-- name: DeleteErasure :exec
DELETE FROM erasures WHERE id = $1;

-- name: Lineup :one
SELECT lineup FROM proposal_edits WHERE proposal_id = $1 AND seq = $2;

-- name: PublishedEdit :one
SELECT proposals.id, proposals.edit FROM rosters JOIN proposals ON proposals.id = rosters.proposal_id WHERE rosters.season_id = $1;

-- name: FeedbackToHold :many
SELECT member_id FROM feedback WHERE season_id = $1 AND kind = $2 AND member_id <> $3 AND shown <> '' ORDER BY RANDOM() LIMIT $4;

-- name: LastImportOf :one
SELECT CAST(COALESCE(MAX(imports.id), 0) AS BIGINT) FROM imports JOIN seasons ON seasons.id = imports.season_id WHERE seasons.club_id = $1;

-- name: DeleteWaitingImports :exec
DELETE FROM imports WHERE season_id IN (SELECT seasons.id FROM seasons WHERE seasons.club_id = $1) AND state NOT IN ('done', 'undone');

-- name: DeleteImportUndos :exec
DELETE FROM import_undos WHERE season_id IN (SELECT seasons.id FROM seasons WHERE seasons.club_id = $1);

-- name: DeletePartsOf :execrows
DELETE FROM import_parts WHERE (import_id, part) IN
    (SELECT p.import_id, p.part FROM import_parts p JOIN imports ON imports.id = p.import_id JOIN seasons ON seasons.id = imports.season_id
    WHERE seasons.club_id = $1 AND imports.id <= $2 ORDER BY p.import_id, p.part LIMIT 4);

-- name: DeleteImportsTo :exec
DELETE FROM imports WHERE season_id IN (SELECT seasons.id FROM seasons WHERE seasons.club_id = $1) AND imports.id <= $2;
