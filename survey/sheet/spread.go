package sheet

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dure/survey"
)

// An any-of question may stand in a file as a list in one column, as a column for each choice, or as both. Programs head the columns of choices by the question
// and the choice in several ways; some by the choice alone.

// A spread question has a column for each choice.
type spreadQuestion struct {
	title   string
	columns []int
	parts   []string // the choice of each
	list    int      // a column that lists the choices too, -1 where none does
	again   int      // one that lists them in a way that cannot be read, -1 where none does
}

var (
	// "Skills [Chess]", "Skills (Chess)", "skills/chess", "Skills - Chess", "Skills: Chess".
	spreadHeads = []*regexp.Regexp{
		regexp.MustCompile(`^(.*\S)\s*\[([^\[\]]+)\]$`), regexp.MustCompile(`^(.*\S)\s*[(（]([^()（）]+)[)）]$`), regexp.MustCompile(`^(.*[^\s/])/([^/]+)$`), regexp.MustCompile(`^([a-zA-Z_]\w*(?:\.\w+)*)\.(\w+)$`),
		regexp.MustCompile(`^(.*\S)\s*->\s*(\S.*)$`), regexp.MustCompile(`^(.*\S)\s+[-–—]\s+(\S.*)$`), regexp.MustCompile(`^(.*[^\s\d])\s*[:：]\s*(\S.*)$`),
	}
	selectedWords = regexp.MustCompile(`(?i)\s+-\s+selected choice$`)
	otherChoice   = regexp.MustCompile(`(?i)^(others?|other[ ,(:-].*|기타|그 ?외|직접 ?입력|sonstiges|andere[rs]?|autres?|otr[oa]s?|その他|其他)$`)
)

// spreads finds the questions that have a column for each choice, of which all say yes or no, or name the choice, but for one that takes other answers.
func (g *guesser) spreads() (all []spreadQuestion) {
	taken := map[int]bool{}
	for _, head := range spreadHeads {
		at := map[string]int{}
		var found []spreadQuestion
		for j, c := range g.columns {
			m := head.FindStringSubmatch(c.label)
			if m == nil || taken[j] || !g.open(j) {
				continue
			}
			stem := selectedWords.ReplaceAllString(m[1], "")
			k, known := at[survey.Fold(stem)]
			if !known {
				k = len(found)
				at[survey.Fold(stem)] = k
				found = append(found, spreadQuestion{title: stem, list: -1, again: -1})
			}
			found[k].columns, found[k].parts = append(found[k].columns, j), append(found[k].parts, strings.TrimSpace(m[2]))
		}
		for _, q := range found {
			if q.list = g.listed(q); q.list >= 0 && (!g.columns[q.list].lists(q.parts) || g.columns[q.list].blanksBetween(q.parts)) {
				q.list, q.again = -1, q.list
			}
			if g.isSpread(q) {
				for _, j := range q.columns {
					taken[j] = true
				}
				all = append(all, q)
			}
		}
	}
	return append(all, g.bareSpreads(taken)...)
}

// isSpread reports whether the columns are of the choices of one question.
func (g *guesser) isSpread(q spreadQuestion) bool {
	marks := 0
	for k, j := range q.columns {
		c := g.columns[j]
		if c.marks(q.parts[k]) && c.filled.N > 0 {
			marks++
		} else if c.filled.N > 0 && !otherChoice.MatchString(q.parts[k]) {
			return false
		}
	}
	return marks >= 2 || marks == 1 && len(q.columns) >= 2
}

// listed is the column that lists the choices of a question, as its title says.
func (g *guesser) listed(q spreadQuestion) int {
	return slices.IndexFunc(g.columns, func(c column) bool {
		return survey.Fold(selectedWords.ReplaceAllString(c.label, "")) == survey.Fold(q.title) && c.filled.N > 0 && c.share(func(cell string) bool {
			return slices.ContainsFunc(q.parts, func(part string) bool { return strings.Contains(survey.Fold(cell), survey.Fold(part)) })
		}) > 0.5
	})
}

