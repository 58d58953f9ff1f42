package main

import (
	"context"
	"fmt"

	"dure/db"
)

type checkCmd struct {
	dataFlag
}

// Run examines the data, also while it is served.
func (c *checkCmd) Run() error {
	dir, err := c.dir()
	if err != nil {
		return err
	}
	s, err := db.Check(context.Background(), dir)
	if err != nil {
		return dataError(dir, err)
	}
	fmt.Printf("%s is sound: %d clubs, %d seasons, %d members, %d responses, %d proposals.\n",
		dir, s.Clubs, s.Seasons, s.Members, s.Responses, s.Proposals)
	return nil
}
