package team

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dure/survey"
)

func TestScoresOfWishes(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want int
		score     float64
	}{
		{"the one wished for", 1, 1, 1},
		{"nobody wished for", 0, 1, 0},
		{"one of two", 1, 2, 0.75},
		{"more than asked for", 3, 2, 1},
	} {
		if got := wishScore(c.got, c.want); !near(got, c.score) {
			t.Errorf("%s: score %v, want %v", c.name, got, c.score)
		}
	}
}

// A team in which somebody is avoided scores less than any in which nobody is, and the less the more are, whatever wishes come true in
// either; a rule that asks of no avoidances scores wishes from 0 to 1.
func TestAnAvoidanceWeighsMoreThanAllWishes(t *testing.T) {
	of := func(confides bool, broken int, wishes float64) outcome {
		return wishTally{wished: 2, met: int(2 * wishes), broken: broken, score: 2 * wishes}.outcome(confides)
	}
	for broken := range 20 {
		if best, worst := of(true, broken+1, 1).score, of(true, broken, 0).score; best >= worst || best <= 0 {
			t.Errorf("with %d avoidances broken and all wishes met a team scores %v, with %d and none met %v", broken+1, best, broken, worst)
		}
		if all, half := of(true, broken, 1).score, of(true, broken, 0.5).score; all <= half || half <= of(true, broken, 0).score || all > 1 {
			t.Errorf("of teams with %d avoidances broken one with half of the wishes met scores %v, with all %v", broken, half, all)
		}
	}
	if all, none := of(true, 0, 1).score, of(false, 0, 0).score; all != 1 || none != 0 {
		t.Errorf("with all wishes met and nobody avoided a team scores %v, want 1; where avoidances do not count one with none met scores %v, want 0", all, none)
	}
}

// Where one wishes for somebody who avoids them, they are kept apart, also if that leaves the wishes of whole teams unmet; and of what
// cannot all be kept, as few avoidances are broken as can be.
func TestAvoidersAreKeptApart(t *testing.T) {
	for _, c := range []struct {
		name            string
		wished, avoided [][]int
		broken          int
	}{
		{"one who is wished by whom they avoid", [][]int{{1}, {}, {}, {}}, [][]int{{}, {0}, {}, {}}, 0},
		{"one avoidance against four wishes", [][]int{{1}, {0}, {3}, {2}, {}, {}}, [][]int{{}, {}, {}, {}, {5}, {}}, 0},
		{"one who avoids all, and two who wish for each other's mates", [][]int{{}, {2}, {1}, {}}, [][]int{{1, 2, 3}, {}, {}, {2}}, 1},
	} {
		for _, strength := range []Strength{Must, Should} {
			in := wishing(c.wished, c.avoided)
			in.Sizes, in.Rules = Sizes{Ideal: 2}, []Rule{{Kind: Wishes, Column: "wants", AvoidColumn: "avoids", Strength: strength}}
			p, err := Propose(t.Context(), in, Options{Moves: 20_000}, nil)
			if err != nil {
				t.Fatal(inWords(err))
			}
			broken, at := 0, p.Assignment(len(c.wished))
			for i, those := range c.avoided {
				for _, j := range those {
					broken += int(b2f(at[i] == at[j]))
				}
			}
			if broken != c.broken {
				t.Errorf("%s, as a %s: %d avoidances are broken in %v, want %d", c.name, strength, broken, p.Divisions(), c.broken)
			}
		}
	}
}

// wishing is a table of who wishes and who avoids whom, by row.
func wishing(wished, avoided [][]int) Input {
	said := make([]string, len(wished))
	return Input{Table: survey.Table{N: len(wished), Columns: []survey.Column{
		{Name: "wants", Aside: survey.AsidePeople, Values: survey.People{Of: wished, Said: said}},
		{Name: "avoids", Aside: survey.AsidePeople, Values: survey.People{Of: avoided, Said: said}},
	}}}
}

