-- name: InsertClub :one
INSERT INTO clubs (name, settings, created) VALUES ($1, $2, $3) RETURNING id;

-- name: Club :one
SELECT * FROM clubs WHERE id = $1 AND gone = 0;

-- name: Clubs :many
SELECT clubs.* FROM clubs JOIN club_organizers ON club_organizers.club_id = clubs.id
WHERE club_organizers.organizer_id = $1 AND clubs.gone = 0 ORDER BY clubs.name, clubs.id;

-- name: SaveClub :execrows
UPDATE clubs SET name = $2, settings = $3 WHERE id = $1;

-- name: SaveLogo :exec
INSERT INTO logos (club_id, type, data) VALUES ($1, $2, $3)
ON CONFLICT (club_id) DO UPDATE SET type = excluded.type, data = excluded.data;

-- name: DeleteLogo :exec
DELETE FROM logos WHERE club_id = $1;

-- name: Logo :one
SELECT type, data FROM logos WHERE club_id = $1;

-- name: DeleteClub :execrows
DELETE FROM clubs WHERE id = $1;

-- name: Role :one
SELECT role FROM club_organizers WHERE club_id = $1 AND organizer_id = $2 AND club_id IN (SELECT clubs.id FROM clubs WHERE clubs.gone = 0);

-- name: SaveRole :exec
INSERT INTO club_organizers (club_id, organizer_id, role) VALUES ($1, $2, $3)
ON CONFLICT (club_id, organizer_id) DO UPDATE SET role = excluded.role;

-- name: DeleteRole :execrows
DELETE FROM club_organizers WHERE club_id = $1 AND organizer_id = $2;

-- name: CountOwners :one
SELECT COUNT(*) FROM club_organizers WHERE club_id = $1 AND role = 'owner';

-- name: ClubOrganizers :many
SELECT organizers.id, organizers.email, organizers.created, club_organizers.role
FROM club_organizers JOIN organizers ON organizers.id = club_organizers.organizer_id
WHERE club_organizers.club_id = $1 ORDER BY organizers.email_key;

-- name: InsertSeason :one
INSERT INTO seasons (club_id, name, link_hash, nonce, deck, sizes, previous, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id;

-- name: Season :one
SELECT id, club_id, name, nonce, previous, created, kept, keep_until, closed FROM seasons WHERE id = $1 AND gone = 0;

-- name: SeasonByLink :one
SELECT id, club_id, name, nonce, previous, created, kept, keep_until, closed FROM seasons
WHERE (link_hash = $1 OR id = (SELECT season_id FROM old_links WHERE hash = $1 AND NOT ended)) AND gone = 0;

-- name: Seasons :many
SELECT id, club_id, name, nonce, previous, created, kept, keep_until, closed FROM seasons WHERE club_id = $1 AND gone = 0 ORDER BY created DESC, id DESC;

-- name: ChangeSeason :execrows
UPDATE seasons SET name = $2, closed = $3 WHERE id = $1;

-- name: KeepJoined :execrows
UPDATE seasons SET kept = $2 WHERE id = $1;

-- name: HideSeason :execrows
UPDATE seasons SET gone = $2 WHERE id = $1 AND gone = 0;

-- name: ShowSeason :execrows
UPDATE seasons SET gone = 0 WHERE id = $1 AND gone > $2;

-- name: HideSeasonsOf :exec
UPDATE seasons SET gone = $2 WHERE club_id = $1;

-- name: HideClub :execrows
UPDATE clubs SET gone = $2 WHERE id = $1 AND gone = 0;

-- name: SeasonGone :one
SELECT gone FROM seasons WHERE id = $1;

-- name: GoneSeasons :many
SELECT id FROM seasons WHERE gone > 0 AND gone <= $1 ORDER BY id;

-- name: GoneClubs :many
SELECT id FROM clubs WHERE gone > 0 AND gone <= $1 ORDER BY id;

-- name: DeleteSeason :execrows
DELETE FROM seasons WHERE id = $1;

-- name: Deck :one
SELECT deck FROM seasons WHERE id = $1;

-- name: SaveDeck :exec
UPDATE seasons SET deck = $2 WHERE id = $1;

-- name: FormSettings :one
SELECT sizes FROM seasons WHERE id = $1;

-- name: SaveFormSettings :execrows
UPDATE seasons SET sizes = $2 WHERE id = $1;

-- name: SetKeepUntil :execrows
UPDATE seasons SET keep_until = $2 WHERE id = $1;

-- name: SeasonsToEmpty :many
SELECT id, club_id FROM seasons WHERE gone = $2 OR keep_until > 0 AND keep_until <= $1 AND gone = 0 ORDER BY id;

-- name: HideSeasonToEmpty :execrows
UPDATE seasons SET gone = $3 WHERE id = $1 AND keep_until > 0 AND keep_until <= $2 AND gone = 0;

-- name: DeleteSeasonMembers :exec
DELETE FROM members WHERE season_id = $1;

-- name: DeleteSeasonProposals :exec
DELETE FROM proposals WHERE season_id = $1;

-- name: DeleteSeasonImports :exec
DELETE FROM imports WHERE season_id = $1;

-- name: DeleteSeasonRounds :exec
DELETE FROM feedback_rounds WHERE season_id = $1;

-- name: DeleteSeasonVerdicts :exec
DELETE FROM feedback_verdicts WHERE season_id = $1;

-- name: DeleteSeasonSums :exec
DELETE FROM sums WHERE question_id IN (SELECT questions.id FROM questions WHERE questions.season_id = $1);

-- name: EmptyDeck :exec
UPDATE seasons SET deck = '', sizes = '', keep_until = 0 WHERE id = $1;
