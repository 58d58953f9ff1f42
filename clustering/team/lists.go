package team

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"dure/clustering"
	"dure/survey"
)

// wishes reads who wished for and who avoids whom.
func (c *compiler) wishes(i int, r Rule) (measure, error) {
	w := &wishes{least: 1, avoided: make([][]int32, c.n)}
	if r.AtLeast != nil {
		w.least = *r.AtLeast
	}
	var err error
	if w.wished, err = c.people(i, r, r.Column); err == nil && r.AvoidColumn != "" {
		w.avoided, err = c.people(i, r, r.AvoidColumn)
	}
	return w, err
}

// people returns the teammates that each member names in a column.
func (c *compiler) people(i int, r Rule, name string) ([][]int32, error) {
	column, err := c.column(i, r, name)
	if err != nil {
		return nil, err
	}
	people, ok := column.Values.(survey.People)
	if !ok {
		return nil, invalid(i, "column_not_people", "Kind", r.Kind, "Column", name)
	}
	out := make([][]int32, c.n)
	for row, named := range people.Of {
		for _, m := range named {
			out[row] = append(out[row], int32(m))
		}
	}
	return out, nil
}

// ranked reads which activities members rank: in one column of ranks, or in several with a choice each, the first choice first.
func (c *compiler) ranked(i int, r Rule) (measure, error) {
	var columns []survey.Column
	for _, name := range r.columns() {
		column, err := c.column(i, r, name)
		if err != nil {
			return nil, err
		}
		columns = append(columns, column)
	}
	choices := make([][]string, c.n)
	most := len(columns)
	for row := range choices {
		choices[row] = chosenBy(columns, row)
		most = max(most, len(choices[row]))
	}
	m := &ranked{choices: most, rank: make([][]uint8, c.n)}
	for name := range r.Capacity {
		m.activities = append(m.activities, name)
	}
	m.activities = append(m.activities, slices.Concat(choices...)...)
	slices.Sort(m.activities)
	m.activities = slices.DeleteFunc(slices.Compact(m.activities), func(name string) bool { return name == "" })
	for row, chosen := range choices {
		m.rank[row] = slices.Repeat([]uint8{uint8(m.choices + 1)}, len(m.activities))
		for k, name := range slices.Backward(chosen) {
			if a := slices.Index(m.activities, name); a >= 0 {
				m.rank[row][a] = uint8(k + 1)
			}
		}
	}
	return m, nil
}

// chosenBy lists what a member chose, "" where a choice is left out.
func chosenBy(columns []survey.Column, row int) []string {
	if ranks, ok := columns[0].Values.(survey.Ranks); ok {
		var all []string
		for _, k := range ranks.Of[row] {
			all = append(all, ranks.Names[k])
		}
		return all
	}
	all := make([]string, len(columns))
	for k, column := range columns {
		all[k] = column.Cell(row)
	}
	return all
}

// A pairTable holds a number for each pair of members.
type pairTable struct {
	n     int
	dense []float64
	some  map[[2]int32]float64
}

func newPairTable(n int) *pairTable {
	if n <= 3000 {
		return &pairTable{n: n, dense: make([]float64, n*n)}
	}
	return &pairTable{n: n, some: map[[2]int32]float64{}}
}

func (p *pairTable) add(i, j int32, v float64) {
	if p.some != nil {
		p.some[[2]int32{min(i, j), max(i, j)}] += v
		return
	}
	p.dense[int(i)*p.n+int(j)] += v
	p.dense[int(j)*p.n+int(i)] += v
}

func (p *pairTable) at(i, j int32) float64 {
	if p.some != nil {
		return p.some[[2]int32{min(i, j), max(i, j)}]
	}
	return p.dense[int(i)*p.n+int(j)]
}

func (c *compiler) open(i int, r Rule) (survey.Table, error) {
	if c.in.Open == nil {
		return survey.Table{}, invalid(i, "file_unknown", "Kind", r.Kind, "File", r.File)
	}
	t, err := c.in.Open(r.File)
	if err != nil {
		return t, invalid(i, "file_unreadable", "Kind", r.Kind, "File", r.File, "Error", err.Error())
	}
	return t, nil
}

