-- name: SaveSetting :exec
INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: Setting :one
SELECT value FROM settings WHERE name = $1;

-- name: DeleteSetting :exec
DELETE FROM settings WHERE name = $1;
