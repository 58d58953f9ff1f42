package team

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dure/clustering/team/search"
	"dure/survey"
	"dure/web/locale"
)

// One suite over every kind of rule, by the list of kinds itself: what a kind lacks, fails here by its name.

// examples are rules of each kind on the table that [drawAnswers] makes, each as one line of JSON that a form can make too.
var examples = map[Kind][]string{
	Balance:      {`"columns": ["q1", "q7 o1"]`},
	Match:        {`"column": "q2"`, `"column": "q3"`},
	Hours:        {`"columns": ["q4"], "min": 1, "want": 3`, `"columns": ["q4"], "min": 2, "block": 2`, `"columns": ["q4"], "min": 2, "in": ["2"]`},
	Wishes:       {`"column": "q5 wished", "avoid_column": "q5 avoided", "at_least": 2`, `"column": "q5 wished"`},
	NeverAlone:   {`"column": "q2", "value": "o1"`, `"column": "q2", "value": "o1", "in": ["1", "3"]`},
	Count:        {`"column": "q2", "value": "o1", "at_least": 1`, `"column": "q1", "op": ">=", "value": "3", "exactly": 1`, `"column": "q7 o1", "op": "<", "value": "B1", "at_least": 0, "at_most": 2`, `"column": "q3", "value": "o2", "at_most": 1, "team_size": 3`, `"column": "q3", "value": "o2", "at_most": 1, "team_size": 3, "or_more": true`, `"column": "q2", "value": "o1", "at_least": 2, "in": ["2"]`},
	Similar:      {`"columns": ["q1"]`, `"columns": ["q2", "q6"]`},
	Spread:       {`"columns": ["q1", "q2"]`, `"columns": ["q4"]`},
	Mix:          {`"columns": ["q1", "q2"], "k": "2"`, `"columns": ["q1"], "k": "2", "linkage": "ward"`},
	Alike:        {`"columns": ["q1", "q2"]`},
	Ranked:       {`"column": "q6"`, `"column": "q6", "capacity": {"o1": 9, "o2": 20, "o3": 20}`},
	Section:      {`"column": "q2", "merge": [["", "o2"]], "cross": ["o3"], "strength": "should"`},
	Together:     {`"members": ["1", "3"], "strength": "should"`, `"column": "q2", "strength": "could"`, `"members": ["1", "2"]`},
	Apart:        {`"members": ["1", "2", "4"]`, `"column": "q2"`, `"column": "q2", "strength": "may"`},
	NewTeammates: {`"seasons": [7]`, `"teams": [["1", "2", "3"], ["2", "4"]]`},
	Affinity:     {`"pairs": [{"a": "1", "b": "2", "score": 3}, {"a": "2", "b": "3", "score": -1}, {"a": "1", "b": "2", "score": 0.5}]`},
	Answered:     {``, `"at_most": 2`},
	Fit:          {`"model": "club", "share": 0.15`},
}

// eachExample calls do with every example of every kind.
func eachExample(t *testing.T, do func(t *testing.T, r Rule)) {
	t.Helper()
	for k := range examples {
		if !k.Known() {
			t.Errorf("the kind %s has an example and is not in the list of kinds: add it", k)
		}
	}
	for _, k := range Kinds() {
		if len(examples[k]) == 0 {
			t.Errorf("the suite has no example of a rule of the kind %s: add one", k)
		}
		eachOf(t, k, do)
	}
}

// ruleLine is a file of one rule of the kind.
func ruleLine(k Kind, fields string) string {
	return strings.ReplaceAll(fmt.Sprintf(`{"rules": [{"kind": %q, %s}]}`, k, fields), ", }", "}")
}

func eachOf(t *testing.T, k Kind, do func(t *testing.T, r Rule)) {
	t.Helper()
	for i, fields := range examples[k] {
		t.Run(fmt.Sprint(k, i), func(t *testing.T) {
			line := ruleLine(k, fields)
			rules, err := ParseRules(strings.NewReader(line))
			if err != nil {
				t.Fatalf("%s: %s", line, inWords(err))
			}
			do(t, rules[0])
		})
	}
}