// lists reports whether most cells of the column list nothing but the choices, so that they can be read: some programs put blanks between them.
func (c column) lists(choices []string) bool {
	sep := cmp.Or(separatorOf(c.filled), ",")
	return c.share(func(cell string) bool {
		return !slices.ContainsFunc(split(cell, sep, choices), func(s string) bool { return survey.FindSpelling(choices, s) < 0 })
	}) > 0.5
}

// blanksBetween reports whether some cell of the column lists two choices or more with nothing but blanks between them, as KoboToolbox writes them.
func (c column) blanksBetween(choices []string) bool {
	return slices.ContainsFunc(c.filled.Texts, func(cell string) bool {
		n := 0
		for rest := cell; rest != ""; n++ {
			next := ""
			for _, choice := range choices {
				after, found := strings.CutPrefix(rest, choice)
				if found && len(choice) > len(next) && (after == "" || after[0] == ' ') {
					next = choice
				}
			}
			if next == "" {
				return false
			}
			rest = strings.TrimSpace(rest[len(next):])
		}
		return n > 1 && survey.FindSpelling(choices, cell) < 0
	})
}

// bareSpreads finds columns that are headed by a choice alone: two or more side by side in which stands nothing but that.
func (g *guesser) bareSpreads(taken map[int]bool) (all []spreadQuestion) {
	var q spreadQuestion
	end := func() {
		if len(q.columns) > 1 {
			q.title = survey.Shorten(strings.Join(q.parts, ", "), survey.MaxTitle)
			all = append(all, q)
		}
		q = spreadQuestion{list: -1, again: -1}
	}
	end()
	for j, c := range g.columns {
		names := len(c.texts) == 1 && survey.SameSpelling(c.texts[0], c.label)
		switch {
		case g.Columns[j].Use == "" && !taken[j] && (names || len(q.columns) > 1 && otherChoice.MatchString(c.label)):
			q.columns, q.parts = append(q.columns, j), append(q.parts, c.label)
		default:
			end()
		}
	}
	end()
	return all
}

// spread takes columns of choices for one any-of question, or leaves them out where another column lists the same.
func (g *guesser) spread() {
	for _, q := range g.spreads() {
		for k, j := range q.columns {
			if g.Columns[j] = (Column{Use: AnyOf, Question: q.title, Part: q.parts[k]}); q.list >= 0 {
				g.Columns[j] = Column{Use: LeaveOut}
			}
		}
		if q.again >= 0 {
			g.Columns[q.again] = Column{Use: LeaveOut}
		}
		if q.list >= 0 {
			c := Column{Question: g.columns[q.list].label, Use: AnyOf, Separator: separatorOf(g.columns[q.list].filled)}
			if c.Separator == "" {
				c.Separator = ","
			}
			c.Options = slices.Clone(q.parts)
			for _, cell := range g.columns[q.list].filled.Texts {
				for _, o := range split(cell, c.Separator, c.Options) {
					if survey.FindSpelling(c.Options, o) < 0 {
						c.Options = append(c.Options, o)
					}
				}
			}
			g.Columns[q.list] = c
		}
	}
}

// joinBranches makes one column of those that have one header, of which each row has text in one at most: a question that stands in two branches of a form.
func (s *Sheet) joinBranches(head []string) {
	first := map[string]int{}
	for j := range head {
		name := title(head[j])
		i, again := first[name]
		if !again || name == "" || otherChoice.MatchString(name) {
			first[name] = j
			continue
		}
		some := func(j int) bool { return slices.ContainsFunc(s.Rows, func(r []string) bool { return !blank(r[j]) }) }
		if !some(i) || !some(j) || slices.ContainsFunc(s.Rows, func(r []string) bool { return !blank(r[i]) && !blank(r[j]) }) {
			continue
		}
		for _, r := range s.Rows {
			if blank(r[i]) {
				r[i] = r[j]
			}
			r[j] = ""
		}
		head[j] = ""
		s.note("columns_joined", "Name", name)
	}
}
