package main

import (
	"context"
	"fmt"

	"dure/db"
)

type migrateCmd struct {
	dataFlag
}

// Run brings the database up to date. The server does so by itself when it starts.
func (m *migrateCmd) Run() error {
	dir, err := m.dir()
	if err != nil {
		return err
	}
	ctx := context.Background()
	d, err := db.OpenWith(ctx, dir, m.existing())
	if err != nil {
		return m.dataError(dir, err)
	}
	if err := d.Close(); err != nil {
		return err
	}
	fmt.Printf("%s is up to date.\n", m.where(dir))
	return nil
}