// drawAnswers draws the answers of n members to questions of every type, some of them none.
func drawAnswers(t *rapid.T, n int) Input {
	in := answersOf(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "answers"), 0)), n, 0.2)
	in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 2}, {Ideal: 3}, {Teams: 2}}).Draw(t, "sizes")
	return in
}

// answersOf are the answers of n members, each of whom has answered nothing by a chance of none.
func answersOf(rng *rand.Rand, n int, none float64) Input {
	silent := make([]bool, n)
	for i := range silent {
		silent[i] = rng.Float64() < none
	}
	names := []string{"o1", "o2", "o3"}
	numbers, options, sets := make(survey.Numbers, n), survey.Options{Names: names, Of: make([]int, n)}, survey.Sets{Names: names, Of: make([][]int, n)}
	hours := survey.Hours{Of: make([]survey.Week, n), Said: make([]bool, n), Day: survey.WholeWeek}
	people := func() survey.People { return survey.People{Of: make([][]int, n), Said: make([]string, n)} }
	wished, avoided := people(), people()
	ranks := survey.Ranks{Names: names, Of: make([][]int, n)}
	levels := survey.Levels{Options: survey.Options{Names: []string{"A1", "B1", "C1"}, Of: make([]int, n)}}
	texts := make(survey.Texts, n)
	for i := range n {
		numbers[i], options.Of[i], levels.Of[i] = math.NaN(), -1, -1
		if silent[i] {
			continue
		}
		numbers[i], options.Of[i], levels.Of[i], texts[i] = float64(rng.IntN(6)), rng.IntN(3), rng.IntN(3), names[rng.IntN(3)]
		sets.Of[i] = rng.Perm(3)[:rng.IntN(3)]
		slices.Sort(sets.Of[i])
		ranks.Of[i] = rng.Perm(3)[:1+rng.IntN(3)]
		if hours.Said[i] = rng.IntN(4) > 0; hours.Said[i] {
			for k := range 6 {
				if rng.IntN(3) > 0 {
					hours.Of[i].Add(20 + 2*k)
					hours.Of[i].Add(21 + 2*k)
				}
			}
		}
		for _, p := range []survey.People{wished, avoided} {
			for _, j := range rng.Perm(n)[:rng.IntN(3)] {
				if j != i {
					p.Of[i], p.Said[i] = append(p.Of[i], j), "somebody"
				}
			}
		}
	}
	in := Input{Fit: by(fewOdd{})}
	in.Past = func(survey.SeasonID) ([][]int, error) { return [][]int{{0, 1, 2}, {1, 3}}, nil }
	in.Table = survey.Table{N: n, Columns: []survey.Column{{Name: "q1", Values: numbers}, {Name: "q2", Values: options}, {Name: "q3", Values: sets}, {Name: "q4", Values: hours},
		{Name: "q5 wished", Aside: survey.AsidePeople, Values: wished}, {Name: "q5 avoided", Aside: survey.AsidePeople, Values: avoided},
		{Name: "q6", Values: ranks}, {Name: "q7 o1", Values: levels}, {Name: "q8", Aside: survey.AsideText, Values: texts}}}
	return in
}

func members(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprint(i + 1)
	}
	return ids
}

// What the search is told of a rule is worth what the rule says of every team.
func TestTermsAreTheRule(t *testing.T) {
	eachExample(t, func(t *testing.T, r Rule) {
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.IntRange(6, 20).Draw(t, "n")
			in := drawAnswers(t, n)
			in.Rules = []Rule{r, {Kind: Balance, Columns: []string{"q1"}}}
			f := testFormer(t, in)
			s, c := f.section(0), f.p.rules[0]
			s.c = c
			terms := c.terms(s)
			if len(terms) == 0 {
				if _, joins := c.measure.(joiner); !joins || !c.must() {
					t.Fatalf("the search is told nothing of the rule")
				}
				return
			}
			rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "divisions"), 1))
			value, told := divisionWorth(f, s, rng, terms)
			again, toldAgain := divisionWorth(f, s, rng, terms)
			if math.Abs((told-toldAgain)-(value-again)) > 1e-9 {
				t.Fatalf("between two divisions the terms change by %v, the rule by %v", told-toldAgain, value-again)
			}
		})
	})
}

