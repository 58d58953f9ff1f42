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
	fmt.Printf("%s is sound: %s, %s, %s, %s, %s.\n", dir, count(s.Clubs, "club"), count(s.Seasons, "season"),
		count(s.Members, "member"), count(s.Responses, "response"), count(s.Proposals, "proposal"))
	return nil
}