func TestWishesOfTeams(t *testing.T) {
	in := wishing([][]int{{1}, {0, 2}, {3}, nil, nil, {4}}, [][]int{nil, {3}, nil, {0}, {5}, nil})
	for _, c := range []struct {
		name   string
		rule   Rule
		team   []int
		score  float64
		value  float64
		ok     bool
		wished int
		met    int
	}{
		{"both have their wish", Rule{}, []int{0, 1}, 1, 2, true, 2, 2},
		{"one has a wish", Rule{}, []int{1, 2, 4}, 0.5, 1, false, 2, 1},
		{"nobody wished", Rule{}, []int{3, 4}, 1, 0, true, 0, 0},
		{"alone with a wish", Rule{}, []int{0}, 0, 0, false, 1, 0},
		{"one of two who wished for two, the other wished for one", Rule{AtLeast: new(2)}, []int{0, 1}, (1 + 0.75) / 2, 1, false, 2, 1},
		{"three asked for of those who wished for fewer", Rule{AtLeast: new(3)}, []int{0, 1, 2, 3}, 1, 3, true, 3, 3},
		{"no wishes are asked for, and none came true", Rule{AtLeast: new(0)}, []int{0, 2}, 1, 0, true, 2, 0},
		{"whom one avoids, who wished for nobody there", Rule{AvoidColumn: "avoids"}, []int{4, 5}, 0.25 / 2, 1, false, 1, 1},
		{"a wish unmet where nobody avoided is there", Rule{AvoidColumn: "avoids"}, []int{1, 2, 4}, 0.25 + 0.75*2/3, 1, false, 2, 1},
		{"nobody wished, and nobody avoided is there", Rule{AvoidColumn: "avoids"}, []int{3, 4}, 1, 0, true, 0, 0},
		{"nobody avoided is there", Rule{AvoidColumn: "avoids"}, []int{0, 1, 4}, 1, 2, true, 2, 2},
		{"two who wish each other", Rule{Mutual: true}, []int{0, 1}, 1, 2, true, 2, 2},
		{"a wish that is not returned", Rule{Mutual: true}, []int{2, 3}, 1, 0, true, 0, 0},
		{"a wish that is returned elsewhere", Rule{Mutual: true}, []int{1, 2}, 0, 0, false, 1, 0},
		{"an avoided mate beside a wished one", Rule{AvoidColumn: "avoids"}, []int{0, 1, 3}, 0.25 / 3, 2, false, 2, 2},
	} {
		c.rule.Kind, c.rule.Column = Wishes, "wants"
		others := slices.DeleteFunc(count(6), func(i int) bool { return slices.Contains(c.team, i) })
		p := scoredBy(t, in, c.rule, [][]int{c.team, others})
		if got := p.Teams[0]; !near(got.Scores[0], c.score) || got.Values[0] != c.value || got.OK[0] != c.ok {
			t.Errorf("%s: score %v, value %v, kept %v; want %v, %v, %v", c.name, got.Scores[0], got.Values[0], got.OK[0], c.score, c.value, c.ok)
		}
		checkFact(t, c.name, factOf(t, in, c.rule, [][]int{c.team, others}), "fact_team_wishes", "Count", c.met, "Wished", c.wished, "Gone", 0, "Unclear", 0, "NotUnderstood", 0)
	}
}

// misread is a table as [wishing], in which further names of every member were not understood.
func misread(wished, avoided [][]int, lost int) Input {
	in := wishing(wished, avoided)
	for j, c := range in.Table.Columns {
		people := c.Values.(survey.People)
		people.Mentions = slices.Repeat([][]survey.Mention{slices.Repeat([]survey.Mention{{Text: "?", Reason: survey.AsNobody}}, lost)}, len(wished))
		in.Table.Columns[j].Values = people
	}
	return in
}

