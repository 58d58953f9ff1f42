-- name: SaveSetting :exec
INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: Setting :one
SELECT value FROM settings WHERE name = $1;

-- name: DeleteSetting :exec
DELETE FROM settings WHERE name = $1;

-- name: DropSetting :exec
DELETE FROM settings WHERE name = $1 AND value = $2;

-- name: SeasonChanges :one
SELECT CAST(COALESCE(SUM(CAST(value AS BIGINT)), 0) AS BIGINT) FROM settings WHERE name LIKE $1;

-- name: DeleteSeasonChanges :exec
DELETE FROM settings WHERE name LIKE $1;

-- name: CountChange :exec
INSERT INTO settings (name, value) VALUES ($1, '1') ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(settings.value AS BIGINT) + 1 AS TEXT);
