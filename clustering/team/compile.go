package team

import "dure/survey"

// An input becomes a problem in three steps. Each rule is compiled against the table into a [measure]. Must-rules on sections and
// on who shares a team then divide the members: into sections, which are formed apart, and within them into blocks, which move as
// one; overlapping sets are joined by union and find with path halving (Tarjan and van Leeuwen 1984, doi:10.1145/62.2160).
// Last the weights are scaled so that those of all rules that count add up to 1, which makes the objective a mean of scores.

// A compiled rule is a rule with what the table says about its members.
type compiled struct {
	Rule
	kind   kind
	number int // from 1, as in the input
	measure
	w          float64 // share in the objective; 0 for a must-rule
	onDivision bool    // what is said of the kind, kept since a search asks for it with every team
	binding    bool
	idle       survey.Key       // why it does not count, "" where it does
	only       func(t int) bool // whether the rule is for team t; nil where it is for every team
}

// compile puts rule number i, from 1, and its measure together.
func compile(r Rule, i int, m measure) *compiled {
	k := r.Kind.kind()
	return &compiled{Rule: r, kind: k, number: i, measure: m, onDivision: bool(k.about().scored), binding: r.binds()}
}

// whole reports whether the rule is scored on the whole division.
func (c *compiled) whole() bool { return c.onDivision }

// must reports whether the rule comes before the others. What has no teams that break it is
// never unmet: it only weighs much.
func (c *compiled) must() bool { return c.binding }

// counts reports whether the rule has a part in what divisions are compared by.
func (c *compiled) counts() bool { return c.w > 0 || c.must() }

// divides reports whether the rule divides the members into sections, which are formed apart.
func (c *compiled) divides() bool { _, ok := c.measure.(divider); return ok && c.must() }

// worstFirst reports whether the rule counts and is scored team by team, the worst first.
func (c *compiled) worstFirst() bool { return !c.whole() && c.w > 0 && !c.divides() }

// breach is by how much a team with the outcome breaks the rule, 0 for one that keeps it or is no must. It is what its score
// lacks of 1, so that a search sees when a broken team comes nearer; and never less than a thousandth, lest a team that all but
// keeps a rule counts as keeping it. What is broken besides, adds to it.
func (c *compiled) breach(o outcome) float64 {
	if o.ok || !c.must() {
		return 0
	}
	return max(1-o.score, 1e-3) + o.besides
}

// A problem is an input read and checked.
type problem struct {
	in            Input
	n             int
	ids           []string
	rules         []*compiled
	section       []int // section of each member
	sections      [][]int32
	blocks        [][]int32 // members that must stay together
	leftOut       []string
	notUnderstood NotUnderstood
	notes         []survey.Message // what the reader should know of files that rules name

	keys        [][]int // what each rule that divides says of each member, or anySection
	sectionKeys [][]int // the same of each section
	placed      bool    // whether members who may be in several sections were given one
	units       [][]int // those, with whom they share a team

	last struct { // what scalesOf returned last, and for which numbers
		teams, members []int
		scales         []scale
	}
}

// read checks the input and compiles its rules, which see of what is told in confidence no more than [survey.Table.Coarse] has.
func read(in Input) (*problem, error) {
	in.Table = in.Table.Coarse()
	c := &compiler{in: in, n: in.Table.N}
	if c.n == 0 {
		return nil, &survey.InvalidError{Field: "members", Reason: "no_members"}
	}
	if err := c.identify(); err != nil {
		return nil, err
	}
	p := &problem{in: in, n: c.n, ids: c.ids}
	rules := in.Rules
	if rules == nil {
		rules, p.leftOut = DefaultRules(in.Table)
		p.in.Rules = rules
	}
	for i, r := range rules {
		err := r.check()
		if err == nil {
			err = p.add(c, r)
		}
		if err != nil {
			return nil, numbered(i+1, err)
		}
	}
	if in.history != nil {
		p.rules = append(p.rules, compile(Rule{Kind: NewTeammates, Strength: Must}, len(rules)+1, repeated(in.history)))
	}
	p.split()
	p.idle()
	if err := p.narrow(); err != nil {
		return nil, err
	}
	p.weigh()
	p.notUnderstood = p.countNotUnderstood()
	return p, nil
}

// add compiles a rule, which has passed its check, and puts it behind the others. Its errors do not yet number the rule.
func (p *problem) add(c *compiler, r Rule) error {
	c.Rule, c.notes = r, nil
	m, err := c.measure()
	if err != nil {
		return err
	}
	for _, n := range c.notes {
		n.Args["Rule"], n.Args["File"] = len(p.rules)+1, r.File
		p.notes = append(p.notes, n)
	}
	p.rules = append(p.rules, compile(r, len(p.rules)+1, m))
	return nil
}

// A divider says of members in which section each is, or anySection, and what that is called.
type divider interface {
	codes() []int
	called(member int32) []string
}

// A joiner says who share a team: each member's number among the sets, -1 for none.
type joiner interface{ joined() []int }

// split finds the sections, which are solved apart, and the blocks of members who must stay together.
func (p *problem) split() {
	parent := count(p.n)
	keys := make([][]int, p.n)
	for _, c := range p.rules {
		if !c.must() {
			continue
		}
		if m, ok := c.measure.(divider); ok {
			codes := m.codes()
			for i := range keys {
				keys[i] = append(keys[i], codes[i])
			}
		}
		if m, ok := c.measure.(joiner); ok {
			join(parent, m.joined())
		}
	}
	p.blocks = components(parent)
	p.divide(keys)
}

// join makes one set of all members with one number; negative numbers join nobody.
func join(parent, sets []int) {
	first := map[int]int{}
	for i, set := range sets {
		if set < 0 {
			continue
		}
		if _, ok := first[set]; !ok {
			first[set] = i
		}
		parent[root(parent, i)] = root(parent, first[set])
	}
}

// root is the first of the set that i is in, as far as it was joined.
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
