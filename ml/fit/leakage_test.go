package fit

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"dure/ml/fit/testdata/club"
	"dure/survey"
	"dure/survey/sheet"
)

func TestNothingIsClaimedWhereNothingIs(t *testing.T) {
	c := club.New(club.Club{Seed: 6})
	claims := 0
	for k := range 8 {
		h, _ := pastOf(c, 35+5*k, uint64(k))
		r, err := Train(t.Context(), h, Options{Repeats: 1, Kinds: []string{TheoryName, RidgeName}, Plain: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Report.Claims {
			claims++
			t.Log(r.Report.VerdictFact)
		}
		if m := r.Report.Models[0]; m.R2 != 0 || m.R2Interval != [2]float64{} || *m.AUC != 0.5 {
			t.Errorf("the mean has %+v", m)
		}
	}
	if claims > 1 {
		t.Errorf("something is claimed in %d of 8 clubs whose answers tell nothing", claims)
	}
}

// copies has every team three times, with features and a rating that no other team is like: who
// splits rows at random finds the copies in the other fold.
func copies(season bool) sheet.Cells {
	rng := rand.New(rand.NewPCG(3, 3))
	t := sheet.Cells{Header: []string{"team", "season", "a", "b", "c", "rating"}}
	for g := range 60 {
		a, b, c, y := rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()
		for k := range 3 {
			name, when := fmt.Sprint("T", g), ""
			if season {
				name, when = fmt.Sprint("T", 3*g+k), fmt.Sprint("S", g/6)
			}
			t.Rows = append(t.Rows, []string{name, when, fmt.Sprint(a), fmt.Sprint(b), fmt.Sprint(c), fmt.Sprint(y + 0.1*rng.NormFloat64())})
		}
	}
	return t
}

func TestCopiesOfATeamDoNotLeak(t *testing.T) {
	for name, r := range map[string]ColumnRoles{
		"team named":   {Rating: "rating", Team: "team", Level: TeamLevel, Without: []string{"season"}},
		"team unnamed": {Rating: "rating", Level: TeamLevel, Without: []string{"season"}},
		"season named": {Rating: "rating", Team: "team", Season: "season", Level: TeamLevel},
	} {
		h, err := r.History(tableOf(copies(r.Season != "")))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		res, err := Train(t.Context(), h, Options{Repeats: 1, Kinds: []string{RidgeName, TreesName}}, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if res.Report.Claims || res.Report.Models[2].R2 > 0.1 {
			t.Errorf("%s: claims %v, R² of trees %v", name, res.Report.Claims, res.Report.Models[2].R2)
		}
		if want := map[bool]string{true: "season", false: "team"}[r.Season != ""]; res.Report.Folds != want {
			t.Errorf("%s: folds keep a %s whole, want %s", name, res.Report.Folds, want)
		}
	}
}

func TestIntervalsAndCalibrationAreInOrder(t *testing.T) {
	h, _ := pastOf(club.New(club.Club{R2: 0.3, Seed: 4, Whole: true}), 110, 1)
	var last Progress
	r, err := Train(t.Context(), h, Options{Repeats: 1, Trials: 2}, func(p Progress) {
		if p.Share < last.Share || p.Share > 1 {
			t.Errorf("progress goes from %v to %v", last, p)
		}
		last = p
	})
	if err != nil {
		t.Fatal(err)
	}
	if last.Share != 1 {
		t.Errorf("progress ends at %v", last)
	}
	var names strings.Builder
	for _, m := range r.Report.Models {
		names.WriteString(m.Name + " ")
		if m.R2 < m.R2Interval[0] || m.R2 > m.R2Interval[1] || *m.AUC < m.AUCInterval[0] || *m.AUC > m.AUCInterval[1] {
			t.Errorf("%s: %v is not within %v, or %v within %v", m.Name, m.R2, m.R2Interval, *m.AUC, *m.AUCInterval)
		}
	}
	if names.String() != "mean theory ridge trees net " {
		t.Errorf("models are %s", names.String())
	}
	rows := 0
	for i, b := range r.Report.Calibration {
		rows += b.Rows
		if b.Low > b.Happened || b.High < b.Happened || i > 0 && b.Predicted < r.Report.Calibration[i-1].Predicted {
			t.Errorf("bin %d is %+v", i, b)
		}
	}
	if rows != r.Report.Rows || r.Report.NetFact.Key == "" || r.Report.Net == nil || len(r.Report.Net.Trials) != 2 {
		t.Errorf("%d of %d rows in bins, net %q, %+v", rows, r.Report.Rows, r.Report.NetFact.Key, r.Report.Net)
	}
	p, err := r.Model.Predict(h.Table, h.Team)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range p {
		if v.Low > v.Value || v.High < v.Value || v.Low < 1 || v.High > 5 || !(v.SD > 0) {
			t.Fatalf("row %d is predicted %+v", i, v)
		}
	}
	if c := r.Model.Compare(p, h.Rating); c.Rows != len(p) || c.Inside < 0.85 || c.R2 == nil || c.AUC == nil || math.Abs(c.Predicted-c.Came) > 0.1 {
		t.Errorf("compared with what came: %+v", c)
	}
}

// squads has sixty squads in four rounds each, with answers that stay and a rating that does too.
func squads(header string) sheet.Cells {
	rng := rand.New(rand.NewPCG(5, 3))
	t := sheet.Cells{Header: []string{"round", header, "row", "a", "b", "c", "rating"}}
	for g := range 60 {
		a, b, c, y := rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()
		for k := range 4 {
			t.Rows = append(t.Rows, []string{fmt.Sprint(k), fmt.Sprint("G", g), fmt.Sprint("r", 4*g+k), fmt.Sprint(a), fmt.Sprint(b), fmt.Sprint(c), fmt.Sprint(y + 0.1*rng.NormFloat64())})
		}
	}
	return t
}

func TestASplitByRowIsRefusedWhereRowsShareATeam(t *testing.T) {
	for name, c := range map[string]struct {
		header string
		r      ColumnRoles
		note   survey.Key
		reason survey.Key
	}{
		"called a team":       {"team", ColumnRoles{}, "team_found", ""},
		"called anything":     {"squad", ColumnRoles{}, "team_found", ""},
		"only equal answers":  {"squad", ColumnRoles{Without: []string{"squad"}, Columns: []string{"a", "b", "c"}}, "team_found", ""},
		"rows named as teams": {"team", ColumnRoles{Team: "row"}, "", "rowwise"},
		"and as of members":   {"team", ColumnRoles{Team: "row", Level: MemberLevel}, "", "rowwise"},
	} {
		c.r.Rating = "rating"
		if c.r.Level == "" {
			c.r.Level = TeamLevel
		}
		h, err := c.r.History(tableOf(squads(c.header)))
		if bad, ok := errors.AsType[*survey.InvalidError](err); ok != (c.reason != "") || ok && bad.Reason != c.reason {
			t.Errorf("%s: %v, want %q", name, err, c.reason)
		}
		if c.note == "" {
			continue
		}
		teams := map[string]bool{}
		for _, name := range h.Team {
			teams[name] = true
		}
		if len(teams) != 60 || len(h.Notes) == 0 || h.Notes[0].Key != c.note {
			t.Errorf("%s: %d teams, notes %v", name, len(teams), h.Notes)
		}
	}
	twins := squads("squad")
	for i, row := range twins.Rows {
		twins.Rows[i] = row[3:]
	}
	twins.Header = twins.Header[3:]
	h, err := ColumnRoles{Rating: "rating", Level: TeamLevel}.History(tableOf(twins))
	if err != nil || len(h.Notes) == 0 || h.Notes[0].Key != "twins_found" || h.Team[0] != h.Team[3] || h.Team[3] == h.Team[4] {
		t.Errorf("twins: notes %v (%v)", h.Notes, err)
	}
}
