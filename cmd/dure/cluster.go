package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"syscall"
	"time"

	"gonum.org/v1/gonum/mat"

	"dure/clustering"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web"
)

// clusterCmd groups the rows of a table without a server.
type clusterCmd struct {
	Data       string `arg:"" name:"data.csv" help:"CSV or XLSX file with a row for each member."`
	Columns    string `placeholder:"a,b" help:"Columns to use, or -name to leave one out. Default: every numeric column that does not just name the row."`
	Raw        bool   `help:"Use the numbers as they are. Default: mean 0 and standard deviation 1."`
	MaxK       int    `default:"10" name:"max-k" help:"Largest number of clusters to try."`
	K          string `default:"auto" help:"Number of clusters: auto takes the elbow."`
	Restarts   int    `default:"10" help:"Starts of k-means for each number of clusters."`
	Seed       uint64 `default:"1" help:"Seed of the random numbers."`
	Method     string `default:"kmeans" enum:"kmeans,kmedoids" help:"Way to group: ${enum}. kmedoids compares answers by Gower distance; categories and lists take part too."`
	Linkage    string `default:"ward" enum:"ward,average,weighted,complete,single,centroid,median,none" help:"Linkage method: ${enum}."`
	Silhouette bool   `default:"true" negatable:"" help:"Measure how well rows fit their clusters."`
	Out        string `placeholder:"FILE" help:"Write the table with a first column cluster."`
	Report     string `placeholder:"FILE" help:"Write all figures as JSON."`

	fileFlags
	htmlFlags
	found  web.Groups // for the page
	k      int        // 0 is auto
	table  sheet.Sheet
	x      *mat.Dense // the numbers before scaling
	report clusterReport
}

// Run reads, groups and writes.
func (c *clusterCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := c.run(ctx)
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: stopped before its rows were grouped", c.Data)
	}
	return err
}

// run ends with ctx while it groups.
func (c *clusterCmd) run(ctx context.Context) error {
	if err := c.check(); err != nil {
		return err
	}
	began := time.Now()
	t, err := c.read(c.Data, os.Stderr)
	if err != nil {
		return err
	}
	c.table = c.once(t, c.Data, "", os.Stderr)
	if c.Method == "kmedoids" {
		c.report.Seconds.Read = time.Since(began).Seconds()
		err = c.medoids(ctx)
	} else if err = c.choose(); err == nil {
		c.report.Seconds.Read = time.Since(began).Seconds()
		err = c.analyse(ctx)
	}
	if err != nil {
		return err
	}
	if err := c.write(ctx); err != nil {
		return err
	}
	return c.report.print(os.Stdout, c.Data, c.table.Lines)
}

// check reads the flags that kong cannot.
func (c *clusterCmd) check() error {
	if c.MaxK < 1 {
		return usageError("--max-k is %d; it has to be at least 1", c.MaxK)
	}
	if c.Restarts < 1 {
		return usageError("--restarts is %d; it has to be at least 1", c.Restarts)
	}
	if c.K == "auto" {
		return nil
	}
	k, ok := survey.ParseWhole(c.K)
	if !ok || k < 1 {
		return usageError("--k is %q; it has to be auto or a number from 1", c.K)
	}
	c.k = k
	return nil
}

// pick reads the table and picks the columns that are asked for, as numbers if it is to be numbers; where none are asked for,
// those that measure something, or all that do not just name the row.
func (c *clusterCmd) pick(numbers bool) (t survey.Table, columns []survey.Column, err error) {
	in, out, err := splitColumns(c.Columns, c.table.Header)
	if err != nil {
		return t, nil, usageError("%s: %w", c.Data, err)
	}
	asked := map[string]survey.Type{}
	if numbers {
		for _, name := range in {
			asked[name] = survey.NumberColumn
		}
	}
	t, c.report.Reading = c.table.Table(sheet.As{Types: asked})
	if err := c.tell(os.Stderr, c.Data, c.report.Reading); err != nil {
		return t, nil, err
	}
	for _, column := range t.Columns {
		_, measured := column.Measured()
		switch {
		case slices.Contains(out, column.Name):
		case slices.Contains(in, column.Name), in == nil && (measured || !numbers) && column.Aside == "":
			columns = append(columns, column)
		case in == nil:
			c.report.LeftOut = append(c.report.LeftOut, column.Name)
		}
	}
	return t, columns, nil
}