// A name that nobody understood counts for nobody: every score is as if it were not there, and it is only said that it is.
func TestNamesThatAreNotUnderstood(t *testing.T) {
	wished, avoided := [][]int{{1}, nil, {3}, nil, nil, nil}, [][]int{nil, {4}, nil, nil, nil, nil}
	teams := [][]int{{0, 1, 4}, {2, 3, 5}}
	rules := []Rule{{Kind: Wishes, Column: "wants", AvoidColumn: "avoids", Strength: Must}, {Kind: Wishes, Column: "wants", AtLeast: new(2)}}
	score := func(lost int) Proposal {
		in := misread(wished, avoided, lost)
		in.Rules = rules
		p, err := Evaluate(in, teams)
		if err != nil {
			t.Fatal(inWords(err))
		}
		return p
	}
	with, without := score(2), score(0)
	if want := (NotUnderstood{Wishes: 12, Avoidances: 12}); with.NotUnderstood != want {
		t.Errorf("of two names more in each of six members' wishes and avoidances %+v were not understood, want %+v: two rules on one column count once", with.NotUnderstood, want)
	}
	if without.NotUnderstood != (NotUnderstood{}) {
		t.Errorf("where all was understood, %+v was not", without.NotUnderstood)
	}
	with.NotUnderstood = NotUnderstood{}
	for t := range with.Teams {
		with.Teams[t].Unknown, with.Teams[t].Partly = nil, nil
	}
	if diff := cmp.Diff(without, with); diff != "" {
		t.Errorf("names that are nobody's change the scores (-without +with):\n%s", diff)
	}
	in := misread(wished, avoided, 2)
	checkFact(t, "of three members one wished for somebody, and all for names that are nobody's", factOf(t, in, rules[0], teams), "fact_team_wishes", "Count", 1, "Wished", 3, "Gone", 0, "Unclear", 2, "NotUnderstood", 6)
}

// Who wished only for members who take no part, or whom nobody understood, has wished all the same.
func TestWishesForWhoIsInNoTeam(t *testing.T) {
	in := wishing([][]int{{1, 6}, nil, {6}, {4}, nil, nil, nil}, make([][]int, 7))
	people := in.Table.Columns[0].Values.(survey.People)
	people.Mentions = [][]survey.Mention{nil, nil, nil, nil, {{Text: "?", Reason: survey.AsNobody}}, nil, nil}
	in.Table.Columns[0].Values = people
	in.Table = in.Table.Pick(count(6))
	in.Rules = []Rule{{Kind: Wishes, Column: "wants", AtLeast: new(3), Strength: Must}}
	d, err := Open(in, [][]int{{0, 1, 2}, {3, 4, 5}})
	if err != nil {
		t.Fatal(inWords(err))
	}
	checkFact(t, "the first team", d.ExplainTeams()[0][0], "fact_team_wishes", "Count", 0, "Wished", 2, "Gone", 2, "Unclear", 0, "NotUnderstood", 0)
	checkFact(t, "the second team", d.ExplainTeams()[1][0], "fact_team_wishes", "Count", 1, "Wished", 2, "Gone", 0, "Unclear", 1, "NotUnderstood", 1)
	checkFact(t, "all teams", Fact{Message: d.ExplainRules()[0]}, "fact_rule_wishes", "Met", 1, "Wished", 4, "Count", 6, "Gone", 2, "Unclear", 1, "NotUnderstood", 1)
}

// A team in which somebody wished only for who is in no team neither keeps the rule nor breaks it: no division could.
func TestNoTeamKeepsAWishForWhoIsInNone(t *testing.T) {
	in := wishing([][]int{{1, 6}, nil, {6}, {4}, nil, nil, nil}, make([][]int, 7))
	in.Table = in.Table.Pick(count(6))
	for least, want := range map[int][][]int{1: {nil, {0}, nil}, 2: {nil, {0}, nil}} {
		p := scoredBy(t, in, Rule{Kind: Wishes, Column: "wants", AtLeast: &least}, [][]int{{0, 1}, {2, 5}, {3, 4}})
		known := 0
		for k, team := range p.Teams {
			if want[k] == nil {
				known++
			}
			if !slices.Equal(team.Unknown, want[k]) {
				t.Errorf("with %d wishes asked for, team %d does not know of the rules %v, want %v", least, k+1, team.Unknown, want[k])
			}
		}
		if ok, of := p.Known(0); ok == nil || *ok != known || of != known {
			t.Errorf("with %d wishes asked for, %v of %d teams keep the rule, want %d of %d", least, ok, of, known, known)
		}
	}
}

