package fit

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"dure/ml/fit/testdata/club"
	"dure/survey"
	"dure/survey/sheet"
)

func TestTrainTellsSignalFromChance(t *testing.T) {
	for _, c := range []struct {
		r2     float64
		teams  int
		chosen string
		claims bool
	}{{0, 60, MeanName, false}, {0.3, 150, RidgeName, true}, {0.3, 20, TheoryName, false}} {
		h, _ := pastOf(club.New(club.Club{R2: c.r2, Seed: 3}), c.teams, 1)
		r, err := Train(t.Context(), h, Options{Seed: 1, Repeats: 2, Kinds: []string{TheoryName, RidgeName}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Report.Chosen != c.chosen || r.Report.Claims != c.claims {
			t.Errorf("R² %g, %d teams: chose %s, claims %v; want %s, %v\n%v", c.r2, c.teams, r.Report.Chosen, r.Report.Claims, c.chosen, c.claims, r.Report.VerdictFact)
		}
		if err := r.Model.Refused(); (err == nil) != c.claims {
			t.Errorf("R² %g, %d teams, %s: refused is %v, want so unless something is claimed", c.r2, c.teams, c.chosen, err)
		}
		again, err := Train(t.Context(), h, Options{Seed: 1, Repeats: 2, Kinds: []string{TheoryName, RidgeName}}, nil)
		if err != nil || jsonOf(again.Report) != jsonOf(r.Report) {
			t.Errorf("R² %g: the same history and seed give another report (%v)", c.r2, err)
		}
	}
}

func TestModelSurvivesItsFile(t *testing.T) {
	h, _ := pastOf(club.New(club.Club{R2: 0.3, Seed: 3}), 80, 1)
	r, err := Train(t.Context(), h, Options{Repeats: 1, Kinds: []string{RidgeName}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := r.Model.Save(&file); err != nil {
		t.Fatal(err)
	}
	m, err := Load(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	want, err := r.Model.Predict(h.Table, h.Team)
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Predict(h.Table, h.Team)
	if err != nil || jsonOf(got) != jsonOf(want) {
		t.Errorf("the loaded model predicts otherwise (%v)", err)
	}
	if _, err := json.Marshal(r.Report); err != nil {
		t.Errorf("the report is no JSON: %v", err)
	}
	bytes := file.Bytes()
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{{"cut", bytes[:len(bytes)-3], ErrChecksum}, {"other", []byte("PK\n"), ErrFormat}, {"newer", []byte("dure-fit 9 00\n"), ErrVersion}, {"empty", nil, ErrFormat}} {
		if _, err := Load(readerOf(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%s file: %v, want %v", c.name, err, c.want)
		}
	}
}

func readerOf(b []byte) *bytes.Reader { return bytes.NewReader(b) }

func TestHistoryRefusesWhatCannotBeLearned(t *testing.T) {
	table := sheet.Cells{Header: []string{"team", "rating", "q"}, Rows: [][]string{{"a", "3", "1"}, {"a", "4", "2"}, {"b", "2", "3"}}}
	with := func(rows ...[]string) sheet.Cells { return sheet.Cells{Header: table.Header, Rows: rows} }
	for _, c := range []struct {
		name   string
		table  sheet.Cells
		r      ColumnRoles
		reason survey.Key
	}{
		{"unknown column", table, ColumnRoles{Rating: "score", Team: "team"}, "column_unknown"},
		{"no team", table, ColumnRoles{Rating: "rating"}, "team_missing"},
		{"one team", with([]string{"a", "3", "1"}, []string{"a", "2", "2"}), ColumnRoles{Rating: "rating", Team: "team"}, "one_team"},
		{"no rows", with(), ColumnRoles{Rating: "rating", Team: "team"}, "no_rows"},
		{"no ratings", with([]string{"a", "NaN", "1"}, []string{"b", "", "2"}), ColumnRoles{Rating: "rating", Team: "team"}, "no_ratings"},
		{"text", with([]string{"a", "good", "1"}, []string{"b", "2", "2"}), ColumnRoles{Rating: "rating", Team: "team"}, "rating_not_number"},
		{"rating as column", table, ColumnRoles{Rating: "rating", Team: "team", Columns: []string{"rating"}}, "rating_as_column"},
	} {
		_, err := c.r.History(tableOf(c.table))
		if e, ok := errors.AsType[*survey.InvalidError](err); !ok || e.Reason != c.reason {
			t.Errorf("%s: %v, want %s", c.name, err, c.reason)
		}
	}
}
