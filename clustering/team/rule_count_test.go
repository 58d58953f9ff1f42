package team

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dure/survey"
)

// some answers of every type that a rule on counts can be on, the fourth or fifth of them none.
func countable() survey.Table {
	levels := survey.Options{Names: []string{"never", "rarely", "often", "always"}, Of: []int{0, 1, 2, 3, -1, 1}}
	return survey.Table{N: 6, Columns: []survey.Column{
		{Name: "level", Values: survey.Levels{Options: levels, Low: 1}},
		{Name: "number", Values: survey.Numbers{1, 2, 3, math.NaN(), 5, 5.5}},
		{Name: "option", Values: survey.Options{Names: []string{"A", "B", "10"}, Of: []int{0, 1, 2, -1, 0, 1}}},
		{Name: "set", Values: survey.Sets{Names: []string{"x", "y"}, Of: [][]int{{0}, {1}, {0, 1}, nil, nil, {0}}}},
	}}
}

func TestWhoHasAValue(t *testing.T) {
	for _, c := range []struct {
		column, op, value string
		want              []uint8
	}{
		{"level", "", "rarely", []uint8{0, 1, 0, 0, 0, 1}},
		{"level", ">=", "rarely", []uint8{0, 1, 1, 1, 0, 1}},
		{"level", "<", "often", []uint8{1, 1, 0, 0, 0, 1}},
		{"level", ">", "always", []uint8{0, 0, 0, 0, 0, 0}},
		{"level", "<=", " always ", []uint8{1, 1, 1, 1, 0, 1}},
		{"level", "!=", "rarely", []uint8{1, 0, 1, 1, 0, 0}},
		{"level", "!=", "", []uint8{1, 1, 1, 1, 0, 1}},
		{"level", ">=", "3", []uint8{0, 0, 1, 1, 0, 0}}, // the first is called 1
		{"number", "=", "5", []uint8{0, 0, 0, 0, 1, 0}},
		{"number", "", "5.0", []uint8{0, 0, 0, 0, 1, 0}},
		{"number", "!=", "5", []uint8{1, 1, 1, 0, 0, 1}},
		{"number", ">", "2", []uint8{0, 0, 1, 0, 1, 1}},
		{"number", "<=", "2", []uint8{1, 1, 0, 0, 0, 0}},
		{"number", "=", "", []uint8{0, 0, 0, 1, 0, 0}},
		{"option", "=", "A", []uint8{1, 0, 0, 0, 1, 0}},
		{"option", "=", " A ", []uint8{1, 0, 0, 0, 1, 0}},
		{"option", "=", "ａ", []uint8{1, 0, 0, 0, 1, 0}}, // another spelling
		{"level", ">=", "Rarely ", []uint8{0, 1, 1, 1, 0, 1}},
		{"dash", "=", "-", []uint8{1, 0, 1, 0, 0, 1}}, // an answer here, besides which two have none
		{"dash", "!=", "-", []uint8{0, 1, 0, 0, 0, 0}},
		{"dash", "=", "", []uint8{0, 0, 0, 1, 1, 0}},
		{"option", "=", "10.0", []uint8{0, 0, 1, 0, 0, 0}},
		{"option", ">=", "9", []uint8{0, 0, 1, 0, 0, 0}},
		{"option", "=", "N/A", []uint8{0, 0, 0, 1, 0, 0}},
		{"option", "!=", "B", []uint8{1, 0, 1, 0, 1, 0}},
		{"set", "=", "x", []uint8{1, 0, 1, 0, 0, 1}},
		{"set", "!=", "x", []uint8{0, 1, 0, 0, 0, 0}},
		{"set", "", "", []uint8{0, 0, 0, 1, 1, 0}},
	} {
		column, _ := countable().Column(c.column)
		if c.column == "dash" {
			column.Values = survey.Options{Names: []string{"-", "y"}, Of: []int{0, 1, 0, -1, -1, 0}}
		}
		if got := having(column, c.op, c.value); !slices.Equal(got, c.want) {
			t.Errorf("%s %s %q has %v, want %v", c.column, c.op, c.value, got, c.want)
		}
	}
}

