// Dure turns a club's new members into teams that work.
package main

import (
	"fmt"
	"os"
	_ "time/tzdata" // zones are known also where the machine has no list of them

	"github.com/alecthomas/kong"
)

// cli lists the subcommands; each stands in a file of its own.
type cli struct {
	Serve     serveCmd     `cmd:"" help:"Serve the web app."`
	Work      workCmd      `cmd:"" help:"Do the jobs of web apps that share a PostgreSQL database, and serve no pages."`
	Form      formCmd      `cmd:"" help:"Divide the members of a file into teams."`
	Cluster   clusterCmd   `cmd:"" help:"Group the rows of a table: components, k-means, linkage."`
	Tune      tuneCmd      `cmd:"" help:"Tune a net on a table."`
	Net       netCmd       `cmd:"" help:"Train a net with settings of your choice, and look at it."`
	Predict   predictCmd   `cmd:"" help:"Ask a net of net train or tune about the rows of a table."`
	Fit       fitCmd       `cmd:"" help:"Learn from past teams, predict for new ones."`
	Organizer organizerCmd `cmd:"" help:"Let an organizer in."`
	Mail      mailCmd      `cmd:"" help:"Try the mail server that letters are sent by."`
	Export    exportCmd    `cmd:"" help:"Write all that is kept of one member."`
	Erase     eraseCmd     `cmd:"" help:"Erase a member for good."`
	Backup    backupCmd    `cmd:"" help:"Copy the data to a file, also while it is served."`
	Restore   restoreCmd   `cmd:"" help:"Put a backup in the place of the data, once it is checked."`
	Move      moveCmd      `cmd:"" help:"Bring the data from a file to a PostgreSQL database, or back, and check that all is there."`
	Check     checkCmd     `cmd:"" help:"Examine the data, also while it is served."`
	Health    healthCmd    `cmd:"" help:"Ask a web app that runs here whether it can read and write its data."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the data up to date with this version, as serve does when it starts."`
	Routes    routesCmd    `cmd:"" help:"List the addresses that the web app answers."`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "dure:", err)
		os.Exit(exitCode(err))
	}
}

// run does what the command line args ask for.
func run(args []string) error {
	var c cli
	parser, err := kong.New(&c, kong.Name("dure"), kong.Description("Survey a club's new members, see how they group, form balanced teams."),
		kong.WithHyphenPrefixedParameters(true))
	if err != nil {
		return err
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		return withExit(exitUsage, err)
	}
	return ctx.Run()
}
