package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"dure/clustering"
	"dure/survey"
)

// mostMedoidRows keeps the distances of all pairs within 100 MB.
const mostMedoidRows = 5_000

// A medoidReport is what k-medoids found; labels and medoids are places in kept.
type medoidReport struct {
	K          int        `json:"k"`
	Labels     []int      `json:"labels"`
	Medoids    []int      `json:"medoids"`
	Cost       float64    `json:"cost"`
	Silhouette []*float64 `json:"silhouette"` // by k, from 1
}

// medoids groups rows by Gower distance, in which every column that is no text takes part.
func (c *clusterCmd) medoids(ctx context.Context) error {
	f, err := c.features()
	if err != nil {
		return err
	}
	r := &c.report
	var questions []clustering.Question
	for j, column := range f.Columns {
		if j == 0 || column.Question != f.Columns[j-1].Question {
			questions = append(questions, clustering.Question{Options: column.Option != ""})
			r.Columns = append(r.Columns, column.Question)
		}
		last := &questions[len(questions)-1]
		last.Columns = append(last.Columns, j)
	}
	dist, err := clustering.Gower(ctx, f.Answers(), questions)
	if err != nil {
		return err
	}
	if err := r.Seconds.time(&r.Seconds.KMedoids, func() error { return c.sweepMedoids(ctx, dist) }); err != nil {
		return err
	}
	blocks := make([][]int, len(questions))
	for i, q := range questions {
		blocks[i] = q.Columns
	}
	c.x = f.X
	c.found.Columns, c.found.Imputed = f.Columns, f.Imputed
	parts, err := c.partitions(ctx)
	if err != nil {
		return err
	}
	return c.judge(ctx, parts, blocks)
}

// features encodes the answers of the rows that answer any of the chosen columns. What a row does not answer is filled in with what
// is usual.
func (c *clusterCmd) features() (survey.Features, error) {
	t, columns, err := c.pick(false)
	if err != nil {
		return survey.Features{}, err
	}
	var names []string
	for _, column := range columns {
		names = append(names, column.Name)
	}
	for i := range t.N {
		if slices.ContainsFunc(columns, func(column survey.Column) bool { return column.Answered(i) }) {
			c.report.Kept = append(c.report.Kept, i)
			continue
		}
		c.report.Dropped++
	}
	if c.report.Rows = len(c.report.Kept); c.report.Rows > mostMedoidRows {
		return survey.Features{}, usageError("%s: k-medoids compares all pairs of rows, and %d are more than the %d that it can; take --method kmeans", c.Data, c.report.Rows, mostMedoidRows)
	}
	if c.k > c.report.Rows {
		return survey.Features{}, usageError("--k is %d, more than the %s with an answer", c.k, count(c.report.Rows, "row"))
	}
	f, err := survey.Encoding{Columns: names}.Encode(t.Pick(c.report.Kept))
	if err != nil {
		return f, err
	}
	for _, l := range f.LeftOut {
		c.report.LeftOut = append(c.report.LeftOut, l.Question)
	}
	if f.X == nil {
		_, out, _ := splitColumns(c.Columns, c.table.Header)
		return f, usageError("%s: no column is left whose answers differ; name some with --columns. %s", c.Data, whyNot(t.Columns, out, false))
	}
	return f, nil
}

// sweepMedoids tries every k, and takes that of --k or else with the largest silhouette.
func (c *clusterCmd) sweepMedoids(ctx context.Context, dist []float64) error {
	n := c.report.Rows
	rng := rand.New(rand.NewPCG(c.Seed, 0))
	found := make([]clustering.MedoidPartition, min(max(c.MaxK, c.k), n))
	var silhouette []*float64
	best := 0
	for i := range found {
		var err error
		if found[i], err = (clustering.Medoids{K: i + 1, Rand: rng}).Fit(ctx, dist, n); err != nil {
			return err
		}
		var s *float64
		if i > 0 && i+1 < n {
			s = &found[i].Silhouette
			if best == 0 || *s > found[best].Silhouette {
				best = i
			}
		}
		silhouette = append(silhouette, s)
	}
	if c.k > 0 {
		best = c.k - 1
	}
	p := found[best]
	c.report.KMedoids = &medoidReport{best + 1, p.Labels, p.Medoids, p.Cost, silhouette[:min(c.MaxK, len(silhouette))]}
	return nil
}

// line says what k-medoids found, with the rows of the file that its medoids are in.
func (m medoidReport) line(lines, kept []int) string {
	size := make([]int, len(m.Medoids))
	for _, l := range m.Labels {
		size[l]++
	}
	var in []string
	for i, at := range m.Medoids {
		in = append(in, fmt.Sprintf("%d like row %d", size[i], lines[kept[at]]))
	}
	return fmt.Sprintf("%s around medoids: %s", count(len(m.Medoids), "cluster"), strings.Join(in, ", "))
}