func TestLimitsOfACount(t *testing.T) {
	for _, c := range []struct {
		name        string
		rule        Rule
		size, count int
		score       float64
		ok          bool
	}{
		{"none of one", Rule{AtLeast: new(1)}, 4, 0, 0, false},
		{"one of two", Rule{AtLeast: new(2)}, 4, 1, 0.75, false},
		{"two of two", Rule{AtLeast: new(2)}, 4, 2, 1, true},
		{"all, though none are asked for", Rule{AtLeast: new(0)}, 4, 4, 1, true},
		{"two too many of three", Rule{AtMost: new(1)}, 4, 3, 1 - 4./9, false},
		{"all, where none may be", Rule{AtMost: new(0)}, 4, 4, 0, false},
		{"more allowed than there are", Rule{AtMost: new(9)}, 3, 3, 1, true},
		{"exactly", Rule{Exactly: new(2)}, 5, 2, 1, true},
		{"one over exactly", Rule{Exactly: new(2)}, 5, 3, 1 - 1./9, false},
		{"one short of exactly", Rule{Exactly: new(2)}, 5, 1, 0.75, false},
		{"exactly none", Rule{Exactly: new(0)}, 3, 0, 1, true},
		{"below a range", Rule{AtLeast: new(1), AtMost: new(2)}, 4, 0, 0, false},
		{"in a range", Rule{AtLeast: new(1), AtMost: new(2)}, 4, 2, 1, true},
		{"above a range", Rule{AtLeast: new(1), AtMost: new(2)}, 4, 3, 0.75, false},
		{"a team of the size", Rule{AtLeast: new(1), TeamSize: 3}, 3, 0, 0, false},
		{"a team of another size", Rule{AtLeast: new(1), TeamSize: 3}, 4, 0, 1, true},
		{"a larger team, of which it is too", Rule{AtLeast: new(1), TeamSize: 3, OrMore: true}, 4, 0, 0, false},
		{"a smaller team", Rule{AtLeast: new(1), TeamSize: 3, OrMore: true}, 2, 0, 1, true},
		{"an empty team", Rule{AtLeast: new(1)}, 0, 0, 1, true},
	} {
		got := c.rule.limited(c.size, c.count)
		if !near(got.score, c.score) || got.ok != c.ok || got.value != b2f(c.ok) {
			t.Errorf("%s: %d of %d score %v, kept %v, value %v; want %v and %v", c.name, c.count, c.size, got.score, got.ok, got.value, c.score, c.ok)
		}
	}
}

func TestCountChecks(t *testing.T) {
	for _, c := range []struct {
		rule Rule
		want string
	}{
		{Rule{AtLeast: new(3), AtMost: new(1)}, "rule_count_empty"},
		{Rule{AtLeast: new(1), AtMost: new(1)}, "<nil>"},
		{Rule{AtLeast: new(1), Exactly: new(1)}, "rule_count_limits"},
		{Rule{AtMost: new(-1)}, "rule_count_negative"},
		{Rule{AtMost: new(1), Op: "≥"}, "rule_op_unknown"},
		{Rule{AtMost: new(1), Op: "!=", Value: "often"}, "<nil>"},
		{Rule{AtMost: new(1), Op: ">=", Value: "often"}, "<nil>"},
		{Rule{AtMost: new(1), Op: ">=", Value: "weekly"}, "rule_value_not_number"},
		{Rule{AtMost: new(1), Op: "<", Value: ""}, "rule_value_not_number"},
	} {
		c.rule.Kind, c.rule.Column = Count, "level"
		_, err := read(Input{Table: countable(), Rules: []Rule{c.rule}})
		if reason(err) != c.want {
			t.Errorf("%s: reason %q, want %q", inJSON(c.rule), reason(err), c.want)
		}
	}
	if sign, none := OpSign(">="), OpSign("~"); sign != "≥" || none != "~" {
		t.Errorf("the signs are %s and %s, want ≥ and, of what is none, the same", sign, none)
	}
}

