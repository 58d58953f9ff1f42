package team

import (
	"slices"

	"dure/clustering/team/search"
	"dure/survey"
)

// Wishes wants everybody who wished for teammates to get some of them, and nobody to get one whom they avoid. Nothing that is said of
// it tells who avoids whom.
const Wishes Kind = "wishes"

type wishesRule struct{ traits }

var wishesKind = wishesRule{traits{Wishes, Should, byTeam, breakable, unseeded}}

func (wishesRule) check(r Rule) error {
	if r.AtLeast != nil && *r.AtLeast < 0 {
		return r.invalid("rule_count_negative")
	}
	return r.needsColumn()
}

func (wishesRule) accepts(c survey.Column) bool { return c.Type() == survey.PeopleColumn }

// start takes the first column of teammates for wishes, and the next for whom to avoid, as a question has them.
func (k wishesRule) start(t survey.Table) Rule {
	if rules := k.suggest(t); len(rules) > 0 {
		return rules[0]
	}
	return Rule{AtLeast: new(1)}
}

func (wishesRule) fields() []Field {
	wished := columnField
	wished.Label, wished.fits = "rule_wished", func(column string) bool { return !avoids(column) }
	return []Field{wished,
		{Name: "avoid_column", Control: ColumnControl, Label: "rule_avoided", Optional: true, fits: avoids, at: func(r *Rule) any { return &r.AvoidColumn }},
		{Name: "at_least", Control: WholeControl, Label: "rule_wishes_least", Optional: true, at: func(r *Rule) any { return &r.AtLeast }},
		{Name: "mutual", Control: BoxControl, Label: "rule_mutual", Optional: true, at: func(r *Rule) any { return &r.Mutual }}}
}

// Mutually returns the rule as a club begins with it that counts only mutual wishes; other kinds stay as they are.
func (r Rule) Mutually() Rule {
	r.Mutual = r.Mutual || r.Kind == Wishes
	return r
}

// avoids reports whether a column is called as one of whom members avoid.
func avoids(column string) bool { return survey.ReadMates(column).Avoided }

func (wishesRule) reads(r Rule) map[string]survey.Type {
	return map[string]survey.Type{r.Column: survey.PeopleColumn, r.AvoidColumn: survey.PeopleColumn}
}

// disclosed is the wishes alone: whom somebody avoids is for nobody to see, not even by a score that changes with a hand edit.
func (wishesRule) disclosed(r Rule, t survey.Table) (shown Rule, nothing bool) {
	if !t.Confides(r.AvoidColumn) {
		return r, false
	}
	nothing = r.wished() == 0
	r.AvoidColumn = ""
	return r, nothing
}

func (wishesRule) sentence(r Rule, w words) survey.Message {
	n := r.wished()
	if w.blanks && n == 1 {
		n = 2 // so that the number stands there
	}
	return survey.Say("rule_wishes", "Count", n, "N", w.blank("at_least", r.wished()), "Avoid", r.AvoidColumn != "", "Mutual", r.Mutual)
}

// wished is how many of the wishes are to come true.
func (r Rule) wished() int {
	if r.AtLeast != nil {
		return *r.AtLeast
	}
	return 1
}

// suggest takes each question on teammates: a column of whom they wish, and behind it one of whom they avoid. Where nobody wished and somebody
// avoids, the avoidances go with the wishes before them, if those are without, else into a card that asks for no wish.
func (wishesRule) suggest(t survey.Table) (rules []Rule) {
	blank := func(name string) bool {
		c, there := t.Column(name)
		return !there || c.CountAnswered() == 0
	}
	for _, c := range t.Columns {
		n := len(rules) - 1
		switch {
		case c.Type() != survey.PeopleColumn:
		case !avoids(c.Name):
			rules = append(rules, Rule{Kind: Wishes, Column: c.Name, AtLeast: new(1)})
		case n < 0:
		case blank(rules[n].Column) && !blank(c.Name) && n > 0 && blank(rules[n-1].AvoidColumn):
			rules[n-1].AvoidColumn = c.Name
			rules = rules[:n]
		case blank(rules[n].Column) && !blank(c.Name):
			rules[n].AvoidColumn, rules[n].AtLeast = c.Name, new(0)
		case rules[n].AvoidColumn == "":
			rules[n].AvoidColumn = c.Name
		}
	}
	return rules
}

