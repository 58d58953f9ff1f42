package team

import (
	"fmt"
	"strings"
	"testing"

	"dure/survey"
)

func TestReadPairs(t *testing.T) {
	for csv, want := range map[string]string{
		"a,b,score\na,b,1\nb,a,-2.5": "[{a b 1} {b a -2.5}]",
		"score,b,a\n3, c ,d":         "[{d c 3}]",
		"a,b,score":                  "[]",
		"a,b\na,b":                   "file_column_unknown",
		"a,b,score\na,z,1":           "member_unknown",
		"a,b,score\n,b,1":            "member_unknown",
		"a,b,score\na,b,":            "pair_not_number",
		"a,b,score\na,b,much":        "pair_not_number",
		"a,b,score\nc,c,1":           "pair_not_number",
	} {
		pairs, err := ReadPairs(table(csv), byName)
		got := fmt.Sprint(pairs)
		if err != nil {
			got = reason(err)
		}
		if got != want {
			t.Errorf("the pairs of %q are %s, want %s", csv, got, want)
		}
	}
	_, err := ReadPairs(table("a,b,score\na,b,1\na,q,1"), byName)
	if text := inWords(err); !strings.Contains(text, "q") || !strings.Contains(text, "2") {
		t.Errorf("a stranger in the second row is refused by %q", text)
	}
}

// Pairs have no direction and add up, in the rule and in its file. One with oneself says nothing.
func TestScoresOfPairs(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4"), IDs: []string{"a", "b", "c", "d"}, Open: func(string) (survey.Table, error) { return table("a,b,score\nb,a,3\nb,c,-1\na,b,0.5"), nil }}
	inline := Rule{Kind: Affinity, Pairs: []Pair{{"a", "b", 3}, {"c", "b", -1}, {"b", "a", 0.5}, {"d", "d", 9}}}
	for _, r := range []Rule{inline, {Kind: Affinity, File: "pairs"}, {Kind: Affinity, File: "pairs", Pairs: []Pair{{"a", "b", 0}}}} {
		for _, c := range []struct {
			teams        [][]int
			value, score float64
		}{
			// Everybody's best partner brings 3.5 in all, everybody's worst −1: scores lie in between.
			{[][]int{{0, 1}, {2, 3}}, 3.5, 1}, {[][]int{{1, 2}, {0, 3}}, -1, 0}, {[][]int{{0, 2}, {1, 3}}, 0, 1 / 4.5},
		} {
			p := scoredBy(t, in, r, c.teams)
			if got := p.Rules[0]; got.Value != c.value || !near(got.Score, c.score) {
				t.Errorf("%s: %v have value %v and score %v, want %v and %v", inJSON(r), c.teams, got.Value, got.Score, c.value, c.score)
			}
		}
		// The mean of six pairs is 2.5 ÷ 6.
		checkFact(t, inJSON(r), factOf(t, in, r, [][]int{{0, 1}, {2, 3}}), "fact_team_pairs", "Sum", 3.5, "Expected", 0.42)
	}
	in.Open = func(string) (survey.Table, error) { return table("a,b,score\na,gone,1"), nil }
	in.Rules = []Rule{{Kind: Affinity, File: "pairs.csv"}}
	if _, err := read(in); reason(err) != "member_unknown" || !strings.Contains(inWords(err), "pairs.csv") {
		t.Errorf("a stranger in a file: %s, want the name of the file", inWords(err))
	}
	in.Rules = []Rule{{Kind: Affinity, Pairs: []Pair{{"a", "gone", 1}}}}
	if _, err := read(in); reason(err) != "member_unknown" {
		t.Errorf("a stranger in the rule: reason %q, want member_unknown", reason(err))
	}
}

// What is known of pairs before anybody is in a team.
func TestFactsOfAllPairs(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4"), Sizes: Sizes{Ideal: 2}, Rules: []Rule{{Kind: Affinity, Pairs: []Pair{{"1", "2", 4}, {"1", "3", 2}, {"3", "4", -6}}}}}
	f := testFormer(t, in)
	of := f.p.rules[0].measure.(pairwise).base().facts(f.p, 0, f.p.sections[0])
	two := []int{2, 2}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"the sum of all pairs", of.total, 0},
		{"what teams of two have by chance", of.expected(two), 0},
		{"what members have with the best partner, halved", of.partnerBound(two, 1), (4. + 4 + 2 + 0) / 2},
		{"the same with the worst", of.partnerBound(two, -1), (0. + 0 + 6 + 6) / 2},
		{"what they have with two of the best", of.partnerBound([]int{3, 1}, 1), (6. + 4 + 2 + 0) / 2},
		{"the least that a partner each brings", -halfSum(of.partners(1, -1, true)), (0. + 0 - 6 - 6) / 2},
		{"without partners", -halfSum(of.partners(0, -1, true)), 0},
	} {
		if !near(c.got, c.want) {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
}