// What asks for less is tried from the mildest change on.
func TestMilderCounts(t *testing.T) {
	for _, c := range []struct {
		rule Rule
		want []Change
	}{
		{Rule{Exactly: new(2)}, []Change{{Kind: "exactly", Was: 2, Count: 1}, {Kind: "exactly", Was: 2, Count: 3}, {Kind: "exactly", Was: 2, Count: 0}, {Kind: "exactly", Was: 2, Count: 4}}},
		{Rule{AtLeast: new(2), AtMost: new(2)}, []Change{{Kind: "at_least", Was: 2, Count: 1}, {Kind: "at_least", Was: 2, Count: 0}, {Kind: "at_most", Was: 2, Count: 3}, {Kind: "at_most", Was: 2, Count: 4}}},
		{Rule{AtLeast: new(1_000_000)}, []Change{{Kind: "at_least", Was: 1_000_000, Count: 4}, {Kind: "at_least", Was: 1_000_000, Count: 3}, {Kind: "at_least", Was: 1_000_000, Count: 2}, {Kind: "at_least", Was: 1_000_000, Count: 1}}},
		{Rule{AtMost: new(4)}, nil},
	} {
		var got []Change
		for _, m := range Count.kind().(relaxer).milder(c.rule, 4) {
			got = append(got, m.change)
			least, most := m.rule.limits(4)
			if m.change.Count != least && m.change.Count != most {
				t.Errorf("%s: the way %+v has the limits %d and %d", inJSON(c.rule), m.change, least, most)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s in teams of 4: ways %+v, want %+v", inJSON(c.rule), got, c.want)
		}
	}
}

func TestFactsOfCounts(t *testing.T) {
	in := Input{Table: table("c\nA\nA\nA\nB\nB\nA")}
	teams := [][]int{{0, 1, 2, 3}, {4, 5}}
	checkFact(t, "too few", factOf(t, in, Rule{Kind: Count, Column: "c", Value: "A", AtLeast: new(4)}, teams), "fact_team_short", "Count", 3, "Least", 4, "Op", "=")
	checkFact(t, "too many", factOf(t, in, Rule{Kind: Count, Column: "c", Value: "A", AtMost: new(2)}, teams), "fact_team_over", "Count", 3, "Most", 2)
	checkFact(t, "as many as wanted", factOf(t, in, Rule{Kind: Count, Columns: []string{"c"}, Value: "B", Exactly: new(1)}, teams), "fact_team_keeps", "Count", 1, "Column", "c", "Value", "B")
	checkFact(t, "other sizes only", factOf(t, in, Rule{Kind: Count, Column: "c", Value: "B", AtLeast: new(9), TeamSize: 2}, teams), "fact_team_size_other", "Size", 2)
	checkFact(t, "one alone", factOf(t, in, Rule{Kind: NeverAlone, Column: "c", Value: "B"}, teams), "fact_team_alone", "Count", 1)
	checkFact(t, "none alone", factOf(t, in, Rule{Kind: NeverAlone, Column: "c", Value: "A"}, teams), "fact_team_not_alone", "Count", 3)
}

// Four of a kind in three teams that want two each: one team has to do with one, or one with none.
func TestDealsOfACount(t *testing.T) {
	three := frame{sizes: []int{2, 2, 2}, lo: []int{2, 2, 2}, hi: []int{2, 2, 2}}
	wide := frame{sizes: []int{3, 3}, lo: []int{2, 2}, hi: []int{4, 4}}
	two, never := Rule{AtLeast: new(2)}, func(_, n int) outcome { return outcomeOf(0, b2f(n != 1), n != 1) }
	for _, c := range []struct {
		name  string
		rate  func(size, count int) outcome
		f     frame
		total int
		with  mixture
		worst float64
		sum   float64
	}{
		{"four", two.limited, three, 4, mixture{}, 0.75, 2.5},
		{"six", two.limited, three, 6, mixture{}, 1, 3},
		{"none", two.limited, three, 0, mixture{}, 0, 0},
		{"four, of whom two stay together", two.limited, three, 4, mixture{2, 0}, 0.75, 2.5},
		{"four, one of whom stays with another", two.limited, three, 4, mixture{1, 1}, 0.75, 2.5},
		{"five, one of whom stays with another", two.limited, three, 5, mixture{1, 1}, 0.75, 2.75},
		{"three who may not be alone", never, three, 3, mixture{}, 0, 2},
		{"three in teams of any size", never, wide, 3, mixture{}, 1, 2},
		{"three, beside three others who stay together in the larger team", two.limited, frame{sizes: []int{2, 4, 2}, lo: []int{2, 4, 2}, hi: []int{2, 4, 2}}, 3, mixture{0, 3}, 0.75, 2.25},
		{"three, of whom one stays with three others", never, wide, 3, mixture{1, 3}, 0, 1},
	} {
		m := &tally{rate: c.rate}
		if worst, sum := m.worstDeal(c.f, c.total, c.with), m.meanDeal(c.f, c.total, c.with); !near(worst, c.worst) || !near(sum, c.sum) {
			t.Errorf("%s: the worst team has at best %v, all have %v; want %v and %v", c.name, worst, sum, c.worst, c.sum)
		}
	}
}

// Bounds know of what members hold who stay together, of their own section, and of no more than so many sorts.
func TestSortsOfMembersWhoStayTogether(t *testing.T) {
	p := &problem{section: []int{1, 1, 1, 1}, blocks: [][]int32{{0, 1}, {1, 2, 3}, {0, 1}}}
	m := &tally{is: []uint8{1, 1, 0, 0}}
	if got, want := m.blockKinds(p, 1), []mixture{{}, {2, 0}, {1, 2}}; !slices.Equal(got, want) {
		t.Errorf("a pair of the kind, twice, and one with two others are the sorts %v, want %v", got, want)
	}
	if got := m.blockKinds(p, 0); len(got) != 1 {
		t.Errorf("in a section where nobody stays together there are the sorts %v", got)
	}
	for i := range 2 * maxBlockKinds {
		p.blocks = append(p.blocks, slices.Repeat([]int32{0}, i+3))
	}
	if got := m.blockKinds(p, 1); len(got) != 1+maxBlockKinds {
		t.Errorf("of many sorts bounds look at %d, want at %d and at nobody", len(got)-1, maxBlockKinds)
	}
}

// The worst team counts nine tenths of its best, and the bound of four of six in teams of two is what the best division scores.
func TestScaleAndBoundOfACount(t *testing.T) {
	in := Input{Table: table("c\nA\nA\nA\nA\nB\nB"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Count, Column: "c", Value: "A", AtLeast: new(2)}}}
	f := testFormer(t, in)
	c := f.p.rules[0]
	if got := f.scales[0].ceiling; !near(got, 0.75) {
		t.Errorf("no worst team scores more than %v, want 0.75", got)
	}
	want := 0.9*0.75 + (1-0.9*0.75)*(1+0.75+0.75)/3
	bound, known := c.bound(bounding{f.p, c, f.plan, f.scales[0], true})
	best := scoredBy(t, in, in.Rules[0], [][]int{{0, 1}, {2, 4}, {3, 5}})
	if !known || !near(bound, want) || !near(best.Rules[0].Score, want) {
		t.Errorf("the bound is %v, the best division scores %v; want %v for both", bound, best.Rules[0].Score, want)
	}
	if m := c.measure.(counted); m.dealable(f.p, 0, limitsOf(f.plan[0])) {
		t.Error("four are said to be enough for two in each of three teams")
	}
}

