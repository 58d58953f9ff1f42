package job

import (
	"slices"
	"strings"
	"testing"

	"dure/ml/fit"
)

func pastFile(id fit.FileID, data, mapping string) fit.File {
	return fit.File{ID: id, Name: "past.csv", Data: []byte(data), Mapping: mapping}
}

// Files of past seasons are one history: ratings on one scale, teams apart by season, a column of the same name and kind once.
func TestFilesAreOneHistory(t *testing.T) {
	first := pastFile(1, "Term,Crew,Rating,Energy,Plans\nS,A,1,3,1\nS,A,5,4,2\nS,B,3,5,3\nS,B,4,1,4\nS,C,2,2,5\n", `{"columns":["season","team","rating","answer","answer"]}`)
	second := pastFile(2, "Crew,Score,Energy,Drive\nA,0,tea,3\nA,10,milk,4\nB,5,tea,1\nB,5,milk,5\n", `{"columns":["team","rating","answer","as:Plans"]}`)
	past := ClubPast{Files: []fit.File{first, second}}
	h, err := past.History()
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{1, 5, 3, 4, 2, 1, 5, 3, 3}; !slices.Equal(h.Rating, want) {
		t.Errorf("ratings of 0 to 10 beside those of 1 to 5 are %v, want %v", h.Rating, want)
	}
	if h.Season[0] != "S" || h.Season[8] != "past.csv #2" {
		t.Errorf("the seasons are %q, want S and that of the second file's name", h.Season)
	}
	if h.Team[0] == h.Team[5] || h.Team[5] != h.Team[6] {
		t.Errorf("the teams are %q, want those of two seasons apart", h.Team)
	}
	var names []string
	for _, c := range h.Columns {
		names = append(names, c.Name)
	}
	if len(names) != 3 || !slices.Contains(names, "Energy") || !slices.Contains(names, "Plans") || !strings.HasPrefix(names[2], "Energy (") {
		t.Errorf("the columns are %q, want Energy, Plans once, and the second file's Energy by its kind", names)
	}
	if r, teams, seasons := past.Counts(); r != 9 || teams != 5 || seasons != 2 {
		t.Errorf("counted %d ratings of %d teams in %d seasons, want 9 of 5 in 2", r, teams, seasons)
	}
}

// A column that is taken for one of the survey has its name; another of that name gives way.
func TestAColumnByTheNameOfAnother(t *testing.T) {
	h, err := FileHistory(pastFile(1, "Team,Rating,Energy,Drive\nA,1,7,3\nA,2,8,4\nB,3,9,5\nB,4,6,1\n", `{"columns":["team","rating","answer","as:Energy"]}`))
	if err != nil {
		t.Fatal(err)
	}
	c, ok := h.Table.Column("Energy")
	if !ok || c.Cell(0) != "3" || c.Cell(3) != "1" {
		t.Errorf("the column Energy is %+v, want that of Drive", c)
	}
	if _, ok := h.Table.Column("Energy (3)"); !ok {
		t.Errorf("the file's own column Energy is gone: %+v", h.Columns)
	}
}

// A file that cannot be read counts for nothing, and stops what is learned.
// What a file calls after a protected trait is learned by no name.
func TestAProtectedColumnUnderAnotherName(t *testing.T) {
	h, err := FileHistory(pastFile(1, "Team,Rating,Gender,Drive\nA,1,7,3\nA,2,8,4\nB,3,9,5\nB,4,6,1\n", `{"columns":["team","rating","as:Energy","answer"]}`))
	if err != nil || len(h.Columns) != 1 || h.Columns[0].Name != "Drive" {
		t.Errorf("of a file with gender, taken for energy, %+v is learned (%v), want Drive alone", h.Columns, err)
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	for name, f := range map[string]fit.File{
		"mapping": pastFile(1, "Team,Rating\nA,1\n", "{"), "file": pastFile(1, "", `{"columns":["team","rating"]}`),
		"one team": pastFile(1, "Team,Rating,X\nA,1,2\nA,3,4\n", `{"columns":["team","rating","answer"]}`),
	} {
		past := ClubPast{Files: []fit.File{f}}
		if _, err := past.History(); err == nil {
			t.Errorf("%s: a history comes of it", name)
		}
		if r, _, _ := past.Counts(); r != 0 {
			t.Errorf("%s: %d ratings are counted", name, r)
		}
	}
}
