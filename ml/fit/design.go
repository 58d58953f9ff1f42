// The design matrix: features of members or teams, standardised over the rated rows, with targets,
// teams and seasons in numbers. Besides the rating itself there is a binary target, whether it is
// above the median: that is what probabilities are about, and its median split has half of the
// ratings on either side whatever the scale that a club uses.

package fit

import (
	"math"
	"slices"
)

// A design is a history in numbers: a row of features for each rating.
type design struct {
	n, p           int
	x              []float64 // n by p, standardised
	features       []Feature
	featureAt      []int // each feature's number among those of the featurizer
	scale          []meanSD
	y              []float64
	above          []float64 // 1 where the rating is above the median, or the rating itself where it is 0 or 1
	binary         bool      // ratings are 0 and 1
	median         float64   // of the ratings
	group          []int     // team of each row, from 0
	groups         int
	season         []int // of each row; nil where there is one
	seasons        int
	theoryFeatures []int // features that the theory score is made of
	historyRow     []int // of each row, its row in the history
	allFeatures    bool  // learners take every feature, without selection
}

// A meanSD is the mean and standard deviation of a feature in the history.
type meanSD struct {
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"`
}

func (d *design) row(i int) []float64 { return d.x[i*d.p : (i+1)*d.p] }

// predict writes what f predicts for some rows to their places in out.
func (d *design) predict(out []float64, f predictor, rows []int) {
	for _, i := range rows {
		out[i] = f.value(d.row(i))
	}
}

// maxFeatures is how many features a learner takes where there are fewer than fullTeams teams:
// those with the largest correlation with the rating on the rows it learns from, chosen anew in
// every fold. In made-up clubs of 100 teams whose answers explain a fifth of the ratings, ridge has
// a true R² of 0.14 with 15 features or with all, and of 0.11 with 6.
const (
	maxFeatures = 15
	fullTeams   = 400
)

// newDesign makes the features of a history by its schema.
func newDesign(h History, s schema) (*design, error) {
	c, err := s.encode(h.Table)
	if err != nil {
		return nil, err
	}
	var features []Feature
	var rows [][]float64
	if h.Level == TeamLevel {
		features, rows = s.teamFeatures(c)
	} else {
		sh := s.featurizer(c)
		features, rows = sh.features, sh.allRows(h)
	}
	d := &design{}
	for i, y := range h.Rating {
		if !math.IsNaN(y) {
			d.historyRow = append(d.historyRow, i)
			d.y = append(d.y, y)
		}
	}
	d.n = len(d.y)
	d.standardise(features, rows)
	d.label()
	d.numberGroups(h)
	d.allFeatures = h.Level == TeamLevel || d.groups >= fullTeams
	d.findTheoryFeatures(s)
	return d, nil
}

// teamFeatures makes features of the columns of a table with a row for each team.
func (s schema) teamFeatures(c cells) ([]Feature, [][]float64) {
	var features []Feature
	rows := make([][]float64, c.n)
	add := func(f Feature, at func(i int) float64) {
		features = append(features, f)
		for i := range rows {
			rows[i] = append(rows[i], at(i))
		}
	}
	for k, col := range s.Columns {
		switch col.Kind {
		case Number:
			x := c.number[k]
			add(Feature{Measure: "value", Question: col.Name}, func(i int) float64 {
				if x[i] != x[i] {
					return 0
				}
				return x[i]
			})
			if col.Missing {
				add(Feature{Measure: "unknown", Question: col.Name}, func(i int) float64 { return indicator(x[i] != x[i]) })
			}
		case Category, Choices:
			x := c.bits[k]
			first := 0
			if col.Kind == Category && len(col.Options) == 2 && !col.Missing {
				first = 1
			}
			for o := first; o < len(col.Options); o++ {
				add(Feature{Measure: "is", Question: col.Name, Option: col.Options[o]}, func(i int) float64 { return float64(x[i] >> o & 1) })
			}
		}
	}
	return features, rows
}

