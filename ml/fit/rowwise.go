package fit

import (
	"slices"
	"strings"

	"dure/survey"
)

// When rows are taken to share a team though no column of teams was named: that many of them have the answers of others.
const (
	sharing   = 0.3 // share of the rows that are not alone with their value of a column
	fewValues = 5   // of a column of teams
	twins     = 0.2 // share of the rows that have another row's answers in every column
	rareValue = 20  // values of a column beyond which equal rows are no accident
)

// refuse refuses a split by a column in which every row has a value of its own where rows share a team: a split by row, which would leak.
func (r Reading) refuse(t survey.Table, team int) error {
	if len(t.Rows) < 2 || distinct(t, team) < len(t.Rows) {
		return nil
	}
	if j := calledTeam(t, r.taken(t)); j >= 0 {
		return bad("rowwise", "Column", r.Team, "Other", t.Header[j])
	}
	return nil
}

// taken are the columns that cannot be one of teams.
func (r Reading) taken(t survey.Table) []int {
	return []int{t.Column(r.Rating), t.Column(r.Season), t.Column(r.Team)}
}

// likelyTeam finds, where no column was named, one by which rows share a team: it is called so, or rows of one value have the same answers in
// most columns. To split such rows at random would leak. It is -1 where there is none.
func (r Reading) likelyTeam(t survey.Table) int {
	taken := r.taken(t)
	if j := calledTeam(t, taken); j >= 0 {
		return j
	}
	best, least := -1, 0
	for j := range t.Header {
		if slices.Contains(taken, j) || fractions(t, j) {
			continue
		}
		if n := distinct(t, j); n >= fewValues && n < len(t.Rows) && (best < 0 || n < least) && settles(t, j, taken) {
			best, least = j, n
		}
	}
	return best
}

// calledTeam finds a column that is called a team and in which a value comes again, -1 where there is none.
func calledTeam(t survey.Table, taken []int) int {
	for j, name := range t.Header {
		if slices.Contains(taken, j) || !callsTeam(name) {
			continue
		}
		seen := map[string]bool{}
		for _, row := range t.Rows {
			cell := strings.TrimSpace(row[j])
			if !survey.Missing(cell) && seen[cell] {
				return j
			}
			seen[cell] = true
		}
	}
	return -1
}

// fractions reports whether a column holds numbers that are not whole.
func fractions(t survey.Table, j int) bool {
	return slices.ContainsFunc(t.Rows, func(row []string) bool {
		v, ok := survey.ParseNumber(row[j])
		return ok && v != float64(int64(v))
	})
}

// settles reports whether rows with the same value of column j are alike in at least half of the other columns that differ at all, and in two
// of them at least.
func settles(t survey.Table, j int, taken []int) bool {
	rows := map[string][]int{}
	for i, row := range t.Rows {
		if cell := strings.TrimSpace(row[j]); !survey.Missing(cell) {
			rows[cell] = append(rows[cell], i)
		}
	}
	together := 0
	for _, g := range rows {
		if len(g) > 1 {
			together += len(g)
		}
	}
	if float64(together) < sharing*float64(len(t.Rows)) {
		return false
	}
	settled, all := 0, 0
	for k := range t.Header {
		if k == j || slices.Contains(taken, k) || distinct(t, k) < fewValues {
			continue
		}
		all++
		same := true
		for _, g := range rows {
			same = same && !slices.ContainsFunc(g, func(i int) bool { return t.Rows[i][k] != t.Rows[g[0]][k] })
		}
		if same {
			settled++
		}
	}
	return settled >= 2 && 2*settled >= all
}

// alike puts rows with the same answers in every column together where many have a twin and that is no accident: they are of one team. It
// returns a name for each row, or nil.
func (r Reading) alike(t survey.Table) []string {
	taken := r.taken(t)
	rare := 0
	for j := range t.Header {
		if !slices.Contains(taken, j) && distinct(t, j) > rareValue {
			rare++
		}
	}
	if rare < 2 {
		return nil
	}
	keys, count := make([]string, len(t.Rows)), map[string]int{}
	for i, row := range t.Rows {
		var key strings.Builder
		for j, cell := range row {
			if !slices.Contains(taken, j) {
				key.WriteString(strings.TrimSpace(cell) + "\x00")
			}
		}
		keys[i] = key.String()
		count[keys[i]]++
	}
	with := 0
	for _, k := range keys {
		if count[k] > 1 {
			with++
		}
	}
	if float64(with) < twins*float64(len(keys)) {
		return nil
	}
	return keys
}