// Of a team in which it hangs on a name that nobody understood whether it keeps the rule, that is not known, and it counts neither as keeping it nor
// as breaking it. One in which nobody wished keeps it.
func TestTeamsOfWishesThatAreNotUnderstood(t *testing.T) {
	in := wishing([][]int{{1}, nil, nil, nil, {5}, nil}, [][]int{nil, nil, nil, {5}, nil, nil})
	nobody := survey.Mention{Text: "?", Reason: survey.AsNobody}
	for k, lost := range [][][]survey.Mention{{nil, nil, {nobody}, nil, {nobody}, nil}, {nil, {nobody}, nil, nil, nil, nil}} {
		people := in.Table.Columns[k].Values.(survey.People)
		people.Mentions = lost
		in.Table.Columns[k].Values = people
	}
	for _, c := range []struct {
		rule      Rule
		teams     [][]int
		unknown   [][]int
		ok, known int
	}{
		{Rule{}, [][]int{{0, 1}, {2, 3}, {4, 5}}, [][]int{nil, {0}, nil}, 2, 2},
		{Rule{}, [][]int{{0, 1, 2}, {3, 4, 5}}, [][]int{nil, nil}, 2, 2},
		{Rule{AtLeast: new(2)}, [][]int{{0, 1}, {2, 3}, {4, 5}}, [][]int{nil, {0}, nil}, 2, 2},
		{Rule{Mutual: true}, [][]int{{0, 1}, {2, 3, 4, 5}}, [][]int{nil, {0}}, 1, 1},
		{Rule{}, [][]int{{0, 2}, {1, 3}, {4, 5}}, [][]int{nil, nil, nil}, 2, 3},
		{Rule{AvoidColumn: "avoids"}, [][]int{{0, 1, 4}, {2, 3, 5}}, [][]int{nil, nil}, 0, 2},
		{Rule{AvoidColumn: "avoids", AtLeast: new(0)}, [][]int{{0, 1}, {2, 3}, {4, 5}}, [][]int{{0}, nil, nil}, 2, 2},
	} {
		c.rule.Kind, c.rule.Column = Wishes, "wants"
		p := scoredBy(t, in, c.rule, c.teams)
		var got [][]int
		for _, g := range p.Teams {
			got = append(got, g.Unknown)
		}
		if ok, of := p.Known(0); !cmp.Equal(got, c.unknown) || *ok != c.ok || of != c.known {
			t.Errorf("by %s of %v the rules %v are unknown, and %d of %d teams keep it; want %v, and %d of %d", inJSONText(c.rule), c.teams, got, *ok, of, c.unknown, c.ok, c.known)
		}
	}
}

func TestNotUnderstoodInWords(t *testing.T) {
	for n, want := range map[NotUnderstood]survey.Key{{}: "", {Wishes: 2}: "wishes_not_understood", {Avoidances: 1}: "avoidances_not_understood", {Wishes: 2, Avoidances: 1}: "names_not_understood"} {
		if got := n.Message().Key; got != want {
			t.Errorf("%+v is said as %q, want %q", n, got, want)
		}
	}
}

