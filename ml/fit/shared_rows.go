// Finding rows that share a team though no column of teams was named. Rows of one team in different
// folds are the usual leak: the model recognises the team and the score is worthless. Three signs
// are looked for: a column called team or group, a column whose values determine half of the others
// (a functional dependency), and many rows with identical answers.

package fit

import (
	"math"
	"slices"

	"dure/survey"
)

// Bounds of these signs. They were chosen so that ordinary surveys, in which few rows agree in
// every answer, give none.
const (
	minShared     = 0.3 // share of the rows that are not alone with their value of the column
	minTeamValues = 5   // different values of a column of teams, at least
	minTwins      = 0.2 // share of the rows that have another row's answers in every column
	manyValues    = 20  // values of a column beyond which equal rows are no accident
)

// refuseRowSplit refuses a split by a column in which every row has a value of its own where rows
// share a team: a split by row, which would leak.
func (r ColumnRoles) refuseRowSplit(t survey.Table, team survey.Column) error {
	if t.N < 2 || distinct(team) < t.N {
		return nil
	}
	if other, ok := r.calledTeam(t); ok {
		return invalid("rowwise", "Column", r.Team, "Other", other.Name)
	}
	return nil
}

// taken reports whether a column cannot be one of teams.
func (r ColumnRoles) taken(c survey.Column) bool {
	return c.Name == r.Rating || c.Name == r.Season || c.Name == r.Section || c.Name == r.Team
}

// likelyTeam finds, where no column was named, one by which rows share a team: it is called so, or
// rows of one value have the same answers in most columns. To split such rows at random would leak.
func (r ColumnRoles) likelyTeam(t survey.Table) (survey.Column, bool) {
	if c, ok := r.calledTeam(t); ok {
		return c, true
	}
	var best survey.Column
	least := 0
	for _, c := range t.Columns {
		if r.taken(c) || fractions(c) {
			continue
		}
		if n := distinct(c); n >= minTeamValues && n < t.N && (least == 0 || n < least) && r.determines(t, c) {
			best, least = c, n
		}
	}
	return best, least > 0
}

// calledTeam finds a column that is called a team and in which a value comes again.
func (r ColumnRoles) calledTeam(t survey.Table) (survey.Column, bool) {
	for _, c := range t.Columns {
		if r.taken(c) || !survey.NamesTeam(c.Name) {
			continue
		}
		seen := map[int]bool{}
		for i, code := range c.Codes() {
			if c.Answered(i) && seen[code] {
				return c, true
			}
			seen[code] = true
		}
	}
	return survey.Column{}, false
}

// fractions reports whether a column holds numbers that are not whole.
func fractions(c survey.Column) bool {
	x, _ := c.Measured()
	return slices.ContainsFunc(x, func(v float64) bool { return v == v && v != math.Trunc(v) })
}

// determines reports whether rows with the same value of a column are alike in at least half of the
// other columns that differ at all, and in two of them at least.
func (r ColumnRoles) determines(t survey.Table, by survey.Column) bool {
	rows := map[int][]int{}
	for i, code := range by.Codes() {
		if by.Answered(i) {
			rows[code] = append(rows[code], i)
		}
	}
	together := 0
	for _, g := range rows {
		if len(g) > 1 {
			together += len(g)
		}
	}
	if float64(together) < minShared*float64(t.N) {
		return false
	}
	determined, all := 0, 0
	for _, c := range t.Columns {
		if c.Name == by.Name || r.taken(c) || distinct(c) < minTeamValues {
			continue
		}
		all++
		codes, same := c.Codes(), true
		for _, g := range rows {
			same = same && !slices.ContainsFunc(g, func(i int) bool { return codes[i] != codes[g[0]] })
		}
		if same {
			determined++
		}
	}
	return determined >= 2 && 2*determined >= all
}

// identicalRows puts rows with the same answers in every column together where many have a twin and
// that is no accident: they are of one team. It returns a name for each row, or nil.
func (r ColumnRoles) identicalRows(t survey.Table) []string {
	rare := 0
	keys, count := make([]string, t.N), map[string]int{}
	for _, c := range t.Columns {
		if r.taken(c) {
			continue
		}
		if distinct(c) > manyValues {
			rare++
		}
		for i, code := range c.Codes() {
			keys[i] += itoa(code) + "\x00"
		}
	}
	if rare < 2 {
		return nil
	}
	for _, k := range keys {
		count[k]++
	}
	with := 0
	for _, k := range keys {
		if count[k] > 1 {
			with++
		}
	}
	if float64(with) < minTwins*float64(len(keys)) {
		return nil
	}
	return keys
}
