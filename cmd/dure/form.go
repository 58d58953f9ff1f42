package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web"
)

// formCmd divides the members of a file into teams.
type formCmd struct {
	Members string        `arg:"" help:"CSV or XLSX file with a row for each member."`
	ID      string        `name:"id" placeholder:"COL" help:"Column that names members; without it they are their row numbers."`
	Size    quantity      `placeholder:"N" help:"Ideal size of a team."`
	Teams   quantity      `placeholder:"N" help:"Number of teams."`
	Min     quantity      `placeholder:"N" help:"Least members of a team."`
	Max     quantity      `placeholder:"N" help:"Most members of a team."`
	Sizes   string        `placeholder:"4,5,5" help:"A size or a range (8-13) for each team."`
	Rules   string        `placeholder:"RULES.json" help:"What a good team is. Without it numbers are balanced and categories matched."`
	Seed    uint64        `default:"1" help:"Chance that the search starts from."`
	Budget  time.Duration `help:"Time to search (default 1s, or none where --moves is given)."`
	Moves   int64         `help:"Moves to try, which makes a run repeatable."`
	Robust  bool          `help:"Prefer teams that keep their rules on whom a team has with any one member missing too."`
	Out     string        `placeholder:"TEAMS.csv" help:"File for the input with a first column team; without it standard output."`
	Report  string        `placeholder:"REPORT.json" help:"File for the scores."`

	fileFlags
	htmlFlags
	reading        sheet.Reading
	stdout, stderr io.Writer
}

// A quantity is a number of members or teams; 0 is one that was not given.
type quantity int

// UnmarshalText reads a flag.
func (q *quantity) UnmarshalText(text []byte) error {
	n, ok := survey.ParseWhole(string(text))
	if !ok || n < 1 {
		return fmt.Errorf("%q is not a number from 1", text)
	}
	*q = quantity(n)
	return nil
}