// choose finds the columns and the rows without missing values.
func (c *clusterCmd) choose() error {
	t, columns, err := c.pick(true)
	if err != nil {
		return err
	}
	if len(columns) == 0 {
		_, out, _ := splitColumns(c.Columns, c.table.Header)
		return usageError("%s: no numeric column is left to group by; name some with --columns. %s", c.Data, whyNot(t.Columns, out, true))
	}
	return c.numbers(columns)
}

// numbers reads the chosen columns of the rows that answer all of them.
func (c *clusterCmd) numbers(columns []survey.Column) error {
	measures := make([][]float64, len(columns))
	for j, column := range columns {
		x, ok := column.Measured()
		if !ok {
			return c.noNumbers(column)
		}
		measures[j] = x
		c.report.Columns = append(c.report.Columns, column.Name)
	}
	var values []float64
	for i := range c.table.Rows {
		if slices.ContainsFunc(columns, func(column survey.Column) bool { return !column.Answered(i) }) {
			c.report.Dropped++
			continue
		}
		c.report.Kept = append(c.report.Kept, i)
		for _, x := range measures {
			values = append(values, x[i])
		}
	}
	n := len(c.report.Kept)
	if n == 0 {
		return usageError("%s: every row lacks a value in one of the %d chosen columns; choose fewer with --columns", c.Data, len(columns))
	}
	if c.k > n {
		return usageError("--k is %d, more than the %s with all values", c.k, count(n, "row"))
	}
	c.report.Rows = n
	c.x = mat.NewDense(n, len(columns), values)
	return nil
}

// noNumbers names the first answer of a column that is no number.
func (c *clusterCmd) noNumbers(column survey.Column) error {
	for i := range column.Len() {
		if _, ok := survey.ParseNumber(column.Cell(i)); !ok && column.Answered(i) {
			return usageError("%s: row %d, column %q: %q is not a number; correct it, or leave the column out with --columns=%q",
				c.Data, c.table.Line(i), column.Name, column.Cell(i), "-"+column.Name)
		}
	}
	return usageError("%s: column %q is no measure; leave it out with --columns=%q", c.Data, column.Name, "-"+column.Name)
}

