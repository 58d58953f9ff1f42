package fit

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
)

func historyCells() sheet.Cells {
	t := sheet.Cells{Header: []string{"Name", "team", "season", "Skill level", "Mood", "rating"}}
	for i := range 36 {
		team := fmt.Sprint("T", i/3%6)
		if i == 7 {
			team = ""
		}
		rating := fmt.Sprint(1 + i*7%5)
		if i%9 == 4 {
			rating = ""
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint("P", i), team, []string{"spring", "autumn"}[i/18], fmt.Sprint(1 + i*i%5), []string{"calm", "busy", "glad"}[i%3], rating})
	}
	return t
}

func TestRowsWithoutTeamGoAndRowsWithoutRatingStay(t *testing.T) {
	h, err := ColumnRoles{Rating: "rating", Team: "team", Season: "season"}.History(tableOf(historyCells()))
	if err != nil {
		t.Fatal(err)
	}
	unrated := 0
	for _, y := range h.Rating {
		unrated += int(indicator(math.IsNaN(y)))
	}
	if h.Table.N != 35 || len(h.Team) != 35 || len(h.Season) != 35 || unrated != 4 {
		t.Errorf("%d rows, %d teams, %d seasons, %d without rating", h.Table.N, len(h.Team), len(h.Season), unrated)
	}
	teams := map[string]bool{}
	for i, name := range h.Team {
		teams[name] = true
		if j := slices.Index(h.Team, name); h.Season[i] != h.Season[j] {
			t.Errorf("rows %d and %d are of one team and of two seasons", i, j)
		}
	}
	if len(teams) != 12 {
		t.Errorf("there are %d teams, want 12: those of two seasons are others, whatever they are called", len(teams))
	}
	keys := map[survey.Key]any{}
	for _, n := range h.Notes {
		keys[n.Key] = n.Args["Rows"]
	}
	if keys["rows_without_team"] != 1 || keys["rows_without_rating"] != 4 {
		t.Errorf("the notes are %v", h.Notes)
	}
	if slices.ContainsFunc(h.Columns, func(c Column) bool { return c.Name == "Name" || c.Name == "team" || c.Name == "rating" }) {
		t.Errorf("learned from are %v", h.Columns)
	}
}

func TestColumnsCanBeNamedAndLeftOut(t *testing.T) {
	table := tableOf(historyCells())
	for name, c := range map[string]struct {
		r      ColumnRoles
		want   []string
		reason survey.Key
	}{
		"all":             {ColumnRoles{}, []string{"Skill level", "Mood"}, ""},
		"some":            {ColumnRoles{Columns: []string{"Mood"}}, []string{"Mood"}, ""},
		"all but one":     {ColumnRoles{Without: []string{"Mood"}}, []string{"Skill level"}, ""},
		"none":            {ColumnRoles{Without: []string{"Mood", "Skill level"}}, nil, "no_columns"},
		"theory":          {ColumnRoles{Theory: map[Part]string{Kindness: "Skill level"}}, []string{"Skill level", "Mood"}, ""},
		"theory left out": {ColumnRoles{Theory: map[Part]string{Kindness: "Mood"}, Without: []string{"Mood"}}, nil, "theory_left_out"},
		"team and season": {ColumnRoles{Season: "team"}, nil, "column_twice"},
	} {
		c.r.Rating, c.r.Team = "rating", "team"
		if c.r.Season == "" {
			c.r.Season = "season"
		}
		h, err := c.r.History(table)
		if c.reason != "" {
			if !invalidFor(err, c.reason) {
				t.Errorf("%s: %v, want %s", name, err, c.reason)
			}
			continue
		}
		var got []string
		for _, column := range h.Columns {
			got = append(got, column.Name)
			if part := c.r.Theory[Kindness]; part == column.Name && column.Theory != Kindness {
				t.Errorf("%s: %s is not of the theory score", name, part)
			}
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: learned from are %v (%v), want %v", name, got, err, c.want)
		}
	}
	bad := historyCells()
	bad.Rows[2][5] = "good"
	_, err := ColumnRoles{Rating: "rating", Team: "team", Lines: []int{10, 20, 30}}.History(tableOf(bad))
	if !invalidFor(err, "rating_not_number") {
		t.Fatalf("a rating in words: %v", err)
	}
	if e := err.(*survey.InvalidError); e.Args["Row"] != 30 || e.Args["Value"] != "good" {
		t.Errorf("the error names %v, want line 30 and its text", e.Args)
	}
}