// divisionWorth draws a division and returns what a rule, and what its terms say that it is worth.
func divisionWorth(f *former, s *section, rng *rand.Rand, terms []search.Term) (value, told float64) {
	c, sc := s.c, s.scale()
	groups := make([][]int32, len(s.slots))
	for k, i := range rng.Perm(len(s.members)) {
		groups[k%len(groups)] = append(groups[k%len(groups)], int32(i))
	}
	broken, violated, worst := 0.0, 0.0, 1.0
	for t, g := range groups {
		o := c.of(s.slots[t].number, s.rows(nil, g))
		broken, worst = broken+c.breach(o), min(worst, o.score)
		if c.whole() {
			value += c.w * sc.slope * o.value
			continue
		}
		value += c.w * sc.utility(o.score) / float64(len(groups))
	}
	if c.worstFirst() {
		value += worstShare * c.w * worst
	}
	for _, term := range terms {
		v, violation := term.Eval(groups)
		told, violated = told+v, violated+violation
	}
	if (broken > 0) != (violated > 0) {
		return value, math.NaN()
	}
	return value, told
}

// No division scores more than the bound of its rule.
func TestEveryBoundHolds(t *testing.T) {
	eachExample(t, func(t *testing.T, r Rule) {
		rapid.Check(t, func(t *rapid.T) {
			in := drawAnswers(t, rapid.IntRange(4, 7).Draw(t, "n"))
			in.Rules = []Rule{r}
			p, err := read(in)
			if err != nil {
				t.Fatalf("%s", inWords(err))
			}
			if len(p.sections) > 1 {
				return
			}
			f := testFormer(t, in)
			c := f.p.rules[0]
			bound, known := c.bound(bounding{f.p, c, f.plan, f.scales[0], rapid.Bool().Draw(t, "fine")})
			if !known {
				return
			}
			f.everyDivision(0, func(teams [][]int32) {
				divisions := make([][]int, len(teams))
				for k, g := range teams {
					for _, i := range g {
						divisions[k] = append(divisions[k], int(i))
					}
				}
				out := f.p.evaluateScaled(divisions, f.scales)
				worst := 1.0
				for _, t := range out.Teams {
					worst = min(worst, t.Scores[0])
				}
				if top := f.scales[0].ceiling; !c.whole() && (worst > top+1e-9 || top > 1) {
					t.Fatalf("the worst team of %v scores %v, the best worst team is said to score %v", divisions, worst, top)
				}
				if len(out.Unmet) == 0 && out.Rules[0].Score > clamp(bound)+1e-9 {
					t.Fatalf("%v scores %v, the bound is %v", divisions, out.Rules[0].Score, bound)
				}
			})
		})
	})
}

// What is said of a team has words in every language, and tells of its members only.
func TestEveryFactIsOfItsTeam(t *testing.T) {
	eachExample(t, func(t *testing.T, r Rule) {
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.IntRange(6, 12).Draw(t, "n")
			in := drawAnswers(t, n)
			in.Rules = []Rule{r}
			rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "division"), 2))
			order := rng.Perm(n)
			mine, others := order[:n/2], order[n/2:]
			d, err := Open(in, [][]int{mine, others})
			if err != nil {
				t.Fatalf("%s", inWords(err))
			}
			fact := d.ExplainTeams()[0][0]
			if fact.Key == "" {
				t.Fatalf("the kind %s says nothing of a team", r.Kind)
			}
			if text := locale.InEnglish(fact.Message.Words()); strings.Contains(text, "<no value>") || strings.Contains(text, "_") {
				t.Fatalf("%s says %q", fact.Key, text)
			}
			for name, arg := range fact.Args {
				if id, ok := arg.(Text); ok && !slices.ContainsFunc(mine, func(i int) bool { return fmt.Sprint(i+1) == string(id) }) {
					t.Fatalf("the fact %s of %v names member %s as %s", fact.Key, mine, id, name)
				}
			}
			// The same is said whoever the others are.
			slices.Reverse(others)
			again, _ := Open(in, [][]int{mine, others})
			if diff := cmp.Diff(fact, again.ExplainTeams()[0][0]); diff != "" {
				t.Fatalf("another order of the other team changes the fact:\n%s", diff)
			}
		})
	})
}

