package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/pressly/goose/v3"
)

// seatsMigration fills in who sits where in the teams that were published before there were seats. It is as final as those in SQL.
var seatsMigration = goose.NewGoMigration(49, &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
	rows, err := t.QueryContext(ctx, `SELECT r.season_id, e.lineup FROM rosters r
JOIN proposals p ON p.id = r.proposal_id JOIN proposal_edits e ON e.proposal_id = p.id AND e.seq = p.edit`)
	if err != nil {
		return err
	}
	lineups := map[int64]string{}
	for rows.Next() {
		var season int64
		var lineup string
		if err := rows.Scan(&season, &lineup); err != nil {
			return err
		}
		lineups[season] = lineup
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for season, lineup := range lineups {
		if err := seatLineup(ctx, t, season, lineup); err != nil {
			return fmt.Errorf("seats of season %d: %w", season, err)
		}
	}
	return nil
}}, nil)

func seatLineup(ctx context.Context, t *sql.Tx, season int64, lineup string) error {
	var l struct {
		Teams []json.RawMessage   `json:"teams"`
		Later [][]json.RawMessage `json:"later"`
	}
	if err := json.Unmarshal([]byte(lineup), &l); err != nil {
		return err
	}
	for round, teams := range append([][]json.RawMessage{l.Teams}, l.Later...) {
		for at, body := range teams {
			if _, err := t.ExecContext(ctx, "INSERT INTO seat_teams (season_id, round, team, body) VALUES ($1, $2, $3, $4)", season, round, at, string(body)); err != nil {
				return err
			}
			var g struct {
				Members []int64 `json:"members"`
			}
			if err := json.Unmarshal(body, &g); err != nil {
				return err
			}
			for _, id := range g.Members {
				_, err := t.ExecContext(ctx, "INSERT INTO seats (season_id, member_id, round, team) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", season, id, round, at)
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}