// analyse fills in the report, with a clock for each part.
func (c *clusterCmd) analyse(ctx context.Context) error {
	r := &c.report
	if err := c.scale(); err != nil {
		return err
	}
	if err := r.Seconds.time(&r.Seconds.PCA, c.components); err != nil {
		return err
	}
	var parts []clustering.Partition
	err := r.Seconds.time(&r.Seconds.KMeans, func() (err error) {
		parts, err = c.partitions(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if err := c.kmeans(parts); err != nil {
		return err
	}
	if c.Silhouette {
		if err := r.Seconds.time(&r.Seconds.Silhouette, func() error { return c.silhouettes(ctx, parts) }); err != nil {
			return err
		}
	}
	if err := c.judge(ctx, parts, nil); err != nil {
		return err
	}
	if c.Linkage == "none" {
		return nil
	}
	return c.linkage(ctx)
}

// judge says whether there are clusters at all, and reports the figures beside. blocks are the columns of each question.
func (c *clusterCmd) judge(ctx context.Context, parts []clustering.Partition, blocks [][]int) error {
	parts = parts[:min(c.MaxK, len(parts))]
	ch, err := clustering.ByK(c.x, parts, clustering.CalinskiHarabasz)
	if err != nil {
		return err
	}
	db, err := clustering.ByK(c.x, parts, clustering.DaviesBouldin)
	if err != nil {
		return err
	}
	v, err := clustering.Assess(ctx, c.x, blocks, parts, rand.New(rand.NewPCG(c.Seed, 0)))
	if err != nil {
		return err
	}
	c.found.Parts, c.found.Verdict = parts, v
	c.report.Verdict = say(survey.Say("groups_"+survey.Key(v.Strength), "K", v.K, "S", strconv.FormatFloat(v.Silhouette, 'f', 2, 64)))
	if c.report.KMedoids != nil {
		c.report.Verdict += " " + say(survey.Say("groups_of_kmeans"))
	}
	if v.K > 0 {
		c.report.Stability = &v.Stability
	}
	c.report.Measures = measureReport{known(v.Gap), known(ch), known(db)}
	return nil
}

// scale standardises the columns and drops constant ones, which then say nothing.
func (c *clusterCmd) scale() error {
	for _, name := range c.report.Columns {
		c.found.Columns = append(c.found.Columns, survey.Feature{Question: name, Unit: 1})
	}
	if c.Raw {
		return nil
	}
	var s clustering.Scaled
	var x *mat.Dense
	err := c.report.Seconds.time(&c.report.Seconds.Scale, func() (err error) {
		if s, err = clustering.Standardise(c.x); err == nil {
			x = s.Transform(c.x)
		}
		return err
	})
	if err != nil {
		return err
	}
	names := c.report.Columns
	for _, j := range s.Constant {
		fmt.Fprintf(os.Stderr, "%s: column %q has the same value in every row and is left out\n", c.Data, names[j])
		c.report.LeftOut = append(c.report.LeftOut, names[j])
	}
	if len(s.Kept) == 0 {
		return usageError("%s: every chosen column has the same value in all rows; there is nothing to group by", c.Data)
	}
	c.report.Columns, c.found.Columns = nil, nil
	for i, j := range s.Kept {
		c.found.Columns = append(c.found.Columns, survey.Feature{Question: names[j], Mean: s.Shift[i], Unit: 1 / s.Factor[i]})
		c.report.Columns = append(c.report.Columns, names[j])
	}
	c.x = x
	return nil
}

func (c *clusterCmd) components() error {
	pca, err := clustering.PCA{}.Fit(c.x)
	if err != nil {
		return err
	}
	c.report.PCA = &pcaReport{pca.VarianceRatio, rowsOf(pca.Loadings)}
	return nil
}

// partitions runs k-means for every k, and for --k where that is larger.
func (c *clusterCmd) partitions(ctx context.Context) ([]clustering.Partition, error) {
	rng := rand.New(rand.NewPCG(c.Seed, 0))
	parts, err := clustering.KMeans{Restarts: c.Restarts, Rand: rng}.Sweep(ctx, c.x, c.MaxK)
	if err != nil || c.k <= len(parts) {
		return parts, err
	}
	more, err := clustering.KMeans{K: c.k, Restarts: c.Restarts, Rand: rng}.Fit(ctx, c.x)
	return append(parts, more), err
}

// kmeans chooses k and reports the partitions.
func (c *clusterCmd) kmeans(parts []clustering.Partition) error {
	c.report.KMeans = &kmeansReport{}
	r := c.report.KMeans
	for _, p := range parts[:min(c.MaxK, len(parts))] {
		r.Inertia = append(r.Inertia, p.Inertia)
	}
	r.ElbowK = clustering.Elbow(r.Inertia)
	r.K = r.ElbowK
	chosen := parts[r.K-1]
	if c.k > 0 {
		r.K = c.k
		chosen = parts[min(c.k, len(parts))-1]
	}
	r.Labels = chosen.Labels
	r.Centers = rowsOf(chosen.Centers)
	return nil
}

// silhouettes measures k = 2..max-k; where there are no two clusters there is nothing to measure.
func (c *clusterCmd) silhouettes(ctx context.Context, parts []clustering.Partition) error {
	all, err := clustering.MeanSilhouettes(ctx, c.x, parts[:min(c.MaxK, len(parts))])
	c.report.KMeans.Silhouette = known(all)
	return err
}

func (c *clusterCmd) linkage(ctx context.Context) error {
	r := &c.report
	var tree clustering.Tree
	err := r.Seconds.time(&r.Seconds.Linkage, func() (err error) {
		tree, err = clustering.Linkage{Method: clustering.Method(c.Linkage)}.Fit(ctx, c.x)
		return err
	})
	if err != nil {
		return err
	}
	r.Linkage = &linkageReport{Method: c.Linkage, Merges: make([]mergeReport, len(tree.Merges)), Labels: tree.Cut(r.KMeans.K)}
	for i, m := range tree.Merges {
		r.Linkage.Merges[i] = mergeReport(m)
	}
	return r.Seconds.time(&r.Seconds.Cophenetic, func() (err error) {
		r.Linkage.Cophenetic, err = tree.Cophenetic(ctx, c.x)
		return err
	})
}

// rowsOf lists the rows of m.
func rowsOf(m *mat.Dense) [][]float64 {
	n, _ := m.Dims()
	out := make([][]float64, n)
	for i := range out {
		out[i] = m.RawRowView(i)
	}
	return out
}
