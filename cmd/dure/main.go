// Dure turns a club's new members into teams that work.
package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

// cli lists the subcommands; each stands in a file of its own.
type cli struct {
}

func main() {
	var c cli
	ctx := kong.Parse(&c, kong.Name("dure"), kong.Description("Survey a club's new members, see how they group, form balanced teams."))
	if err := ctx.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "dure:", err)
		os.Exit(1)
	}
}