// featureCount is how many features a schema makes of a row.
func (s schema) featureCount() int {
	if s.Level == TeamLevel {
		features, _ := s.teamFeatures(cells{number: make([][]float64, len(s.Columns)), bits: make([][]uint32, len(s.Columns))})
		return len(features)
	}
	return len(s.featurizer(cells{}).features)
}

// allRows makes the features of every member of a history.
func (sh *featurizer) allRows(h History) [][]float64 {
	teams := map[string][]int32{}
	for i, t := range h.Team {
		teams[t] = append(teams[t], int32(i))
	}
	rows := make([][]float64, len(h.Team))
	for i, t := range h.Team {
		m := teams[t]
		if int(m[0]) != i {
			continue
		}
		shared := make([]float64, len(sh.features))
		sh.team(shared, m)
		for a, r := range m {
			row := slices.Clone(shared)
			sh.member(row, m, a)
			rows[r] = row
		}
	}
	return rows
}

// standardise keeps the features that vary among the rated rows, scaled to mean 0 and standard
// deviation 1.
func (d *design) standardise(features []Feature, rows [][]float64) {
	var columns [][]float64
	for f, feature := range features {
		col := make([]float64, d.n)
		for i, r := range d.historyRow {
			col[i] = rows[r][f]
		}
		mean, sd := zScores(col)
		if !(sd > 1e-9) {
			continue
		}
		columns = append(columns, col)
		d.features, d.featureAt, d.scale = append(d.features, feature), append(d.featureAt, f), append(d.scale, meanSD{mean, sd})
	}
	d.p = len(columns)
	d.x = make([]float64, d.n*d.p)
	for f, col := range columns {
		for i, v := range col {
			d.x[i*d.p+f] = v
		}
	}
}

// label sets the binary target. Where no rating is above the median, those at it count as above.
func (d *design) label() {
	d.binary = !slices.ContainsFunc(d.y, func(v float64) bool { return v != 0 && v != 1 })
	d.median = median(d.y)
	over := func(v float64) bool { return v > d.median }
	if d.binary {
		over = func(v float64) bool { return v == 1 }
	} else if !slices.ContainsFunc(d.y, over) {
		over = func(v float64) bool { return v >= d.median }
	}
	for _, v := range d.y {
		d.above = append(d.above, indicator(over(v)))
	}
}

// numberGroups numbers the teams and seasons of the rated rows in the order they come.
func (d *design) numberGroups(h History) {
	d.group, d.groups = number(pick(h.Team, d.historyRow))
	if h.Season != nil {
		d.season, d.seasons = number(pick(h.Season, d.historyRow))
	}
	if d.seasons < 2 {
		d.season, d.seasons = nil, min(1, d.seasons)
	}
}

// number numbers the different names from 0 in the order they come, and says how many there are.
func number[K comparable](names []K) ([]int, int) {
	at := map[K]int{}
	out := make([]int, len(names))
	for i, name := range names {
		if _, ok := at[name]; !ok {
			at[name] = len(at)
		}
		out[i] = at[name]
	}
	return out, len(at)
}

// findTheoryFeatures finds the features that stand for the parts of the theory score.
func (d *design) findTheoryFeatures(s schema) {
	measure := map[Part]string{Commitment: "mean", Kindness: "least", Skills: "covered"}
	for f, feature := range d.features {
		if feature.Measure == "hours_but_one" {
			d.theoryFeatures = append(d.theoryFeatures, f)
			continue
		}
		for _, c := range s.Columns {
			if c.Name != feature.Question || c.Theory == "" || feature.Member {
				continue
			}
			if s.Level == TeamLevel && feature.Measure == "value" || s.Level == MemberLevel && feature.Measure == measure[c.Theory] {
				d.theoryFeatures = append(d.theoryFeatures, f)
			}
		}
	}
}
