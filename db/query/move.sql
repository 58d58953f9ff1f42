-- name: Moves :many
SELECT * FROM moves ORDER BY state;

-- name: SaveMove :exec
INSERT INTO moves (state, move, place, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (state) DO UPDATE SET move = excluded.move, place = excluded.place, at = excluded.at;

-- name: DeleteMoves :exec
DELETE FROM moves;