// It is noted where nobody gave the answer that a rule is about, and with which there are; not of no answer, nor of a number to be reached.
func TestAnswersThatNobodyGave(t *testing.T) {
	in := Input{Table: table("Gender,Year\nman,1\nwoman,2\nman,\n,3")}
	for _, c := range []struct {
		rule Rule
		want []string // answers that are named
	}{
		{Rule{Kind: Count, Column: "Gender", Value: "women", AtMost: new(1), Strength: Must}, []string{"man", "woman"}},
		{Rule{Kind: Count, Column: "Gender", Op: "!=", Value: "women", AtLeast: new(1)}, []string{"man", "woman"}},
		{Rule{Kind: Count, Column: "Year", Value: "4", AtMost: new(1)}, []string{"1", "2", "3"}},
		{Rule{Kind: NeverAlone, Column: "Gender", Value: "Female"}, []string{"man", "woman"}},
		{Rule{Kind: NeverAlone, Column: "Gender", Value: " WOMAN"}, nil},
		{Rule{Kind: Count, Column: "Gender", Value: "-", AtMost: new(1)}, nil},
		{Rule{Kind: Count, Column: "Year", Op: ">", Value: "5", AtMost: new(1)}, nil},
	} {
		in.Rules = []Rule{{Kind: Match, Column: "Gender"}, c.rule}
		p, err := Evaluate(in, [][]int{{0, 1}, {2, 3}})
		if err != nil {
			t.Fatal(inWords(err))
		}
		if c.want == nil && len(p.Notes) > 0 || c.want != nil && len(p.Notes) != 1 {
			t.Errorf("%s: noted is %v, want a note: %v", inJSON(c.rule), p.Notes, c.want != nil)
			continue
		}
		for _, n := range p.Notes {
			if diff := cmp.Diff(c.want, n.Args["Values"]); n.Key != Unheard || n.Args["Rule"] != 2 || diff != "" {
				t.Errorf("%s: noted is %v, want %s of rule 2 with %v", inJSON(c.rule), n, Unheard, c.want)
			}
		}
	}
}

