package fit

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/ml"
	"dure/ml/fit/testdata/club"
	"dure/survey/sheet"
)

// plainDesign has no features but one, and the given teams and seasons.
func plainDesign(team, season []int) *design {
	h := History{Level: MemberLevel}
	for i := range team {
		h.Team = append(h.Team, fmt.Sprint(team[i]))
		if season != nil {
			h.Season = append(h.Season, fmt.Sprint(season[i]))
		}
	}
	d := &design{n: len(team), p: 1, x: make([]float64, len(team)), y: make([]float64, len(team))}
	for i := range team {
		d.historyRow = append(d.historyRow, i)
		d.y[i] = float64(i % 5)
	}
	d.label()
	d.numberGroups(h)
	return d
}

func TestFoldsKeepTeamsAndSeasonsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(10, 200).Draw(t, "rows")
		teams := rapid.IntRange(2, 60).Draw(t, "teams")
		seasons := rapid.IntRange(1, 6).Draw(t, "seasons")
		crossed := rapid.Bool().Draw(t, "teams come again")
		team, season := make([]int, n), make([]int, n)
		for i := range team {
			team[i], season[i] = i%teams, i%teams%seasons
			if crossed {
				season[i] = i % seasons
			}
		}
		d := plainDesign(team, season)
		whole := d.season != nil
		if _, _, c := d.units(); c {
			whole = false
		}
		for _, div := range d.outerSplits(3, 1) {
			if div.folds < 2 {
				t.Fatalf("%d folds", div.folds)
			}
			at, when := map[int]int{}, map[int]int{}
			for i, f := range div.fold {
				if f < 0 || f >= div.folds {
					t.Fatalf("row %d is in fold %d of %d", i, f, div.folds)
				}
				if g, ok := at[d.group[i]]; ok && g != f {
					t.Fatalf("team %d is in folds %d and %d", d.group[i], g, f)
				}
				at[d.group[i]] = f
				if !whole {
					continue
				}
				if g, ok := when[d.season[i]]; ok && g != f {
					t.Fatalf("season %d is in folds %d and %d", d.season[i], g, f)
				}
				when[d.season[i]] = f
			}
			if used := len(slices.Compact(slices.Sorted(slices.Values(div.fold)))); used != div.folds {
				t.Fatalf("%d of %d folds have rows", used, div.folds)
			}
		}
	})
}

func TestFewTeamsAreLeftOutAlone(t *testing.T) {
	for _, c := range []struct{ teams, folds, repeats int }{{12, 12, 1}, {39, 39, 1}, {40, 10, 3}, {400, 10, 3}} {
		team := make([]int, 3*c.teams)
		for i := range team {
			team[i] = i / 3
		}
		divs := plainDesign(team, nil).outerSplits(3, 1)
		if len(divs) != c.repeats || divs[0].folds != c.folds {
			t.Errorf("%d teams: %d divisions of %d folds, want %d of %d", c.teams, len(divs), divs[0].folds, c.repeats, c.folds)
		}
	}
}

func TestAUCIsTheChanceThatTheHigherScoresHigher(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "rows")
		score, above := make([]float64, n), make([]float64, n)
		for i := range n {
			score[i] = float64(rapid.IntRange(0, 5).Draw(t, "score"))
			above[i] = float64(rapid.IntRange(0, 1).Draw(t, "above"))
		}
		o := outOfFold{logOdds: [][]float64{score}}
		wins, pairs := 0.0, 0.0
		for i := range n {
			for j := range n {
				if above[i] > above[j] {
					wins, pairs = wins+float64(1+cmp.Compare(score[i], score[j]))/2, pairs+1
				}
			}
		}
		got, want := auc(score, above, o.rankings(1)[0], ones(n)), wins/pairs
		if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9 {
			t.Errorf("AUC of %v for %v is %v, want %v", score, above, got, want)
		}
	})
}

func TestRidgePathIsRidge(t *testing.T) {
	h, _ := pastOf(club.New(club.Club{R2: 0.3, Seed: 2}), 40, 1)
	d, err := newDesign(h, schemaOf(h))
	if err != nil {
		t.Fatal(err)
	}
	d.allFeatures = true
	rows := make([]int, d.n)
	data := ml.Data{}
	for i := range rows {
		rows[i] = i
		data.X, data.Y = append(data.X, d.row(i)), append(data.Y, d.y[i])
	}
	s := d.sum(rows, d.y)
	p := s.solve(s.selectFeatures(true, nil))
	for _, l := range []int{2, 8, 14} {
		want, err := ml.Ridge{L2: lambdas[l] * float64(d.n)}.Fit(t.Context(), data, nil)
		if err != nil {
			t.Fatal(err)
		}
		v, err := want.Predict(data.X)
		if err != nil {
			t.Fatal(err)
		}
		f := p.at(l)
		e := make([]float64, len(lambdas))
		p.errors(&s, e)
		sum := 0.0
		for i := range rows {
			got := f.value(d.row(i))
			sum += (d.y[i] - got) * (d.y[i] - got)
			if math.Abs(got-v[i][0]) > 1e-6 {
				t.Fatalf("penalty %v, row %d: %v, want %v", lambdas[l], i, got, v[i][0])
			}
		}
		if math.Abs(sum-e[l]) > 1e-6*sum {
			t.Errorf("penalty %v: squared error %v by sums, %v by rows", lambdas[l], e[l], sum)
		}
	}
}

func TestTreesLearnWhatIsNoLine(t *testing.T) {
	var table sheet.Cells
	table.Header = []string{"team", "a", "b", "rating"}
	for i := range 240 {
		a, b := float64(i%5), float64(i/5%7)
		y := 0.0
		if (a > 2) != (b > 3) {
			y = 1
		}
		table.Rows = append(table.Rows, []string{fmt.Sprint(i), fmt.Sprint(a), fmt.Sprint(b), fmt.Sprint(y + float64(i*37%11)/20)})
	}
	h, err := ColumnRoles{Rating: "rating", Team: "team", Level: TeamLevel, Columns: []string{"a", "b"}}.History(tableOf(table))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Train(t.Context(), h, Options{Repeats: 1, Kinds: []string{RidgeName, TreesName}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Report.Chosen != TreesName || !r.Report.Claims || r.Report.Models[2].R2 < 0.8 {
		t.Errorf("chose %s, R² %v of %s", r.Report.Chosen, r.Report.Models[2].R2, r.Report.Models[2].Name)
	}
	if r.Report.Notes[len(r.Report.Notes)-1].Key != "leak" {
		t.Errorf("an AUC of %v gives no warning: %v", *r.Report.Models[2].AUC, r.Report.Notes)
	}
}
