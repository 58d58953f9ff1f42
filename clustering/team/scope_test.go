package team

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
	"dure/web/locale"
)

// narrowRule draws a rule of a kind that may hold for some teams only, and for which.
func narrowRule(t *rapid.T) Rule {
	var lines []string
	for _, k := range Kinds() {
		for _, fields := range examples[k] {
			if k.Narrows() && !strings.Contains(fields, `"in"`) {
				lines = append(lines, ruleLine(k, fields))
			}
		}
	}
	rules, err := ParseRules(strings.NewReader(rapid.SampledFrom(lines).Draw(t, "rule")))
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	r := rules[0]
	r.Strength = rapid.SampledFrom([]Strength{Must, Should}).Draw(t, "strength")
	r.In = rapid.SliceOfNDistinct(rapid.SampledFrom([]Text{"o1", "q6=o2", "o3", "1", "Team 2", "3", "9"}), 1, 3, rapid.ID[Text]).Draw(t, "in")
	return r
}

// Over small clubs, of which every division is tried, rules that hold for the teams of an activity, or for named ones: each division scores what its teams
// do one by one, none scores more than a bound, no more teams keep a rule than is foretold, and forming finds the best.
func TestRulesForSomeTeams(t *testing.T) {
	met := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		in := drawAnswers(t, rapid.IntRange(4, 7).Draw(t, "n"))
		in.Rules = []Rule{{Kind: Ranked, Column: "q6"}, narrowRule(t), narrowRule(t)}
		if rapid.Bool().Draw(t, "by number") { // teams take up nothing
			in.Rules[0] = Rule{Kind: Balance, Columns: []string{"q1"}}
			for r := range in.Rules[1:] {
				in.Rules[r+1].In = []Text{rapid.SampledFrom([]Text{"1", "2", "3"}).Draw(t, "number")}
			}
		}
		f := testFormer(t, in)
		prospects := Prospects(in)
		bounds := make([]float64, len(f.p.rules))
		for r, c := range f.p.rules {
			if bounds[r] = 1; r > 0 {
				bounds[r], _ = c.bound(bounding{f.p, c, f.plan, f.scales[r], true})
			}
		}
		best := quality{broken: math.Inf(1)}
		f.everyDivision(0, func(teams [][]int32) {
			divisions := make([][]int, len(teams))
			for k, g := range teams {
				for _, i := range g {
					divisions[k] = append(divisions[k], int(i))
				}
			}
			out := f.p.evaluateScaled(divisions, f.scales)
			for r := 1; r < len(in.Rules); r++ {
				asked, kept := 0, 0
				for k, g := range out.Teams {
					one := f.p.rules[r].measure.of(k, teams[k])
					if slices.Contains(g.Outside, r) == isIn(in.Rules[r].In, k, g.Activities["q6"]) {
						t.Fatalf("team %d, of %s, is outside by %v: %v", k+1, g.Activities["q6"], in.Rules[r].In, g.Outside)
					}
					if slices.Contains(g.Outside, r) {
						one = outcomeOf(0, 1, true)
					} else {
						asked, kept = asked+1, kept+int(b2f(one.ok))
					}
					if g.Scores[r] != one.score || g.OK[r] != one.ok || g.Values[r] != one.value {
						t.Fatalf("team %d scores %v, %v by itself", k+1, g.Scores[r], one)
					}
				}
				res, said := out.Rules[r], prospects[r]
				if res.Teams != asked || *res.TeamsOK != kept || res.Met != (kept == asked) {
					t.Fatalf("%d of %d teams keep the rule, and %d of %d are said to", kept, asked, *res.TeamsOK, res.Teams)
				}
				if len(out.Unmet) == 0 && res.Score > clamp(bounds[r])+1e-9 {
					t.Fatalf("%s scores %v in %v, its bound is %v", inJSON(in.Rules[r]), res.Score, divisions, bounds[r])
				}
				if said.Teams > 0 && kept > said.Most || said.None != (asked == 0) {
					t.Fatalf("%d of %d teams keep %s in %v, foretold is %+v", kept, asked, inJSON(in.Rules[r]), divisions, said)
				}
				met["bounded"] += int(b2f(bounds[r] < 1))
				met["foretold"] += int(b2f(said.Most < said.Teams))
			}
			if q := f.p.quality(teams, f.numbers(0), f.scales); q.better(best) {
				best = q
			}
		})
		got, err := Propose(t.Context(), in, Options{Moves: 2000, Plain: true}, nil)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		d := divided(got.Divisions())
		if q := f.p.quality(d, count(len(d)), f.scales); best.better(q) {
			t.Fatalf("forming finds %+v under %s, the best is %+v", q, inJSONText(in.Rules), best)
		}
	})
	if met["bounded"] == 0 || met["foretold"] == 0 {
		t.Errorf("no rule had a bound below 1, or fewer teams foretold: %v", met)
	}
}

// isIn is whether a team is one of those that are named.
func isIn(names []Text, t int, activity string) bool {
	return slices.Contains(names, Text(activity)) || slices.Contains(names, Text("q6="+activity)) ||
		slices.ContainsFunc(names, func(name Text) bool { n, ok := teamNumber(string(name)); return ok && n == t+1 })
}