// The best worst team is what dealing one team after another finds, which keeps the best of every number dealt so far.
func TestWorstDealIsTheBestOfAllDeals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rates := rapid.SliceOfN(rapid.Float64Range(0, 1), 36, 36).Draw(t, "rates")
		m := &tally{rate: func(size, count int) outcome { return outcomeOf(0, rates[6*size+count], true) }}
		var f frame
		for range rapid.IntRange(1, 4).Draw(t, "teams") {
			lo := rapid.IntRange(1, 3).Draw(t, "least")
			f.lo, f.hi = append(f.lo, lo), append(f.hi, lo+rapid.IntRange(0, 2).Draw(t, "more"))
		}
		f.sizes = f.lo
		total := rapid.IntRange(0, 12).Draw(t, "total")
		with := mixture{rapid.IntRange(0, 2).Draw(t, "kind"), rapid.IntRange(0, 1).Draw(t, "others")}
		type dealt struct {
			n    int
			held bool
		}
		best := map[dealt]float64{{0, false}: math.Inf(1)}
		for _, of := range m.bests(f, with) {
			next := map[dealt]float64{}
			for so, worst := range best {
				for k := range of[0] {
					for held, score := range map[bool]float64{so.held: of[0][k], true: of[1][k]} {
						if so.held && held {
							score = of[0][k]
						}
						to := dealt{so.n + k, held}
						if was, ok := next[to]; !ok || was < min(worst, score) {
							next[to] = min(worst, score)
						}
					}
				}
			}
			best = next
		}
		want, ok := best[dealt{total, true}]
		if !ok {
			want = math.Inf(-1)
		}
		if got := m.worstDeal(f, total, with); got != want {
			t.Errorf("%d dealt to teams of %v to %v members, one of which holds %v: the worst scores %v at best, want %v", total, f.lo, f.hi, with, got, want)
		}
	})
}