func (wishesRule) compile(c *compiler) (measure, error) {
	w := &wishes{least: c.wished(), avoided: make([][]int32, c.n), confides: c.AvoidColumn != "", mutual: c.Mutual}
	wished, err := c.people(c.columns()[0])
	w.wished, w.lost, w.gone = wished.who, wished.lost, wished.gone
	if c.Mutual {
		w.wished, w.gone = mutual(wished.who), make([]int, c.n) // who is in no team wishes for nobody
	}
	if err == nil && w.confides {
		var avoided named
		avoided, err = c.people(c.AvoidColumn)
		w.avoided, w.lostAvoided, w.waiting = avoided.who, avoided.lost, avoided.waiting
	}
	return w, err
}

// named are the teammates that each member names in a column, how many more names there were not understood, and how many more members
// they named who take no part in this division.
type named struct {
	who        [][]int32
	lost, gone []int
	waiting    *int // names in doubt of all in the season; nil outside of one
}

func (c *compiler) people(name string) (named, error) {
	column, err := c.column(name)
	if err != nil {
		return named{}, err
	}
	people, ok := column.Values.(survey.People)
	if !ok {
		return named{}, c.invalid("column_not_people", "Column", name)
	}
	all := named{make([][]int32, c.n), make([]int, c.n), make([]int, c.n), people.Waiting}
	for row, those := range people.Of {
		for _, m := range those {
			all.who[row] = append(all.who[row], int32(m))
		}
		all.lost[row], all.gone[row] = people.NotUnderstood(row), people.CountGone(row)
	}
	return all, nil
}

// mutual leaves of those named only who name the other too.
func mutual(who [][]int32) [][]int32 {
	both := make([][]int32, len(who))
	for i, those := range who {
		for _, j := range those {
			if slices.Contains(who[j], int32(i)) {
				both[i] = append(both[i], j)
			}
		}
	}
	return both
}

// wishes measures how many of those members of a team who wished have enough of their wishes in it, and who there avoids whom. Names
// that were not understood count for nothing: whoever wished for no others is not among those who wished.
type wishes struct {
	wished, avoided   [][]int32
	least             int
	lost, lostAvoided []int // names of each member that were not understood
	waiting           *int  // avoidances in doubt, where these are asked of their writers
	gone              []int // whom each wished for besides, who are in no team
	confides          bool  // whom members avoid counts too
	mutual            bool  // wished are only those who wish it too
}

func (m *wishes) notUnderstood() NotUnderstood {
	var n NotUnderstood
	for _, lost := range m.lost {
		n.Wishes += lost
	}
	if m.waiting != nil {
		n.Waiting = *m.waiting
		return n
	}
	for _, lost := range m.lostAvoided {
		n.Avoidances += lost
	}
	return n
}

// A wishTally is how those members of a team fare who wished for somebody, and how often one is there whom another avoids.
type wishTally struct {
	wished, met int // who wished for somebody; and who of them has as many wishes met as are wanted
	content     int // who wished for nobody and avoids somebody
	broken      int
	score       float64 // of all who wished
}

// add counts a member who has got so many of the mates wanted, and may avoid somebody. Who wished for fewer than the rule asks has it met by those.
func (t *wishTally) add(got, want int, avoids bool) {
	switch {
	case want > 0:
		t.wished++
		t.met += int(b2f(got >= want))
		t.score += wishScore(got, want)
	case avoids:
		t.content++
	}
}

// wishScore scores a member who wished, 0 to 1: 1 with all mates that are wanted, and less by the square of the share that is missing, so
// that the first wish counts most.
func wishScore(got, want int) float64 {
	return 1 - square(float64(max(0, want-got))/float64(want))
}

// avoidedFloor is what a team scores with none of its wishes and nobody avoided, under a rule by which avoidances count: all teams with
// somebody avoided score less, whatever wishes they have. It is a choice: the larger it is, the less wishes count beside other rules.
const avoidedFloor = 0.25

