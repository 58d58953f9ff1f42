package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web"
)

// fitCmd learns how well teams fit, without a server.
type fitCmd struct {
	Train   fitTrainCmd   `cmd:"" help:"Learn from past teams how well they fit."`
	Predict fitPredictCmd `cmd:"" help:"Predict how well new teams fit."`
	Report  fitReportCmd  `cmd:"" help:"Say what a model learned and how much it tells."`
}

// fitTrainCmd learns from a table of past teams.
type fitTrainCmd struct {
	History string   `arg:"" name:"history.csv" help:"CSV or XLSX file with a row for each member, or for each team with --level team."`
	Rating  string   `required:"" placeholder:"COL" help:"Column of ratings."`
	Team    string   `placeholder:"COL" help:"Column of teams. Rows of one team stay in one fold."`
	Section string   `placeholder:"COL" help:"Column of sections, in each of which names of teams may come again. Default: the one that its header says."`
	Season  string   `placeholder:"COL" help:"Column of seasons. Folds keep a season whole. Default: the one that its header says."`
	Level   string   `enum:"member,team" default:"member" help:"What a row is: ${enum}."`
	Columns string   `placeholder:"a,b" help:"Columns to learn from, or -name to leave one out. Default: all but protected traits and those that name the row."`
	Theory  string   `placeholder:"commitment=COL,kindness=COL" help:"Columns of the theory score: commitment, kindness, skills, hours."`
	Out     string   `placeholder:"MODEL" help:"Write the model."`
	Seed    uint64   `default:"1" help:"Seed of the random numbers."`
	Report  string   `placeholder:"REPORT.json" help:"Write all figures as JSON."`
	Kinds   []string `hidden:"" help:"Kinds of models to try."`
	htmlFlags

	fileFlags
	reading        sheet.Reading
	stdout, stderr io.Writer
}

