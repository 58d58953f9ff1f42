// A trained model as others see it: it predicts rows of a table in the form of its history.
// Predictions are held to the range of the ratings seen where these are whole numbers, since a club
// that rates 1 to 5 has no use for 5.3.

package fit

import (
	"cmp"
	"math"
	"slices"

	"dure/clustering/team"
	"dure/survey"
)

// A Model predicts ratings of members, or of teams, by what it learned from a history. It does
// not change; several goroutines may use it at once.
type Model struct {
	saved
}

// saved is what a file of a model holds.
type saved struct {
	Team      string    `json:"team"` // column of teams in the history
	Section   string    `json:"section,omitempty"`
	Season    string    `json:"season,omitempty"`
	Schema    schema    `json:"schema"`
	Features  []Feature `json:"features"`
	From      []int     `json:"from"`
	Scale     []meanSD  `json:"scale"`
	Estimator estimator `json:"machine"`
	Link      link      `json:"link"`
	Below     float64   `json:"below"` // 95 % of ratings lie between the prediction plus Below and plus Above
	Above     float64   `json:"above"`
	Median    float64   `json:"median"` // of the ratings seen; above it is what chances are about
	Least     float64   `json:"least"`  // of the ratings seen
	Most      float64   `json:"most"`
	Grid      bool      `json:"grid"`           // ratings are whole numbers, so predictions stay between Least and Most
	Seen      int       `json:"seen,omitempty"` // ratings that arrived since the training
	Report    Report    `json:"report"`

	Rated []survey.MemberID `json:"rated,omitempty"` // members whose ratings were learned from, ascending
}

// A Prediction is what is expected of a row.
type Prediction struct {
	Value  float64 `json:"predicted"`
	Low    float64 `json:"low"` // 95 of 100 ratings lie between Low and High
	High   float64 `json:"high"`
	SD     float64 `json:"sd"`     // standard error of Value itself
	Chance float64 `json:"chance"` // that the rating is above the median of the history
}

// Report is what was found when the model was made.
func (m *Model) Report() Report { return m.saved.Report }

// Level is what a row of the model's history was.
func (m *Model) Level() Level { return m.Schema.Level }

// TeamKey names the columns that told teams apart in the history.
func (m *Model) TeamKey() survey.TeamKey {
	return survey.TeamKey{Team: m.Team, Section: m.Section, Season: m.Season}
}

// Columns are the columns that the model reads.
func (m *Model) Columns() (names []string) {
	for _, c := range m.Schema.Columns {
		names = append(names, c.Name)
	}
	return names
}

// ColumnTypes says as what the columns that the model reads have to be read, where the cells of a
// file need not tell.
func (m *Model) ColumnTypes() map[string]survey.Type {
	types := map[string]survey.Type{}
	for _, c := range m.Schema.Columns {
		switch c.Kind {
		case Hours:
			types[c.Name] = survey.HourColumn
		case Wished, Avoided:
			types[c.Name] = survey.PeopleColumn
		}
	}
	return types
}

// AvoidColumns are those of them that name whom members avoid.
func (m *Model) AvoidColumns() (names []string) {
	for _, c := range m.Schema.Columns {
		if c.Kind == Avoided {
			names = append(names, c.Name)
		}
	}
	return names
}

// HasLearned reports whether the member's rating was there when the model was trained.
func (m *Model) HasLearned(id survey.MemberID) bool {
	_, found := slices.BinarySearch(m.Rated, id)
	return found
}

// Refused is the error of a model by which no teams may be formed, nil where they may; see [Report.Refusal].
func (m *Model) Refused() error {
	if why, refused := m.saved.Report.Refusal(); refused {
		return &team.RefusedError{Why: why}
	}
	return nil
}

// Predict predicts every row of t. Team names the team of each row; at team level it is nil.
func (m *Model) Predict(t survey.Table, team []string) ([]Prediction, error) {
	rows, err := m.rows(t, team)
	if err != nil {
		return nil, err
	}
	out := make([]Prediction, len(rows))
	for i, x := range rows {
		out[i] = m.prediction(x)
	}
	return out, nil
}

// rows are the model's features of every row of t, standardised.
func (m *Model) rows(t survey.Table, team []string) ([][]float64, error) {
	if m.Schema.Level == MemberLevel && len(team) != t.N {
		return nil, invalid("team_missing")
	}
	c, err := m.Schema.encode(t)
	if err != nil {
		return nil, err
	}
	var all [][]float64
	if m.Schema.Level == TeamLevel {
		_, all = m.Schema.teamFeatures(c)
	} else {
		all = m.Schema.featurizer(c).allRows(History{Team: team})
	}
	out := make([][]float64, len(all))
	for i, row := range all {
		out[i] = make([]float64, len(m.Features))
		m.standard(out[i], row)
	}
	return out, nil
}

// standard takes the model's features from all of a featurizer's.
func (m *Model) standard(out, all []float64) {
	for k, f := range m.From {
		out[k] = (all[f] - m.Scale[k].Mean) / m.Scale[k].SD
	}
}

// prediction is what is expected at standardised features x, with an interval of a single rating.
func (m *Model) prediction(x []float64) Prediction {
	p := Prediction{Value: m.Estimator.value(x), SD: m.Estimator.standardError(x, make([]float64, m.Estimator.scratchLen()))}
	p.Chance = m.Link.chance(p.Value)
	p.Low, p.High = p.Value+m.Below, p.Value+m.Above
	if m.Grid {
		p.Value = max(m.Least, min(m.Most, p.Value))
		p.Low, p.High = max(m.Least, min(m.Most, p.Low)), max(m.Least, min(m.Most, p.High))
	}
	return p
}

// model fits the chosen kind on all rows.
func (t *trainer) model(j decision) (*Model, error) {
	fitted, err := t.fitEstimator(j.chosen.name)
	if err != nil {
		return nil, err
	}
	if j.share < 1 {
		fitted.shrink(j.share, mean(t.d.y))
	}
	m := &Model{saved: saved{Team: t.h.Key.Team, Section: t.h.Key.Section, Season: t.h.Key.Season, Schema: t.schema, Features: t.d.features, From: t.d.featureAt, Scale: t.d.scale, Estimator: *fitted}}
	for i, id := range t.h.Member {
		if id != 0 && !math.IsNaN(t.h.Rating[i]) {
			m.Rated = append(m.Rated, id)
		}
	}
	slices.Sort(m.Rated)
	m.Median = t.d.median
	m.Least, m.Most = slices.Min(t.d.y), slices.Max(t.d.y)
	m.Grid = !slices.ContainsFunc(t.d.y, func(v float64) bool { return v != math.Trunc(v) })
	v := make([]float64, t.d.n)
	t.d.predict(v, fitted, upTo(t.d.n))
	m.Link = linkOf(t.d.y, t.d.above, v)
	m.Below, m.Above = residuals(t.d.y, j.chosen.value)
	return m, nil
}

// residuals returns the ends between which 95 % of out-of-fold residuals lie, as conformal
// prediction takes them (Barber et al. 2021, arXiv:1905.02928), a little wider because rows are few
// and share teams.
func residuals(y []float64, value [][]float64) (low, high float64) {
	var e []float64
	for _, v := range value {
		for i := range y {
			e = append(e, y[i]-v[i])
		}
	}
	slices.SortFunc(e, cmp.Compare[float64])
	n := float64(len(y))
	tail := max(0, 0.025-0.5/n) * (1 - 1/math.Sqrt(n))
	at := func(q float64) float64 { return e[int(math.Round(q*float64(len(e)-1)))] }
	factor := 1 + 2/n
	return at(tail) * factor, at(1-tail) * factor
}