// affinity reads columns a, b and score of a file.
func (c *compiler) affinity(i int, r Rule) (measure, error) {
	t, err := c.open(i, r)
	if err != nil {
		return nil, err
	}
	first, hasA := t.Column("a")
	second, hasB := t.Column("b")
	score, hasScore := t.Column("score")
	if !hasA || !hasB || !hasScore {
		return nil, invalid(i, "file_column_unknown", "Kind", r.Kind, "File", r.File, "Column", "a, b, score",
			"Known", strings.Join(t.Names(), ", "))
	}
	p := newPairTable(c.n)
	for row := range t.N {
		a, err := c.member(i, r, first.Cell(row))
		if err != nil {
			return nil, err
		}
		b, err := c.member(i, r, second.Cell(row))
		if err != nil {
			return nil, err
		}
		v, ok := survey.ParseNumber(score.Cell(row))
		if !ok || a == b {
			return nil, invalid(i, "pair_not_number", "Kind", r.Kind, "File", r.File, "Row", row+1, "Cell", score.Cell(row),
				"A", first.Cell(row), "B", second.Cell(row))
		}
		p.add(int32(a), int32(b), v)
	}
	return &pairs{between: p.at}, nil
}

// teammates reads who shared a team before. The column of a file in which most cells are
// members is the one that names them.
func (c *compiler) teammates(i int, r Rule) (measure, error) {
	t, err := c.open(i, r)
	if err != nil {
		return nil, err
	}
	column := cmp.Or(r.TeamColumn, "team")
	at, ok := t.Column(column)
	if !ok {
		return nil, invalid(i, "file_column_unknown", "Kind", r.Kind, "File", r.File, "Column", column, "Known", strings.Join(t.Names(), ", "))
	}
	var who survey.Column
	most := -1
	for _, candidate := range t.Columns {
		found := 0
		for row := range t.N {
			if _, ok := c.byID[candidate.Cell(row)]; ok && candidate.Name != column {
				found++
			}
		}
		if found > most {
			who, most = candidate, found
		}
	}
	teams := map[string][]int32{}
	var order []string
	for row := range t.N {
		m, ok := c.byID[who.Cell(row)]
		if name := at.Cell(row); ok && at.Answered(row) {
			if teams[name] == nil {
				order = append(order, name)
			}
			teams[name] = append(teams[name], int32(m))
		}
	}
	p := newPairTable(c.n)
	for _, name := range order {
		for a, m := range teams[name] {
			for _, l := range teams[name][:a] {
				if l != m && p.at(l, m) == 0 {
					p.add(l, m, 1)
				}
			}
		}
	}
	return &pairs{between: p.at, less: true}, nil
}

// mix clusters the members and wants each team to have its share of every cluster.
func (c *compiler) mix(i int, r Rule) (measure, error) {
	x, err := c.features(i, r)
	if err != nil {
		return nil, err
	}
	labels, err := c.clusters(i, r, mat.NewDense(c.n, len(x), interleave(x, c.n)))
	if err != nil {
		return nil, err
	}
	out := make([][]float64, slices.Max(labels)+1)
	for k := range out {
		out[k] = make([]float64, c.n)
	}
	for row, k := range labels {
		out[k][row] = 1
	}
	return newScatter(out, false), nil
}

// clusters labels the rows of x by k-means, or by a cut of the linkage that the rule names.
func (c *compiler) clusters(i int, r Rule, x *mat.Dense) ([]int, error) {
	rng := rand.New(rand.NewPCG(1, 1))
	k := 0
	if r.K != "" && r.K != "auto" {
		v, ok := survey.ParseNumber(string(r.K))
		if k = int(v); !ok || v != math.Trunc(v) || k < 1 || k > c.n {
			return nil, invalid(i, "rule_k_range", "Kind", r.Kind, "K", string(r.K), "Members", c.n)
		}
	}
	if k == 0 {
		sweep, err := clustering.KMeans{Restarts: 4, Rand: rng}.Sweep(x, min(10, c.n))
		if err != nil {
			return nil, invalid(i, "rule_no_clusters", "Kind", r.Kind, "Error", err.Error())
		}
		inertia := make([]float64, len(sweep))
		for j, p := range sweep {
			inertia[j] = p.Inertia
		}
		k = clustering.Elbow(inertia)
		if r.Linkage == "" || r.Linkage == "none" {
			return sweep[k-1].Labels, nil
		}
	}
	if r.Linkage == "" || r.Linkage == "none" {
		p, err := clustering.KMeans{K: k, Restarts: 4, Rand: rng}.Fit(x)
		if err != nil {
			return nil, invalid(i, "rule_no_clusters", "Kind", r.Kind, "Error", err.Error())
		}
		return p.Labels, nil
	}
	return c.cut(i, r, x, k)
}

// cut labels the rows of x by a cut of the linkage tree into k clusters.
func (c *compiler) cut(i int, r Rule, x *mat.Dense, k int) ([]int, error) {
	tree, err := clustering.Linkage{Method: clustering.Method(r.Linkage)}.Fit(x)
	if err != nil {
		return nil, invalid(i, "rule_no_clusters", "Kind", r.Kind, "Error", err.Error())
	}
	return tree.Cut(k), nil
}
