package team

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

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
	idle       survey.Key // why it does not count, "" where it does
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

	last struct { // what scalesOf returned last, and for which numbers
		teams, members []int
		scales         []scale
	}
}

// unbreakableWeight is by how much a must-rule that teams cannot break, such as balance, counts more than its weight: 400 beside
// the 4 of a should-rule. It is a choice, so that one hundredth of its score is worth a whole should-rule; a larger number would
// leave the others no say at all.
const unbreakableWeight = 400

// A compiler reads what one rule needs of the input.
type compiler struct {
	Rule
	in   Input
	n    int
	ids  []string
	byID map[string]int

	bySpelling map[string]int // by [survey.SpellingKey], -1 for what two members' ids are spelled as

	notes []survey.Message // on this rule
}

// note keeps what the reader should know of what the rule was read from.
func (c *compiler) note(m survey.Message) { c.notes = append(c.notes, m) }

// read checks the input and compiles its rules.
func read(in Input) (*problem, error) {
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

// measure compiles the rule, unless it is on what was told in confidence and its kind does not take that.
func (c *compiler) measure() (measure, error) {
	if c.Silent {
		return silence{}, nil
	}
	for _, name := range c.standsOn() {
		if column, ok := c.in.Table.Column(name); ok && !c.Kind.admits(column) {
			return nil, c.invalid("rule_confided", "Column", name, "Min", survey.MinTotal)
		}
	}
	return c.Kind.kind().compile(c)
}

// weigh shares the objective among the rules that are no must, or among all if there is no other. Weights are in no unit: only
// their shares count.
func (p *problem) weigh() {
	sum := 0.0
	only := !slices.ContainsFunc(p.rules, func(c *compiled) bool { return !c.must() && !c.Silent })
	for _, c := range p.rules {
		_, isCapped := c.kind.(capped)
		switch {
		case c.Silent:
			c.w = 0
		case isCapped:
			c.w = c.weight()
		case c.Power() == Must && !c.must():
			c.w = c.weight() * unbreakableWeight
		case !c.must() || only:
			c.w = c.weight()
		}
		sum += c.w
	}
	sum = p.cap(sum)
	for _, c := range p.rules {
		if sum > 0 {
			c.w /= sum
		}
	}
}

// weighMusts shares the objective among the must-rules, whatever other rules are there.
func (p *problem) weighMusts() {
	sum := 0.0
	for _, c := range p.rules {
		if c.w = 0; c.must() {
			c.w = c.weight()
		}
		sum += c.w
	}
	for _, c := range p.rules {
		c.w /= max(sum, 1e-300)
	}
}

// Uncapped is the key of a note that a capped rule is the only one that counts.
const Uncapped survey.Key = "rule_uncapped"

// cap lowers the weight of capped rules so that none has more than its share of the whole, unless it is the only rule that counts, which is noted, and
// returns what the weights add up to then. With s the share and r the weight of the rest, a rule that is capped weighs s ÷ (1 − s) · r:
// then it has s of all. The capped rules are taken one after another, each against the weights as they then are.
func (p *problem) cap(sum float64) float64 {
	for _, c := range p.rules {
		k, ok := c.kind.(capped)
		if !ok {
			continue
		}
		share, rest := k.share(c.Rule), 0.0
		for _, o := range p.rules {
			if o != c {
				rest += o.w
			}
		}
		switch {
		case rest == 0 && share < 1 && c.w > 0:
			p.notes = append(p.notes, survey.Say(Uncapped, "Rule", c.number))
		case rest > 0 && share < 1 && c.w > share*(rest+c.w):
			c.w = share / (1 - share) * rest
		}
		sum = rest + c.w
	}
	return sum
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
	c.bySpelling = make(map[string]int, c.n)
	for i, id := range c.ids {
		key := survey.SpellingKey(id)
		if _, twice := c.bySpelling[key]; twice {
			i = -1
		}
		c.bySpelling[key] = i
	}
	return nil
}

// called finds the member whose id this is, exactly; or else whom the input finds by it, or whose id it is in a spelling that is of one id only.
func (c *compiler) called(id string) (int, bool) {
	id = strings.TrimSpace(id)
	if m, ok := c.byID[id]; ok {
		return m, true
	}
	if c.in.Find != nil {
		if found, ok := c.in.Find(id); ok {
			m, ok := c.byID[found]
			return m, ok
		}
	}
	m, ok := c.bySpelling[survey.SpellingKey(id)]
	return m, ok && m >= 0
}

// column returns a column that the rule names.
func (c *compiler) column(name string) (survey.Column, error) {
	column, ok := c.in.Table.Column(name)
	if !ok {
		return column, c.invalid("column_unknown", "Column", name, "Known", strings.Join(c.in.Table.Names(), ", "))
	}
	return column, nil
}

// only returns the column of a rule that is on one.
func (c *compiler) only() (survey.Column, error) { return c.column(c.columns()[0]) }

// badCell names the first answer of a column of another type than the rule needs that is not as the rule needs it.
func (c *compiler) badCell(column survey.Column, reason survey.Key, good func(cell string) bool) error {
	row := 0
	for k := range c.n {
		if column.Answered(k) && !good(column.Cell(k)) {
			row = k
			break
		}
	}
	return c.invalid(reason, "Column", column.Name, "Row", row+1, "Member", c.ids[row], "Cell", column.Cell(row))
}

// member finds a member by id.
func (c *compiler) member(id string) (int, error) {
	if m, ok := c.called(id); ok {
		return m, nil
	}
	return 0, c.invalid("member_unknown", "Member", id, "File", c.File)
}

// open reads the file that the rule names.
func (c *compiler) open() (survey.Table, error) {
	if c.in.Open == nil {
		return survey.Table{}, c.invalid("file_unknown", "File", c.File)
	}
	t, err := c.in.Open(c.File)
	if err != nil {
		return t, c.invalid("file_unreadable", "File", c.File, "Error", err.Error())
	}
	return t, nil
}

// find finds a member by a cell of the rule's file.
func (c *compiler) find(cell string) (Text, bool) {
	m, ok := c.called(cell)
	if !ok {
		return "", false
	}
	return Text(c.ids[m]), true
}

// inFile says in an error of the rule's file which it is.
func (c *compiler) inFile(err error) error {
	bad, ok := errors.AsType[*survey.InvalidError](err)
	if !ok {
		return err
	}
	bad.Args["Kind"], bad.Args["File"] = c.Kind, c.File
	return bad
}

// noColumn is the error of a file without a column that the rule needs.
func noColumn(t survey.Table, name string) error {
	return invalid("file_column_unknown", "Column", name, "Known", strings.Join(t.Names(), ", "))
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