// Run reads, forms and writes. What a person can correct ends with exitUsage.
func (c *formCmd) Run() error {
	if c.stdout == nil {
		c.stdout, c.stderr = os.Stdout, os.Stderr
	}
	start := time.Now()
	members, err := c.read(c.Members, c.stderr)
	if err != nil {
		return err
	}
	members = c.once(members, c.Members, c.ID, c.stderr)
	in, leftOut, err := c.input(members)
	if err != nil {
		return err
	}
	in, pins, err := in.Pinned()
	if err != nil {
		return c.explain(err, members)
	}
	if pins.Column != "" {
		fmt.Fprintf(c.stderr, "%s: %s\n", c.Members, say(survey.Say("pins_kept", "Count", pins.Count(), "Column", pins.Column)))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	share, done := progress(c.stderr, "forming teams", false)
	p, err := team.Propose(ctx, in, c.options(), func(p team.Progress) { share(p.Share) })
	done()
	if err != nil {
		return c.explain(err, members)
	}
	p.LeftOut = leftOut
	return c.write(members, in, p, time.Since(start))
}

// options are the settings of the search.
func (c *formCmd) options() team.Options {
	opt := team.Options{Seed: c.Seed, Robust: c.Robust, Budget: c.Budget, Moves: c.Moves, Now: time.Now, Workers: min(2, runtime.GOMAXPROCS(0))}
	if c.Moves > 0 && c.Budget == 0 {
		opt.Now = nil
	}
	return opt
}

// input puts the flags and files together.
func (c *formCmd) input(members sheet.Sheet) (in team.Input, leftOut []string, err error) {
	in = team.Input{Sizes: team.Sizes{Ideal: int(c.Size), Min: int(c.Min), Max: int(c.Max), Teams: int(c.Teams)}}
	var wrong string
	if in.Sizes.List, wrong = team.ParseSizes(c.Sizes); wrong != "" {
		return in, nil, usageError("--sizes: %q is neither a size nor a range such as 4-6", wrong)
	}
	if n := len(in.Sizes.List); n > 0 && c.Teams > 0 && int(c.Teams) != n {
		return in, nil, usageError("--sizes lists %s, --teams asks for %d; leave one of them out", count(n, "team"), c.Teams)
	}
	if c.Moves < 0 || c.Budget < 0 {
		return in, nil, usageError("moves and budget cannot be negative")
	}
	if c.ID != "" && members.Column(c.ID) < 0 {
		return in, nil, usageError("%s: there is no column %q for --id; the columns are %s", c.Members, c.ID, strings.Join(members.Header, ", "))
	}
	if c.Rules != "" {
		if in.Rules, err = c.rules(); err != nil {
			return in, nil, err
		}
		in.Open = openBeside(c.Rules)
		in.Fit = fitBeside(c.Rules)
	}
	in.IDs, in.Find = members.IDs(c.ID), members.Finder(c.ID)
	types := team.ColumnTypes(in.Rules)
	in.Table, c.reading = members.Table(sheet.As{ID: c.ID, Types: types, Values: team.NamedValues(in.Rules), Avoided: team.AvoidColumns(in.Rules)})
	c.reading = c.reading.NamesIn(func(column string) bool { return types[column] == survey.PeopleColumn })
	if c.Rules == "" { // which say what becomes of teams
		c.reading = c.reading.AssumePast(members)
	}
	if err := c.tell(c.stderr, c.Members, c.reading); err != nil {
		return in, nil, err
	}
	if c.Rules == "" {
		in.Rules, leftOut = team.DefaultRules(in.Table)
		c.suggestSections(in.Table)
	}
	return in, leftOut, nil
}

// suggestSections says by which rule teams would stay within sections, where a column looks like some, and by which few would meet again, where one is of past teams.
func (c *formCmd) suggestSections(t survey.Table) {
	suggest := func(key survey.Key, rules []team.Rule) {
		for _, r := range rules {
			rule, _ := json.Marshal(r) // a rule of two texts always can be
			fmt.Fprintf(c.stderr, "%s: %s\n", c.Members, say(survey.Say(key, "Column", r.Column, "Rule", string(rule))))
		}
	}
	suggest("section_suggested", team.SectionRules(t))
	suggest("past_suggested", team.PastRules(t))
}

// rules reads the file of rules.
func (c *formCmd) rules() ([]team.Rule, error) {
	f, err := os.Open(c.Rules)
	if err != nil {
		return nil, fileError(err)
	}
	defer f.Close()
	rules, err := team.ParseRules(f)
	if err != nil {
		return nil, usageError("%s: %s", c.Rules, sayError(err))
	}
	return rules, nil
}

// openBeside reads tables whose names are relative to the file name.
func openBeside(name string) func(string) (survey.Table, error) {
	return func(file string) (survey.Table, error) {
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(name), file)
		}
		s, err := readTable(file, io.Discard)
		t, _ := s.Table(sheet.As{})
		return t, err
	}
}

// explain words an error of the input with the file it is in and rows as the file numbers them.
func (c *formCmd) explain(err error, members sheet.Sheet) error {
	e, ok := errors.AsType[*survey.InvalidError](inFile(err, members))
	if !ok {
		return err
	}
	file := c.Members
	if name, _ := e.Args["File"].(string); name != "" && e.Args["Row"] != nil {
		file = name
	} else if e.Field == "rules" && c.Rules != "" && e.Args["Row"] == nil {
		file = c.Rules
	}
	return usageError("%s: %s", file, sayError(e))
}

