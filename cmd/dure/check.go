package main

import (
	"context"
	"fmt"
	"strings"

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
	s, err := db.Check(context.Background(), dir, c.options())
	if err != nil {
		return c.dataError(dir, err)
	}
	if err := db.CheckKey(context.Background(), dir, c.options()); err != nil {
		fmt.Printf("The database in %s is sound (%s), but not the key of links:\n", c.where(dir), contents(s))
		return c.dataError(dir, err)
	}
	fmt.Printf("%s is sound: %s.\n", c.where(dir), contents(s))
	if c.Database != "" {
		return nil // of copies of a file
	}
	for _, file := range db.RescuedIn(dir, c.copies(dir)) {
		fmt.Println(rescued(file, dir) + ".")
	}
	return nil
}

// contents says how much a database holds.
func contents(s db.Summary) string {
	return strings.Join([]string{count(s.Clubs, "club"), count(s.Seasons, "season"), count(s.Members, "member"),
		count(s.Responses, "response"), count(s.Proposals, "proposal")}, ", ")
}
