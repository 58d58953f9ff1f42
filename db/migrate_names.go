package db

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"

	"dure/db/query"
)

// namesMigration fills in by what members are found who were there before.
var namesMigration = goose.NewGoMigration(53, &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
	rows, err := t.QueryContext(ctx, "SELECT id, season_id, name, email, ref, former FROM members")
	if err != nil {
		return err
	}
	var all []query.Member
	for rows.Next() {
		var m query.Member
		if err := rows.Scan(&m.ID, &m.SeasonID, &m.Name, &m.Email, &m.Ref, &m.Former); err != nil {
			return err
		}
		all = append(all, m)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, m := range all {
		for _, key := range member(m).NameKeys() {
			if _, err := t.ExecContext(ctx, "INSERT INTO member_names (season_id, name_key, member_id) VALUES ($1, $2, $3)", m.SeasonID, key, m.ID); err != nil {
				return err
			}
		}
	}
	return nil
}}, nil)