// Run reads, learns and writes.
func (c *fitTrainCmd) Run() error {
	if c.stdout == nil {
		c.stdout, c.stderr = os.Stdout, os.Stderr
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	h, err := c.read()
	if err != nil {
		return err
	}
	share, done := progress(c.stderr, "learning", false)
	r, err := fit.Train(ctx, h, fit.Options{Seed: c.Seed, Kinds: c.Kinds}, func(p fit.Progress) { share(p.Share) })
	done()
	if err != nil {
		return fitError(c.History, err)
	}
	return c.write(r)
}

// read makes a history of the file.
func (c *fitTrainCmd) read() (fit.History, error) {
	t, err := c.fileFlags.read(c.History, c.stderr)
	if err != nil {
		return fit.History{}, err
	}
	in, out, err := splitColumns(c.Columns, t.Header)
	if err != nil {
		return fit.History{}, usageError("%s: %w", c.History, err)
	}
	theory, err := c.parts(t.Header)
	if err != nil {
		return fit.History{}, err
	}
	r := fit.ColumnRoles{Rating: c.Rating, Team: c.Team, Section: c.Section, Season: c.Season, Level: fit.Level(c.Level), Columns: in, Without: out, Theory: theory, Lines: t.Lines}
	table, _ := t.Table(sheet.As{})
	r = r.Guess(table)
	table, c.reading = t.Table(sheet.As{Within: r.Season})
	if err := c.tell(c.stderr, c.History, c.reading); err != nil {
		return fit.History{}, err
	}
	h, err := r.History(table)
	if err != nil {
		return h, fitError(c.History, err)
	}
	return h, nil
}

// parts reads --theory.
func (c *fitTrainCmd) parts(header []string) (map[fit.Part]string, error) {
	if c.Theory == "" {
		return nil, nil
	}
	out := map[fit.Part]string{}
	for pair := range strings.SplitSeq(c.Theory, ",") {
		part, name, ok := strings.Cut(pair, "=")
		p := fit.Part(strings.TrimSpace(part))
		name = strings.TrimSpace(name)
		if !ok || !slices.Contains(fit.Parts, p) {
			return nil, usageError("--theory: %q is none of commitment=COL, kindness=COL, skills=COL, hours=COL", pair)
		}
		if !slices.Contains(header, name) {
			return nil, usageError("--theory: there is no column %q; the columns are %s", name, strings.Join(header, ", "))
		}
		out[p] = name
	}
	return out, nil
}

// fitError words what a person can correct.
func fitError(file string, err error) error {
	if _, ok := errors.AsType[*survey.InvalidError](err); ok {
		return usageError("%s: %s", file, sayError(err))
	}
	return err
}

// write writes the model, the report and a summary.
func (c *fitTrainCmd) write(r *fit.Result) error {
	out := newWordedReport(r.Report)
	out.Reading = &c.reading
	for i, w := range out.Warnings {
		if survey.DoubtsTeams(r.Report.Notes[i]) {
			w += " " + teamFlags
		}
		fmt.Fprintf(c.stderr, "%s: %s\n", c.History, w)
	}
	if c.Out != "" {
		if err := writeFile(c.Out, r.Model.Save); err != nil {
			return err
		}
	}
	if err := writeReport(c.Report, out); err != nil {
		return err
	}
	if err := c.page(c.History, func(o web.Paper, w io.Writer) error { return o.Fit(w, r.Report) }); err != nil {
		return err
	}
	return printFit(c.stdout, out)
}

// A wordedReport is a report with its facts in words.
type wordedReport struct {
	fit.Report
	Verdict  string         `json:"verdict"`
	Warnings []string       `json:"warnings"`
	Reading  *sheet.Reading `json:"reading,omitempty"` // of the file that was just learned from
}

func newWordedReport(r fit.Report) wordedReport {
	out := wordedReport{Report: r, Verdict: say(r.VerdictFact), Warnings: []string{}}
	for _, n := range r.Notes {
		out.Warnings = append(out.Warnings, say(n))
	}
	return out
}

// teamFlags is what to do about teams that may be several of one name.
const teamFlags = "Use --section COL or --season COL."

// printFit writes the table of models and the verdict.
func printFit(w io.Writer, r wordedReport) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, %s\n\n%-8s %7s %18s %6s %7s %8s\n", count(r.Rows, "rating"), count(r.Teams, "team"), count(r.Seasons, "season"), "model", "R²", "95 % interval", "AUC", "Brier", "log loss")
	for _, s := range r.Models {
		mark := " "
		if s.Name == r.Chosen {
			mark = "*"
		}
		fmt.Fprintf(&b, "%-7s%s %7.3f %8.3f to %6.3f %6s %7s %8s\n", s.Name, mark, s.R2, s.R2Interval[0], s.R2Interval[1], figure(s.AUC, 2), figure(s.Brier, 3), figure(s.LogLoss, 3))
	}
	fmt.Fprintf(&b, "\n%s\n%s\n", r.Verdict, say(usage(r.Report)))
	if r.NetFact.Key != "" {
		fmt.Fprintln(&b, say(r.NetFact))
	}
	if r.Claims && len(r.Importance) > 0 {
		b.WriteString("\nWhat it is told by (R² lost when shuffled):\n")
		for _, i := range r.Importance[:min(8, len(r.Importance))] {
			fmt.Fprintf(&b, "  %7.3f  %s\n", i.Value, i.Column)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// usage says whether teams can be formed by a model, and how much of what it predicts is used, or why not.
func usage(r fit.Report) survey.Message {
	if why, refused := r.Refusal(); refused {
		return survey.Say("model_refused", "Why", why)
	}
	return survey.Say("model_share", "Percent", math.Round(100*r.Share))
}

func figure(v *float64, digits int) string {
	if v == nil {
		return "-"
	}
	return strconv.FormatFloat(*v, 'f', digits, 64)
}

// fitPredictCmd predicts for the rows of a table.
type fitPredictCmd struct {
	Model   string `arg:"" name:"model" help:"File that fit train wrote."`
	Members string `arg:"" name:"members.csv" help:"CSV or XLSX file with the columns that the model learned from."`
	Team    string `placeholder:"COL" help:"Column of teams. Default: the one the history had."`
	Section string `placeholder:"COL" help:"Column of sections. Default: the one the history had, or that its header says."`
	Season  string `placeholder:"COL" help:"Column of seasons. Default: the one the history had, or that its header says."`
	Out     string `placeholder:"FILE" help:"File for the input with predicted, low and high; without it standard output."`

	stdout, stderr io.Writer
}

// Run reads, predicts and writes.
func (c *fitPredictCmd) Run() error {
	if c.stdout == nil {
		c.stdout, c.stderr = os.Stdout, os.Stderr
	}
	m, err := loadFit(c.Model)
	if err != nil {
		return err
	}
	t, err := readTable(c.Members, c.stderr)
	if err != nil {
		return err
	}
	table, _ := t.Table(sheet.As{})
	key := c.key(m, table)
	table, reading := t.Table(sheet.As{Types: m.ColumnTypes(), Avoided: m.AvoidColumns(), Within: key.Season})
	tellReading(c.stderr, c.Members, reading)
	teams, err := c.teams(m, key, table, t)
	if err != nil {
		return err
	}
	p, err := m.Predict(table, teams)
	if err != nil {
		return fitError(c.Members, inFile(err, t))
	}
	write := func(w io.Writer) error { return writePredictions(w, t.Cells, p) }
	if c.Out == "" {
		return write(c.stdout)
	}
	return writeFile(c.Out, write)
}

// key is by which columns the teams of the members are told apart: those that were named, else those of the history that are there, else those
// whose headers say so.
func (c *fitPredictCmd) key(m *fit.Model, t survey.Table) survey.TeamKey {
	had, key := m.TeamKey(), survey.TeamKey{Team: c.Team, Section: c.Section, Season: c.Season}
	key.Team = cmp.Or(key.Team, had.Team)
	if _, ok := t.Column(had.Section); ok {
		key.Section = cmp.Or(key.Section, had.Section)
	}
	if _, ok := t.Column(had.Season); ok {
		key.Season = cmp.Or(key.Season, had.Season)
	}
	return key.Guess(t, m.Columns()...)
}

// teams reads the team of each row, which a model of members needs.
func (c *fitPredictCmd) teams(m *fit.Model, key survey.TeamKey, t survey.Table, file sheet.Sheet) ([]string, error) {
	if m.Level() == fit.TeamLevel && c.Team == "" {
		return nil, nil
	}
	teams, unknown := key.Teams(t)
	if unknown != "" {
		return nil, usageError("%s: there is no column %q; name the columns of teams, sections and seasons with --team, --section and --season (the columns are %s)",
			c.Members, unknown, strings.Join(t.Names(), ", "))
	}
	if i := slices.Index(teams, ""); i >= 0 {
		return nil, usageError("%s: row %d, column %q: the team is missing", c.Members, file.Line(i), key.Team)
	}
	for _, n := range key.ToldBy(t) {
		fmt.Fprintf(c.stderr, "%s: %s\n", c.Members, say(n))
	}
	for _, n := range key.Doubts(t, teams) {
		fmt.Fprintf(c.stderr, "%s: %s %s\n", c.Members, say(n), teamFlags)
	}
	teams, _ = survey.MergeSpellings(teams)
	return teams, nil
}

func writePredictions(w io.Writer, t sheet.Cells, p []fit.Prediction) error {
	rows := [][]string{append(slices.Clone(t.Header), "predicted", "low", "high")}
	for i, row := range t.Rows {
		line := slices.Clone(row)
		for _, v := range []float64{p[i].Value, p[i].Low, p[i].High} {
			line = append(line, strconv.FormatFloat(v, 'g', 6, 64))
		}
		rows = append(rows, line)
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// fitReportCmd says again what training said.
type fitReportCmd struct {
	Model  string `arg:"" name:"model" help:"File that fit train wrote."`
	Report string `placeholder:"REPORT.json" help:"Write all figures as JSON."`

	stdout io.Writer
}

// Run reads and writes.
func (c *fitReportCmd) Run() error {
	if c.stdout == nil {
		c.stdout = os.Stdout
	}
	m, err := loadFit(c.Model)
	if err != nil {
		return err
	}
	out := newWordedReport(m.Report())
	if err := writeReport(c.Report, out); err != nil {
		return err
	}
	return printFit(c.stdout, out)
}

// loadFit reads a model.
func loadFit(path string) (*fit.Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(err)
	}
	defer f.Close()
	m, err := fit.Load(f)
	if err != nil {
		return nil, usageError("%s: %w", path, err)
	}
	return m, nil
}

// fitBeside readies models whose files are named relative to the file name, for rules of kind fit.
func fitBeside(name string) func(string, survey.Table) (team.Scorer, error) {
	return func(file string, t survey.Table) (team.Scorer, error) {
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(name), file)
		}
		m, err := loadFit(file)
		if err != nil {
			return nil, err
		}
		if err := m.Refused(); err != nil {
			return nil, err
		}
		s, err := m.Scorer(t)
		if err != nil {
			return nil, fitError(file, err)
		}
		return s, nil
	}
}