// Whoever is avoided, what is said of a team is the same.
func TestFactsTellNothingOfAvoidances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 8).Draw(t, "n")
		wished, avoided := make([][]int, n), make([][]int, n)
		for i := range n {
			wished[i] = rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, 2, rapid.ID[int]).Draw(t, "wished")
			avoided[i] = rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, 2, rapid.ID[int]).Draw(t, "avoided")
		}
		teams := [][]int{count(n)[:n/2], count(n)[n/2:]}
		fact := func(avoided [][]int) string {
			in := wishing(wished, avoided)
			in.Rules = []Rule{{Kind: Wishes, Column: "wants", AvoidColumn: "avoids"}}
			d, err := Open(in, teams)
			if err != nil {
				t.Fatalf("%s", inWords(err))
			}
			f := d.ExplainTeams()[0][0]
			return string(f.Key) + inJSONText(f.Args)
		}
		if with, without := fact(avoided), fact(make([][]int, n)); with != without {
			t.Fatalf("with avoidances %v it is said %s, without %s", avoided, with, without)
		}
	})
}

// Two members wish for a third who has room for one beside: one wish stays open, and the bound knows it.
func TestBoundOfWishes(t *testing.T) {
	in := wishing([][]int{{2}, {2}, nil, nil}, make([][]int, 4))
	in.Sizes, in.Rules = Sizes{Ideal: 2}, []Rule{{Kind: Wishes, Column: "wants"}}
	f := testFormer(t, in)
	w := f.p.rules[0].measure.(*wishes)
	// A team whose member lacks a wish loses half a point at least, as it has two members.
	if got := w.meanBound(f.p.sections[0], limitsOf(f.plan[0])); !near(got, 1.5) {
		t.Errorf("the teams' scores add up to %v at most, want 1.5", got)
	}
	flow := newWishFlow(w, f.p.sections[0], 1)
	flow.round++
	first := flow.grant(0)
	flow.round++
	if second := flow.grant(1); !first || second {
		t.Errorf("the first gets a wish: %v, then the second: %v; want one only", first, second)
	}
}

// Where one has another wish, it makes room for who has only this one.
func TestWishesMakeRoom(t *testing.T) {
	in := wishing([][]int{{2, 3}, {2}, nil, nil}, make([][]int, 4))
	p := compiledOne(t, in.Table, Rule{Kind: Wishes, Column: "wants"})
	flow := newWishFlow(p.rules[0].measure.(*wishes), p.sections[0], 1)
	for i := range 2 {
		if flow.round++; !flow.grant(i) {
			t.Errorf("member %d gets no wish, though there is room for both", i+1)
		}
	}
	if !slices.Equal(flow.from[2], []int{1}) || !slices.Equal(flow.from[3], []int{0}) {
		t.Errorf("the third is the wish of %v and the fourth of %v, want the second and the first", flow.from[2], flow.from[3])
	}
}

func TestWishesNeedPeople(t *testing.T) {
	of := wishing(make([][]int, 3), make([][]int, 3)).Table
	of.Columns = append(of.Columns, survey.Column{Name: "x", Values: survey.Numbers{1, 2, 3}})
	for _, c := range []struct {
		rule Rule
		want string
	}{
		{Rule{Column: "x"}, "column_not_people"}, {Rule{Column: "wants", AvoidColumn: "x"}, "column_not_people"},
		{Rule{Column: "none"}, "column_unknown"}, {Rule{Column: "wants", AvoidColumn: "none"}, "column_unknown"}, {Rule{}, "rule_field_missing"},
	} {
		c.rule.Kind = Wishes
		if _, err := read(Input{Table: of, Rules: []Rule{c.rule}}); reason(err) != c.want {
			t.Errorf("%s: reason %q, want %q", inJSON(c.rule), reason(err), c.want)
		}
	}
}