// outcome is the mean score of those who wished or avoid somebody, and of the value those who have their wishes met. A team of none of them
// is as good as can be. Who only avoids counts in the mean as one who has all: without them an unmet wish takes most teams to the floor at once,
// and of 48 searches on a class of 32 under must-rules 7 ended with a wish unmet that can be met; with them none did. Where avoidances count,
// each that is broken weighs more than all wishes of the team, which decide between teams that break as many; to a must-rule each is a breach
// of its own.
func (t wishTally) outcome(confides bool) outcome {
	o := outcome{value: float64(t.met), score: 1, ok: t.met == t.wished && t.broken == 0, besides: float64(t.broken)}
	if n := t.wished + t.content; n > 0 {
		o.score = (t.score + float64(t.content)) / float64(n)
	}
	switch {
	case t.broken > 0:
		o.score = avoidedFloor / (1 + float64(t.broken) + (1-o.score)/2)
	case confides:
		o.score = avoidedFloor + (1-avoidedFloor)*o.score
	}
	return o
}

// tally counts how those of a team fare who wished for somebody, and whom they avoid there.
func (m *wishes) tally(members []int32) (t wishTally) {
	for _, i := range members {
		want, avoids := min(m.least, len(m.wished[i])), len(m.avoided[i]) > 0
		t.add(among(m.wished[i], members), want, avoids)
		if avoids {
			t.broken += among(m.avoided[i], members)
		}
	}
	return t
}

// among counts those named who are among the members.
func among(named, members []int32) (n int) {
	for _, j := range members {
		for _, k := range named {
			if k == j {
				n++
			}
		}
	}
	return n
}

func (m *wishes) of(_ int, members []int32) outcome { return m.tally(members).outcome(m.confides) }

// scale has no lower ceiling: that everybody has a wish met is what is asked for, and in most clubs can be.
func (m *wishes) scale(*problem, []frame) scale { return scale{ceiling: 1} }

func (m *wishes) bound(b bounding) (float64, bool) {
	return b.byTeam(func(_ int, members []int32, f frame) float64 { return m.meanBound(members, f) })
}

func (m *wishes) terms(s *section) []search.Term { return s.quickly(m.byBits(s), m) }

// shunned are the columns in which members say whom they avoid.
func (in Input) shunned() (all []survey.Column) {
	for _, c := range in.Table.Columns {
		if c.Type() == survey.PeopleColumn && avoids(c.Name) {
			all = append(all, c)
		}
	}
	return all
}

// AsksToAvoid reports whether members are asked whom they avoid, and whether there is such a question that no rule heeds.
func (in Input) AsksToAvoid() (asks, unheeded bool) {
	for _, c := range in.shunned() {
		asks = true
		unheeded = unheeded || !slices.ContainsFunc(in.Rules, func(r Rule) bool { return r.Kind == Wishes && r.AvoidColumn == c.Name && !r.Silent })
	}
	return asks, unheeded
}

// Avoided reports whether somebody is in a team with a member whom they avoid, whatever rules there are.
func (in Input) Avoided(division [][]int) bool {
	return slices.ContainsFunc(in.shunned(), func(c survey.Column) bool {
		people, _ := c.Values.(survey.People)
		return slices.ContainsFunc(division, func(members []int) bool {
			return slices.ContainsFunc(members, func(i int) bool {
				return slices.ContainsFunc(people.Of[i], func(j int) bool { return slices.Contains(members, j) })
			})
		})
	})
}

// Confided returns the input by which a division is mended of avoidances: with the rules that are disclosed, and beside them, as must-rules from the
// number on, that nobody gets whom they avoid, whatever cards there are. What is answered to sensitive questions has no part in it.
func (in Input) Confided() (_ Input, from int) {
	shunned := in.shunned()
	in = in.Disclosed()
	from = len(in.Rules)
	for _, c := range shunned {
		in.Rules = append(in.Rules, Rule{Kind: Wishes, Column: c.Name, AvoidColumn: c.Name, AtLeast: new(0), Strength: Must})
	}
	return in, from
}
