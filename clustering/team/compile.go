package team

import (
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// A compiled rule is a rule with what the table says about its members.
type compiled struct {
	Rule
	number int // from 1, as in the input
	measure
	whole bool    // scored on the whole division: offset + slope * (sum of the teams' values)
	w     float64 // share in the objective; 0 for a must-rule
}

// must reports whether the rule comes before the others. What has no teams that break it is
// never unmet: it only weighs much.
func (c *compiled) must() bool { return c.Power() == Must && c.binary() }

// binary reports whether a team keeps or breaks the rule.
func (c *compiled) binary() bool {
	switch c.Kind {
	case NeverAlone, Count, Hours, Together, Apart, Wishes, Section:
		return true
	}
	return false
}

// A problem is an input read and checked.
type problem struct {
	in       Input
	n        int
	ids      []string
	rules    []*compiled
	section  []int // section of each member
	sections [][]int32
	blocks   [][]int32 // members that must stay together
	leftOut  []string
	last     struct { // what scalesOf returned last, and for which numbers
		teams, members []int
		scales         []scale
	}
}

// heavy is the weight of a must-rule that teams cannot break, beside 4 for should.
const heavy = 400

type compiler struct {
	in   Input
	n    int
	ids  []string
	byID map[string]int
}

// read checks the input and compiles its rules.
func read(in Input) (*problem, error) {
	c := &compiler{in: in, n: in.Table.N}
	if c.n == 0 {
		return nil, &survey.InvalidError{Field: "members", Reason: "no_members"}
	}
	if err := c.identify(); err != nil {
		return nil, err
	}
	p := &problem{in: in, n: c.n, ids: c.ids, section: make([]int, c.n)}
	rules := in.Rules
	if rules == nil {
		rules, p.leftOut = DefaultRules(in.Table, "")
	}
	for i, r := range rules {
		if err := r.check(i + 1); err != nil {
			return nil, err
		}
		m, err := c.compile(i+1, r)
		if err != nil {
			return nil, err
		}
		p.rules = append(p.rules, &compiled{Rule: r, number: i + 1, measure: m, whole: isWhole(r.Kind)})
	}
	if in.history != nil {
		p.rules = append(p.rules, &compiled{Rule: Rule{Kind: NewTeammates, Strength: Must}, number: len(rules) + 1,
			measure: &pairs{between: in.history.at, less: true}, whole: true})
	}
	p.split()
	p.weigh()
	return p, nil
}

func isWhole(k Kind) bool {
	switch k {
	case NeverAlone, Count, Hours, Wishes, Fit, Section:
		return false
	}
	return true
}

// weigh shares the objective among the rules that are no must, or among all if there is no other.
func (p *problem) weigh() {
	sum := 0.0
	only := !slices.ContainsFunc(p.rules, func(c *compiled) bool { return !c.must() })
	for _, c := range p.rules {
		switch {
		case c.Kind == Fit:
			c.w = c.weight()
		case c.Power() == Must && !c.must():
			c.w = c.weight() * heavy
		case !c.must() || only:
			c.w = c.weight()
		}
		sum += c.w
	}
	sum = p.capFit(sum)
	for _, c := range p.rules {
		if sum > 0 {
			c.w /= sum
		}
	}
}

// identify names the members and indexes the names.
func (c *compiler) identify() error {
	c.ids = c.in.IDs
	if c.ids == nil {
		c.ids = make([]string, c.n)
		for i := range c.ids {
			c.ids[i] = strconv.Itoa(i + 1)
		}
	}
	c.byID = make(map[string]int, c.n)
	for i, id := range c.ids {
		if id == "" {
			return &survey.InvalidError{Field: "id", Reason: "id_empty", Args: map[string]any{"Row": i + 1}}
		}
		if j, twice := c.byID[id]; twice {
			return &survey.InvalidError{Field: "id", Reason: "id_twice", Args: map[string]any{"Id": id, "Row": i + 1, "First": j + 1}}
		}
		c.byID[id] = i
	}
	return nil
}

// column returns a column that rule i names.
func (c *compiler) column(i int, r Rule, name string) (survey.Column, error) {
	column, ok := c.in.Table.Column(name)
	if !ok {
		return column, invalid(i, "column_unknown", "Kind", r.Kind, "Column", name, "Known", strings.Join(c.in.Table.Names(), ", "))
	}
	return column, nil
}

// badCell names the first answer of a column of another type than rule i needs that is not as the rule needs it.
func (c *compiler) badCell(i int, r Rule, column survey.Column, reason survey.Key, good func(cell string) bool) error {
	row := 0
	for k := range c.n {
		if column.Answered(k) && !good(column.Cell(k)) {
			row = k
			break
		}
	}
	return invalid(i, reason, "Kind", r.Kind, "Column", column.Name, "Row", row+1, "Member", c.ids[row], "Cell", column.Cell(row))
}

// member finds a member by id.
func (c *compiler) member(i int, r Rule, id string) (int, error) {
	if m, ok := c.byID[strings.TrimSpace(id)]; ok {
		return m, nil
	}
	return 0, invalid(i, "member_unknown", "Kind", r.Kind, "Member", id, "File", r.File)
}

// compile reads what rule i needs from the table.
func (c *compiler) compile(i int, r Rule) (measure, error) {
	switch r.Kind {
	case Similar, Spread:
		x, err := c.features(i, r)
		if err != nil {
			return nil, err
		}
		return &pairs{between: euclid(interleave(x, c.n), len(x)), less: r.Kind == Similar}, nil
	case Balance:
		return c.balance(i, r)
	case Alike:
		x, err := c.features(i, r)
		return newScatter(x, true), err
	case Match:
		column, err := c.column(i, r, r.columns()[0])
		if err != nil {
			return nil, err
		}
		_, x := indicators(column)
		return newScatter(x, false), nil
	case Mix:
		return c.mix(i, r)
	case NeverAlone, Count:
		return c.tally(i, r)
	case Hours:
		return c.hours(i, r)
	case Together, Apart:
		return c.linked(i, r)
	case Wishes:
		return c.wishes(i, r)
	case Ranked:
		return c.ranked(i, r)
	case Section:
		column, err := c.column(i, r, r.columns()[0])
		if err != nil {
			return nil, err
		}
		return &within{of2: column.Codes()}, nil
	case NewTeammates:
		return c.teammates(i, r)
	case Affinity:
		return c.affinity(i, r)
	}
	return c.fit(i, r)
}

// features encodes the rule's columns: numbers standardised, categories as indicators.
func (c *compiler) features(i int, r Rule) ([][]float64, error) {
	var out [][]float64
	for _, name := range r.columns() {
		column, err := c.column(i, r, name)
		if err != nil {
			return nil, err
		}
		if x, ok := column.Measured(); ok {
			out = append(out, standardise(x))
			continue
		}
		_, x := indicators(column)
		out = append(out, x...)
	}
	return out, nil
}

func interleave(columns [][]float64, n int) []float64 {
	x := make([]float64, n*len(columns))
	for j, col := range columns {
		for i, v := range col {
			x[i*len(columns)+j] = v
		}
	}
	return x
}

func (c *compiler) balance(i int, r Rule) (measure, error) {
	var out [][]float64
	for _, name := range r.columns() {
		column, err := c.column(i, r, name)
		if err != nil {
			return nil, err
		}
		x, ok := column.Measured()
		if !ok {
			return nil, c.badCell(i, r, column, "cell_not_number", func(cell string) bool { _, ok := survey.ParseNumber(cell); return ok })
		}
		out = append(out, standardise(x))
	}
	return newScatter(out, false), nil
}

func (c *compiler) tally(i int, r Rule) (measure, error) {
	column, err := c.column(i, r, r.columns()[0])
	if err != nil {
		return nil, err
	}
	t := &tally{is: having(column, r.Op, string(r.Value)), table: aloneTable}
	if r.Kind == Count {
		t.table = limitTable(r)
	}
	return t, nil
}

func (c *compiler) linked(i int, r Rule) (measure, error) {
	l := &linked{in: make([]bool, c.n), apart: r.Kind == Apart}
	for _, id := range r.Members {
		m, err := c.member(i, r, string(id))
		if err != nil {
			return nil, err
		}
		if !l.in[m] {
			l.in[m] = true
			l.all++
		}
	}
	if l.all < 2 {
		return nil, invalid(i, "rule_field_missing", "Kind", r.Kind, "Field", "members")
	}
	return l, nil
}

// split finds the sections, which are solved apart, and the blocks of members who must stay together.
func (p *problem) split() {
	parent := count(p.n)
	keys := make([][]int, p.n)
	for _, c := range p.rules {
		if c.Power() != Must {
			continue
		}
		switch m := c.measure.(type) {
		case *within:
			for i := range keys {
				keys[i] = append(keys[i], m.of2[i])
			}
		case *linked:
			if !m.apart {
				join(parent, m.in)
			}
		}
	}
	var seen [][]int
	for i, key := range keys {
		s := slices.IndexFunc(seen, func(k []int) bool { return slices.Equal(k, key) })
		if s < 0 {
			s = len(seen)
			seen, p.sections = append(seen, key), append(p.sections, nil)
		}
		p.section[i] = s
		p.sections[s] = append(p.sections[s], int32(i))
	}
	p.blocks = components(parent)
}

func join(parent []int, in []bool) {
	first := slices.Index(in, true)
	for i, yes := range in {
		if yes {
			parent[root(parent, i)] = root(parent, first)
		}
	}
}

func root(parent []int, i int) int {
	for parent[i] != i {
		parent[i] = parent[parent[i]]
		i = parent[i]
	}
	return i
}

// components lists the sets of more than one member, in order of their first.
func components(parent []int) [][]int32 {
	at := map[int]int{}
	var all, out [][]int32
	for i := range parent {
		r := root(parent, i)
		if _, ok := at[r]; !ok {
			at[r] = len(all)
			all = append(all, nil)
		}
		all[at[r]] = append(all[at[r]], int32(i))
	}
	for _, set := range all {
		if len(set) > 1 {
			out = append(out, set)
		}
	}
	return out
}