// Of teammates whom nobody wished and somebody avoids there is one card, and it asks for no wish; beside wishes without avoidances there is none of
// its own. Before anybody has answered the card asks for both.
func TestSuggestedCardsOnTeammates(t *testing.T) {
	people := func(name, said string) survey.Column {
		return survey.Column{Name: name, Aside: survey.AsidePeople, Values: survey.People{Of: make([][]int, 2), Said: []string{said, ""}}}
	}
	for _, c := range []struct {
		columns []survey.Column
		want    string
	}{
		{[]survey.Column{people("q1 wished", ""), people("q1 avoided", "Bo")}, `[{"kind":"wishes","column":"q1 wished","at_least":0,"avoid_column":"q1 avoided"}]`},
		{[]survey.Column{people("q1 wished", "Bo"), people("q1 avoided", ""), people("q2 wished", ""), people("q2 avoided", "Bo")},
			`[{"kind":"wishes","column":"q1 wished","at_least":1,"avoid_column":"q2 avoided"}]`},
		{[]survey.Column{people("q1 wished", ""), people("q1 avoided", "")}, `[{"kind":"wishes","column":"q1 wished","at_least":1,"avoid_column":"q1 avoided"}]`},
		{[]survey.Column{people("q1 avoided", "Bo")}, `null`},
	} {
		if got := inJSONText(wishesKind.suggest(survey.Table{N: 2, Columns: c.columns})); got != c.want {
			t.Errorf("on %v the cards are %s, want %s", survey.Table{Columns: c.columns}.Names(), got, c.want)
		}
	}
}

// A team in which one wish is met and another waits for a name, or is for who is in no team, keeps the rule as far as is known: it counts, and what is said of
// it is how many of the wishes that can be known are met and how many wait.
func TestTeamsOfWishesOfWhichSomeAreKnown(t *testing.T) {
	nobody := []survey.Mention{{Text: "?", Reason: survey.AsNobody}}
	for _, c := range []struct {
		name                string
		wished              [][]int
		lost                [][]survey.Mention
		least               int
		asked, had, waiting int
		partly              bool
	}{
		{"another's name waits", [][]int{{1}, nil, nil, nil}, [][]survey.Mention{nil, nil, nobody, nil}, 1, 1, 1, 1, true},
		{"a name more of who has one met", [][]int{{1}, nil, nil, nil}, [][]survey.Mention{nobody, nil, nil, nil}, 2, 1, 1, 1, true},
		{"one is enough", [][]int{{1}, nil, nil, nil}, [][]survey.Mention{nobody, nil, nil, nil}, 1, 1, 1, 0, false},
		{"who is in no team besides", [][]int{{1, 4}, nil, nil, nil}, make([][]survey.Mention, 4), 2, 1, 1, 0, true},
		{"another wished for who is in no team", [][]int{{1}, nil, {4}, nil}, make([][]survey.Mention, 4), 1, 1, 1, 0, true},
	} {
		in := wishing(append(c.wished, nil), make([][]int, 5))
		people := in.Table.Columns[0].Values.(survey.People)
		people.Mentions = append(c.lost, nil)
		in.Table.Columns[0].Values = people
		in.Table = in.Table.Pick(count(4))
		in.Rules = []Rule{{Kind: Wishes, Column: "wants", AtLeast: &c.least, Strength: Must}}
		d, err := Open(in, [][]int{{0, 1, 2, 3}})
		if err != nil {
			t.Fatal(inWords(err))
		}
		p := d.Score()
		checkFact(t, c.name, d.ExplainTeams()[0][0], "fact_team_wishes", "Asked", c.asked, "Had", c.had, "Waiting", c.waiting)
		checkFact(t, c.name, Fact{Message: d.ExplainRules()[0]}, "fact_rule_wishes", "Asked", c.asked, "Had", c.had, "Waiting", c.waiting)
		ok, of := p.Known(0)
		if ok == nil || *ok != 1 || of != 1 || (p.InDoubt(0) == 1) != c.partly || (len(p.Teams[0].Partly) == 1) != c.partly || len(p.Teams[0].Unknown) > 0 {
			t.Errorf("%s: %v of %d teams keep the rule, %d in doubt, in part %v; want 1 of 1, in part %t", c.name, ok, of, p.InDoubt(0), p.Teams[0].Partly, c.partly)
		}
	}
}