// What asks for less is kept where what asks for more is.
func TestMilderRulesAskForLess(t *testing.T) {
	eachExample(t, func(t *testing.T, r Rule) {
		k, ok := r.Kind.kind().(relaxer)
		if !ok {
			return
		}
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.IntRange(6, 12).Draw(t, "n")
			in := drawAnswers(t, n)
			for _, m := range k.milder(r, 4) {
				if m.change.Kind == "exactly" {
					continue // another number is neither more nor less
				}
				in.Rules = []Rule{r, m.rule}
				p := testFormer(t, in).p
				team := divided([][]int{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "team"), 3)).Perm(n)[:4]})[0]
				if hard, mild := p.rules[0].of(0, team), p.rules[1].of(0, team); hard.ok && !mild.ok {
					t.Fatalf("a team that keeps %s breaks %s", inJSON(r), inJSON(m.rule))
				}
			}
		})
	})
}

// Who has answered nothing is the same to every rule as anybody else who has answered nothing, and takes nothing from a team.
func TestNoAnswerMovesNothing(t *testing.T) {
	alone := map[Kind]bool{Hours: true, Wishes: true, NeverAlone: true} // which also say the same of a team with and without such a member
	eachExample(t, func(t *testing.T, r Rule) {
		if len(r.Members)+len(r.Seasons)+len(r.Teams)+len(r.Pairs) > 0 || r.Kind == Fit {
			return // of members, whatever they answered
		}
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.IntRange(7, 12).Draw(t, "n")
			in := drawAnswers(t, n)
			rows := append(count(n-2), -1, -1) // the last two have no answers, and nobody names them
			in.Table = in.Table.Pick(rows[:n-2]).Join(survey.Table{N: 2})
			in.Rules = []Rule{r}
			p, err := read(in)
			if err != nil {
				t.Fatalf("%s", inWords(err))
			}
			p.planFor(make([][]int, 2))
			p.scales(p.frames([]int{2}, []int{n}))
			a, b := int32(n-2), int32(n-1)
			team := divided([][]int{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "team"), 3)).Perm(n - 2)[:3]})[0]
			c := p.rules[0]
			one, other := c.of(0, append(slices.Clone(team), a)), c.of(0, append(slices.Clone(team), b))
			if one != other {
				t.Fatalf("with one member without answers a team is %+v, with another %+v", one, other)
			}
			known := 0
			if h, ok := c.measure.(*hours); ok {
				for _, i := range team {
					known += int(b2f(h.said[i]))
				}
			}
			if before := c.of(0, team); alone[r.Kind] && (r.Kind != Hours || known >= 2) && before != one {
				t.Fatalf("a member without answers makes a team %+v, which was %+v", one, before)
			}
		})
	})
}

// A team can keep a rule and break it, if the kind says that it can be broken, and else never does.
func TestEveryKindIsKeptAndBroken(t *testing.T) {
	for _, k := range Kinds() {
		kept, broken := 0, 0
		eachOf(t, k, func(t *testing.T, r Rule) {
			rapid.Check(t, func(t *rapid.T) {
				n := rapid.IntRange(5, 12).Draw(t, "n")
				in := drawAnswers(t, n)
				in.Rules = []Rule{r}
				teams := make([][]int, 2)
				for i, to := range rapid.SliceOfN(rapid.IntRange(0, 1), n, n).Draw(t, "teams") {
					teams[to] = append(teams[to], i)
				}
				p, err := Evaluate(in, teams)
				if err != nil {
					t.Fatalf("%s", inWords(err))
				}
				for _, team := range p.Teams {
					if team.OK[0] {
						kept++
					} else {
						broken++
					}
				}
			})
		})
		if can := bool(k.kind().about().keeping); kept == 0 || can != (broken > 0) {
			t.Errorf("teams keep the examples of %s %d times and break them %d times; it can be broken: %v", k, kept, broken, can)
		}
	}
}