// What cannot hold for some teams, and what no team is called, is refused by saying so.
func TestOnlySomeRulesAreForSomeTeams(t *testing.T) {
	for _, k := range Kinds() {
		line := strings.TrimPrefix(examples[k][0]+`, "in": [2]`, ", ")
		_, err := ParseRules(strings.NewReader(ruleLine(k, line)))
		if refused := reason(err) == "rule_in_whole"; refused == k.Narrows() || k.Narrows() && err != nil {
			t.Errorf("a rule of the kind %s for one team: %s", k, inWords(err))
		}
	}
	in := Input{Table: table("role,first\nA,Art\nB,Film\nA,Art\nB,Film"), Sizes: Sizes{Ideal: 2}}
	lone := Rule{Kind: NeverAlone, Column: "role", Value: "A", In: []Text{"Robots"}}
	in.Rules = []Rule{lone, {Kind: Ranked, Columns: []string{"first"}}}
	_, err := Propose(t.Context(), in, Options{Moves: 100}, nil)
	if want := "No team is called “Robots”. Name a team by its number, or by an activity that members rank in another rule (Art, Film)."; err == nil || !strings.HasSuffix(inWords(err), want) {
		t.Errorf("a rule for an activity that there is not: %s", inWords(err))
	}
	in.Rules[0].In = []Text{"art"}
	if p, err := Propose(t.Context(), in, Options{Moves: 100}, nil); err != nil || p.Rules[0].Teams != 1 {
		t.Errorf("a rule for the teams of art, of two: %s, %+v", inWords(err), p.Rules)
	}
	twice := Input{Table: table("role,first\nA,Art\nB,Art\nA,Art\nB,Art"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{lone, in.Rules[1]}}
	twice.Rules[0].In = []Text{"art 2"}
	if p, err := Propose(t.Context(), twice, Options{Moves: 100}, nil); err != nil || p.Rules[0].Teams != 1 {
		t.Errorf("a rule for the second team of art: %s, %+v", inWords(err), p.Rules)
	}
	in.Table.Columns[0].Confidence = survey.Pooled
	if _, err := Propose(t.Context(), in, Options{Moves: 100}, nil); reason(err) != "rule_confided" {
		t.Errorf("a rule on what is answered in confidence for some teams: %s", inWords(err))
	}
}

// A sentence says for which teams it is, and a blank of it says so too.
func TestSentencesSayForWhichTeams(t *testing.T) {
	r := Rule{Kind: NeverAlone, Column: "role", Value: "A", In: []Text{"Team 3", "q6=Art"}}
	if got, want := locale.InEnglish(r.Sentence(asWritten{}).Words()), "Nobody is the only “A” (role) of a team. Only in Team 3, Art."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	r.In = nil
	parts := Parts(locale.InEnglish(r.Blanks(asWritten{}).Words()))
	if !slices.Contains(parts, Part{"in", "every team"}) {
		t.Errorf("the blanks of a rule for every team are %v", parts)
	}
}

// A must-rule for the teams of an activity is searched for, and clashes, as any other: what says which teams those are is read with it.
func TestMustsForSomeTeamsClash(t *testing.T) {
	in := Input{Table: table("role,first\n" + strings.Repeat("A,Art\nB,Film\nB,Art\nB,Film\n", 3)), Sizes: Sizes{Ideal: 6}}
	lead := Rule{Kind: Count, Column: "role", Value: "A", AtLeast: new(4), Strength: Must, In: []Text{"Art"}}
	in.Rules = []Rule{lead, {Kind: Ranked, Columns: []string{"first"}}}
	p, err := Propose(t.Context(), in, Options{Moves: 2000}, nil)
	if err != nil || p.Clash == nil || !slices.Equal(p.Clash.Rules, []int{0}) || !p.Clash.Proved || len(p.Clash.Ways) == 0 {
		t.Fatalf("four of three leads in one team: %s, clash %+v", inWords(err), p.Clash)
	}
	in.Rules[0].AtLeast = new(3)
	if p, err = Propose(t.Context(), in, Options{Moves: 2000}, nil); err != nil || len(p.Unmet) > 0 {
		t.Errorf("three of three leads in the team of Art: %s, unmet %v", inWords(err), p.Unmet)
	}
}

// Teams of merged activities are those of the activity as which they count. Without one that is hidden a rule is for the others; if that leaves none it is
// gone, and not for every team.
func TestTeamsOfMergedActivities(t *testing.T) {
	s := mergedSurvey()
	for _, c := range []struct {
		in, want string
		gone     survey.Key
	}{{"q2=o5 q2=o1 3", "q2=o1 3", ""}, {"q2=o9 q2=o8", "q2=o3", CardGoneInPart}, {"q2=o9", "", CardGone}, {"q9=o1 2", "2", CardGoneInPart}} {
		r := Rule{Kind: NeverAlone, Column: "q1", Value: "o1"}
		for text := range strings.FieldsSeq(c.in) {
			r.In = append(r.In, Text(text))
		}
		got, gone := r.standing(s)
		if now := strings.Join(texts(got.In), " "); now != c.want || gone != c.gone {
			t.Errorf("for %s the rule is for %q and gone %q, want %q and %q", c.in, now, gone, c.want, c.gone)
		}
	}
}
