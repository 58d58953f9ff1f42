package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"dure/clustering"
	"dure/survey"
)

// wishes reads who wished for and who avoids whom. Names that are no member's are passed over:
// people misspell, and ask for friends who never joined.
func (c *compiler) wishes(i int, r Rule) (measure, error) {
	w := &wishes{least: 1}
	if r.AtLeast != nil {
		w.least = *r.AtLeast
	}
	var err error
	if w.wished, err = c.named(i, r, r.Column); err != nil {
		return nil, err
	}
	w.avoided = make([][]int32, c.n)
	if r.AvoidColumn != "" {
		w.avoided, err = c.named(i, r, r.AvoidColumn)
	}
	return w, err
}

// named reads lists of members from a column.
func (c *compiler) named(i int, r Rule, column string) ([][]int32, error) {
	cells, err := c.column(i, r, column)
	if err != nil {
		return nil, err
	}
	names := c.names()
	out := make([][]int32, c.n)
	for row, cell := range cells {
		for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(";,\n", r) }) {
			m, ok := names[survey.Fold(part)]
			if ok && m != row && !slices.Contains(out[row], int32(m)) {
				out[row] = append(out[row], int32(m))
			}
		}
	}
	return out, nil
}

// names indexes the members by id and by what columns about names say.
func (c *compiler) names() map[string]int {
	if c.byName != nil {
		return c.byName
	}
	c.byName = map[string]int{}
	first, last := -1, -1
	var whole []int
	for j, h := range c.in.Table.Header {
		switch h = strings.ToLower(h); {
		case strings.Contains(h, "first") || strings.Contains(h, "given"):
			first = j
		case strings.Contains(h, "last") || strings.Contains(h, "family"):
			last = j
		case strings.Contains(h, "name") || strings.Contains(h, "mail") || strings.Contains(h, "이름"):
			whole = append(whole, j)
		}
	}
	for row, cells := range slices.Backward(c.in.Table.Rows) {
		for _, j := range whole {
			c.byName[survey.Fold(cells[j])] = row
		}
		if first >= 0 && last >= 0 {
			c.byName[survey.Fold(cells[first]+" "+cells[last])] = row
			c.byName[survey.Fold(cells[last]+" "+cells[first])] = row
		}
	}
	for id, row := range c.byID {
		c.byName[survey.Fold(id)] = row
	}
	delete(c.byName, "")
	return c.byName
}

// ranked reads which activities members rank, the first column first.
func (c *compiler) ranked(i int, r Rule) (measure, error) {
	m := &ranked{choices: len(r.columns()), rank: make([][]uint8, c.n)}
	var choices [][]string
	for name := range r.Capacity {
		m.activities = append(m.activities, name)
	}
	for _, column := range r.columns() {
		cells, err := c.column(i, r, column)
		if err != nil {
			return nil, err
		}
		choices = append(choices, cells)
		for _, cell := range cells {
			if !missing(cell) && !slices.Contains(m.activities, strings.TrimSpace(cell)) {
				m.activities = append(m.activities, strings.TrimSpace(cell))
			}
		}
	}
	slices.Sort(m.activities)
	for row := range c.n {
		m.rank[row] = slices.Repeat([]uint8{uint8(m.choices + 1)}, len(m.activities))
		for k, cells := range slices.Backward(choices) {
			if a := slices.Index(m.activities, strings.TrimSpace(cells[row])); a >= 0 {
				m.rank[row][a] = uint8(k + 1)
			}
		}
	}
	return m, nil
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
	for row, cells := range t.Rows {
		if len(cells) != len(t.Header) {
			return t, invalid(i, "file_row_width", "Kind", r.Kind, "File", r.File, "Row", row+1)
		}
	}
	return t, nil
}

// affinity reads columns a, b and score of a file.
func (c *compiler) affinity(i int, r Rule) (measure, error) {
	t, err := c.open(i, r)
	if err != nil {
		return nil, err
	}
	at := [3]int{t.Column("a"), t.Column("b"), t.Column("score")}
	if slices.Min(at[:]) < 0 {
		return nil, invalid(i, "file_column_unknown", "Kind", r.Kind, "File", r.File, "Column", "a, b, score",
			"Known", strings.Join(t.Header, ", "))
	}
	p := newPairTable(c.n)
	for row, cells := range t.Rows {
		a, err := c.member(i, r, cells[at[0]])
		if err != nil {
			return nil, err
		}
		b, err := c.member(i, r, cells[at[1]])
		if err != nil {
			return nil, err
		}
		v, ok := number(cells[at[2]])
		if !ok || a == b {
			return nil, invalid(i, "pair_not_number", "Kind", r.Kind, "File", r.File, "Row", row+1, "Cell", cells[at[2]],
				"A", cells[at[0]], "B", cells[at[1]])
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
	column := r.TeamColumn
	if column == "" {
		column = "team"
	}
	at := t.Column(column)
	if at < 0 {
		return nil, invalid(i, "file_column_unknown", "Kind", r.Kind, "File", r.File, "Column", column, "Known", strings.Join(t.Header, ", "))
	}
	id, most := 0, -1
	for j := range t.Header {
		found := 0
		for _, cells := range t.Rows {
			if _, ok := c.byID[strings.TrimSpace(cells[j])]; ok && j != at {
				found++
			}
		}
		if found > most {
			id, most = j, found
		}
	}
	teams := map[string][]int32{}
	var order []string
	for _, cells := range t.Rows {
		m, ok := c.byID[strings.TrimSpace(cells[id])]
		if name := strings.TrimSpace(cells[at]); ok && !missing(name) {
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
		v, ok := number(string(r.K))
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