// write writes the teams, the report and a summary.
func (c *formCmd) write(t sheet.Sheet, in team.Input, p team.Proposal, took time.Duration) error {
	assigned := p.Assignment(len(t.Rows))
	rows := [][]string{append([]string{"team"}, t.Before("team")...)}
	for i, row := range t.Rows {
		rows = append(rows, append([]string{p.Teams[assigned[i]].Name}, row...))
	}
	teams := func(w io.Writer) error { return csv.NewWriter(w).WriteAll(rows) }
	if c.Out == "" {
		if err := teams(c.stdout); err != nil {
			return fmt.Errorf("writing the teams: %w", err)
		}
	} else if err := writeFile(c.Out, teams); err != nil {
		return err
	}
	in.GaveWay, in.Activities = p.GaveWay, p.Activities()
	facts, err := team.Open(in, p.Divisions())
	if err != nil {
		return err
	}
	if err := writeReport(c.Report, newFormReport(in, p, facts, c.reading, took)); err != nil {
		return err
	}
	if err := c.page(c.Members, func(o web.Paper, w io.Writer) error { return o.Teams(w, p, facts, t.Called(c.ID), fileNames{}) }); err != nil {
		return err
	}
	c.summary(p, facts, took)
	return nil
}

// summary says on standard error which must-rules do not hold and why, who is too few for a team, and then how good the teams are and how the rules fare.
func (c *formCmd) summary(p team.Proposal, facts *team.Draft, took time.Duration) {
	for _, line := range append(unmetLines(p), tooSmallLines(p)...) {
		fmt.Fprintln(c.stderr, line)
	}
	said := facts.ExplainRules()
	known := len(said) == 0 || slices.ContainsFunc(said, func(m survey.Message) bool { return !team.Moot(m) })
	fmt.Fprintf(c.stderr, "%s in %.2f s", count(len(p.Teams), "team"), took.Seconds())
	switch {
	case !known: // nothing is good or bad about them
		fmt.Fprintln(c.stderr)
	case len(p.Unmet) > 0 && p.OnlyMusts():
		fmt.Fprintln(c.stderr)
	case len(p.Unmet) > 0: // what is best of what is broken is nothing to boast of
		fmt.Fprintf(c.stderr, ", objective of the other rules %.4f\n", p.Objective)
	case p.Gap != nil && p.Stopped == team.StoppedOptimal:
		fmt.Fprintf(c.stderr, ", objective %.4f, the best there is for teams of these sizes\n", p.Objective)
	case p.Gap != nil:
		fmt.Fprintf(c.stderr, ", objective %.4f, of at most %.4f that is possible for teams of these sizes\n", p.Objective, *p.Bound)
	default:
		fmt.Fprintf(c.stderr, ", objective %.4f\n", p.Objective)
	}
	if p.LocalOptimum != nil && !*p.LocalOptimum && known {
		fmt.Fprintln(c.stderr, say(survey.Say("summary_local_optimum", "Proved", false, "Locked", false)))
	}
	if p.Random != nil && len(p.Unmet) == 0 && known { // random teams are compared by what they break first, which is no praise
		fmt.Fprintln(c.stderr, say(p.Random.Sentence()))
	}
	for i, r := range p.Rules {
		score, teams := fmt.Sprintf("%.3f", r.Score), ""
		if team.Moot(said[i]) {
			score = "—"
		} else if ok, of := p.Known(i); ok != nil {
			teams = fmt.Sprintf("%d of %s", *ok, count(of, "team"))
		}
		fmt.Fprintf(c.stderr, "  %-6s %-5s  %s  %s\n", r.Rule.Power(), score, sayRule(r.Rule), teams)
		if said[i].Key != "" {
			fmt.Fprintf(c.stderr, "                %s\n", say(said[i]))
		}
	}
	if n, of := facts.Standing(); of > 0 {
		fmt.Fprintln(c.stderr, say(survey.Say("standing", "Teams", n, "Of", of, "Robust", c.Robust)))
	}
	if m := p.NotUnderstood.Message(); m.Key != "" {
		fmt.Fprintln(c.stderr, say(m))
	}
	if len(p.LeftOut) > 0 {
		fmt.Fprintf(c.stderr, "left out: %s\n", strings.Join(p.LeftOut, ", "))
	}
	for _, line := range noteLines(p) {
		fmt.Fprintln(c.stderr, line)
	}
}
