package fit

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
	"dure/survey/sheet"
)

// anyTable draws a table of members with cells of every kind, some of them missing.
func anyTable(t *rapid.T) survey.Table {
	n := rapid.IntRange(2, 12).Draw(t, "members")
	out := sheet.Cells{Header: []string{"Name", "Pace", "Role", "Likes", "Free [Mon]", "Wants", "Avoids"}}
	cell := rapid.SampledFrom([]string{"", "1", "2", "3", "4.5"})
	role := rapid.SampledFrom([]string{"", "a", "b", "c"})
	likes := rapid.SampledFrom([]string{"", "x;y", "x", "y;z", "z"})
	hours := rapid.SampledFrom([]string{"", "09:00;10:00", "10:00", "11:00;12:00;13:00"})
	for i := range n {
		who := func(label string) string {
			return fmt.Sprintf("m%d", rapid.IntRange(0, n-1).Draw(t, label))
		}
		out.Rows = append(out.Rows, []string{fmt.Sprintf("m%d", i), cell.Draw(t, "pace"), role.Draw(t, "role"), likes.Draw(t, "likes"), hours.Draw(t, "hours"), who("wish"), who("avoid")})
	}
	return tableOf(out)
}

func readOf(table survey.Table) schema {
	h := History{Level: MemberLevel, Table: table}
	for j, kind := range []Kind{Identity, Number, Category, Choices, Hours, Wished, Avoided} {
		h.Columns = append(h.Columns, Column{Name: table.Columns[j].Name, Kind: kind})
	}
	return schemaOf(h)
}

func TestFeaturesDoNotDependOnTheOrderOfMembers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t)
		s := readOf(table)
		c, err := s.encode(table)
		if err != nil {
			t.Fatal(err)
		}
		sh := s.featurizer(c)
		n := table.N
		team := rapid.SliceOfNDistinct(rapid.Int32Range(0, int32(n-1)), 1, n, rapid.ID).Draw(t, "team")
		other := rapid.Permutation(team).Draw(t, "other order")
		a, b := make([]float64, len(sh.features)), make([]float64, len(sh.features))
		who := team[0]
		sh.team(a, team)
		sh.member(a, team, 0)
		sh.team(b, other)
		sh.member(b, other, slices.Index(other, who))
		for f, v := range a {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%s of %v is %v", sh.features[f].Name(), team, v)
			}
			if math.Abs(v-b[f]) > 1e-9 {
				t.Errorf("%s is %v for %v and %v for %v", sh.features[f].Name(), v, team, b[f], other)
			}
		}
	})
}

func TestFeaturesOfATeamByHand(t *testing.T) {
	table := tableOf(sheet.Cells{Header: []string{"Name", "Pace", "Role", "Likes", "Free [Mon]", "Wants", "Avoids"}, Rows: [][]string{
		{"ann", "1", "a", "x;y", "09:00;10:00", "bob", ""},
		{"bob", "3", "b", "y", "10:00;11:00", "", "cem"},
		{"cem", "5", "b", "z", "10:00;09:00", "dan", ""},
		{"dan", "3", "", "", "", "", ""},
	}})
	s := readOf(table)
	c, err := s.encode(table)
	if err != nil {
		t.Fatal(err)
	}
	sh := s.featurizer(c)
	out := make([]float64, len(sh.features))
	team := []int32{0, 1, 2}
	sh.team(out, team)
	sh.member(out, team, 2)
	sd := math.Sqrt2 // of 1, 3, 5, 3
	// Gower: ann-bob (1/2 + 1 + 1/2)/3, ann-cem (1 + 1 + 1)/3, bob-cem (1/2 + 0 + 1)/3
	want := map[string]float64{"Pace mean": 0, "Pace sd": math.Sqrt(8.0/3) / sd, "Pace least": -2 / sd, "Pace most": 2 / sd, "Pace apart": 3 / sd, "Pace gap": 3 / sd, "Pace own": 2 / sd,
		"Role share a": 1.0 / 3, "Role blau": 4.0 / 9, "Role covered": 1, "Role like": 0.5, "Role is a": 0,
		"Likes share y": 2.0 / 3, "Likes covered": 1, "distance_mean": (2.0/3 + 1 + 0.5) / 3, "distance_least": 0.5, "distance_most": 1,
		"hours_all": 1, "hours_but_one": math.Sqrt2, "wishes_met": 0.5, "avoided_pairs": 1.0 / 3, "size": 3, "missing": 0, "distance": 0.75, "wish_met": 0}
	for f, feature := range sh.features {
		if v, ok := want[feature.Name()]; ok {
			delete(want, feature.Name())
			if math.Abs(out[f]-v) > 1e-9 {
				t.Errorf("%s is %v, want %v", feature.Name(), out[f], v)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("there are no features %v", want)
	}
}

func TestProtectedTraitsAreFoundByTheirNames(t *testing.T) {
	for _, s := range []string{"Gender", "GenderDiversity", "AgeDiversity", "age", "Your age?", "성별", "나이", "연령대", "국적", "FemaleProportion", "Nationality", "ethnic group", "Race", "How old are you?", "birth_year", "SEX", "생년월일",
		"age_o", "ageo", "d_age", "samerace", "race_o", "importance_same_race", "imprace", "field of religion", "imprelig", "nationality of partner", "Partner's citizenship", "raceDiff", "genders",
		"Country of origin", "Where were you born?", "sameGender", "종교", "출신", "출신 지역", "고향이 어디인가요?", "몇 세인가요?"} {
		if !Protected(s) {
			t.Errorf("%q is not protected", s)
		}
	}
	for _, s := range []string{"Language", "Manager", "stage", "average", "Engagement", "성실성", "Trace", "Sussex", "team", "나의 성격", "internationalisation", "Menu", "goal orientation", "data migration", "racecar", "Embrace", "Mage", "image", "message", "sextant",
		"original idea", "장애물 달리기", "음악"} {
		if Protected(s) {
			t.Errorf("%q is protected", s)
		}
	}
}

func TestColumnRolesFindKindsAndLeaveOutWhatNamesRows(t *testing.T) {
	table := sheet.Cells{Header: []string{"Name", "team", "Gender", "Commitment", "Role", "Free [Monday]", "Wanted teammates", "rating"}}
	for i := range 24 {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("P%d", i), fmt.Sprint(i / 4), []string{"f", "m"}[i%2], fmt.Sprint(1 + i%5), []string{"Lead", "Build", "Test"}[i%3],
			[]string{"09:00;10:00", "10:00"}[i%2], fmt.Sprintf("P%d", (i+1)%24), fmt.Sprint(1 + i*7%5)})
	}
	h, err := ColumnRoles{Rating: "rating", Team: "team"}.History(tableOf(table))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range h.Columns {
		got = append(got, c.Name+"="+string(c.Kind)+":"+string(c.Theory))
	}
	want := "Commitment=number:commitment Role=category:skills Free [Monday]=hours:hours Wanted teammates=wished:"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("columns are %s, want %s", s, want)
	}
	if !slices.Contains(h.LeftOut, "Gender") {
		t.Errorf("gender is not left out: %v", h.LeftOut)
	}
	h, err = ColumnRoles{Rating: "rating", Team: "team", Columns: []string{"Gender"}}.History(tableOf(table))
	if err != nil || len(h.Notes) == 0 || h.Notes[0].Key != "protected_used" {
		t.Errorf("gender that was asked for: %v, notes %v", err, h.Notes)
	}
}