func TestTheHashTellsHistoriesApart(t *testing.T) {
	read := func(change func(*sheet.Cells)) string {
		cells := historyCells()
		change(&cells)
		h, err := ColumnRoles{Rating: "rating", Team: "team", Season: "season"}.History(tableOf(cells))
		if err != nil {
			t.Fatal(err)
		}
		return h.Hash()
	}
	same := read(func(*sheet.Cells) {})
	if again := read(func(*sheet.Cells) {}); again != same || len(same) != 16 {
		t.Errorf("the same history has the hashes %q and %q", same, again)
	}
	for name, change := range map[string]func(*sheet.Cells){
		"a rating":    func(c *sheet.Cells) { c.Rows[0][5] = "4.5" },
		"no rating":   func(c *sheet.Cells) { c.Rows[0][5] = "" },
		"an answer":   func(c *sheet.Cells) { c.Rows[0][4] = "glad" },
		"a team":      func(c *sheet.Cells) { c.Rows[0][1] = "T5" },
		"a season":    func(c *sheet.Cells) { c.Rows[0][2] = "winter" },
		"a header":    func(c *sheet.Cells) { c.Header[4] = "Temper" },
		"a row less":  func(c *sheet.Cells) { c.Rows = c.Rows[1:] },
		"other order": func(c *sheet.Cells) { c.Rows[0], c.Rows[1] = c.Rows[1], c.Rows[0] },
	} {
		if read(change) == same {
			t.Errorf("with %s changed the hash is the same", name)
		}
	}
}

// spring and autumn ask the same words in another kind: they are two columns.
func TestTheSameWordsInAnotherKindAreAnotherColumn(t *testing.T) {
	a, b := season("spring", 0, false), season("autumn", 100, false)
	b.Survey.Questions[0].Kind = survey.OneOf
	b.Survey.Questions[0].Options = []survey.Option{{Key: 1, Label: survey.Text{"en": "a lot"}}, {Key: 2, Label: survey.Text{"en": "a little"}}}
	for id, r := range b.Responses {
		q := b.Survey.Questions[0].ID
		r.Answers[q] = survey.Answer{Version: 1, Choices: []int{1 + int(id)%2}}
	}
	h, err := FromPast([]Past{a, b}, nil)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]Kind{}
	for _, c := range h.Columns {
		kinds[c.Name] = c.Kind
	}
	if kinds["How committed are you?"] != Number || kinds["How committed are you? (category)"] != Category {
		t.Errorf("the columns are %v", kinds)
	}
	if _, err := FromPast(nil, nil); !invalidFor(err, "nothing_rated") {
		t.Errorf("of no season: %v", err)
	}
}

func TestQuestionsOfTheSameWordsAreNumbered(t *testing.T) {
	p := season("spring", 0, false)
	twice := p.Survey.Questions[0]
	twice.ID = 77
	p.Survey.Questions = append(p.Survey.Questions, twice)
	var names []string
	for _, c := range Columns(p.Survey) {
		names = append(names, c.Name)
	}
	if !slices.Contains(names, "How committed are you?") || !slices.Contains(names, "How committed are you? (2)") {
		t.Errorf("the columns are %v", names)
	}
	if slices.Contains(names, "성별") || slices.Contains(names, "How is your health?") {
		t.Errorf("protected or sensitive questions are columns: %v", names)
	}
}

func TestASeasonThatDoesNotAskIsWithoutAnswers(t *testing.T) {
	h, err := FromPast([]Past{season("spring", 0, true)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := &Model{saved: saved{Schema: schemaOf(h)}}
	now := season("now", 200, false)
	table := m.MembersTable(now.Survey, now.Members, now.Responses)
	if table.N != len(now.Members) || len(table.Columns) != len(m.Schema.Columns) {
		t.Fatalf("%d rows and %d columns, want %d and %d", table.N, len(table.Columns), len(now.Members), len(m.Schema.Columns))
	}
	for _, c := range table.Columns {
		if got, want := answered(c), c.Name != "Hours a week"; got != want {
			t.Errorf("%s has answers: %v, want %v", c.Name, got, want)
		}
	}
	if _, err := m.Schema.encode(table); err != nil {
		t.Errorf("the table cannot be encoded: %v", err)
	}
}
