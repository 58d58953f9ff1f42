// Leaks: columns that know the outcome since they were asked after it, or were made of it. They make a score
// that no team to come will have. Two signs are looked for before anything is learned: a column that alone
// tells more of the rating than what is known beforehand does, and a header that tells of afterwards.

package fit

import (
	"math"
	"slices"
	"strings"

	"dure/survey"
)

// maxTold is the share of the ratings' variance that a column alone may tell: a third, a correlation of 0.577.
// Of all that was ever measured before people work, work samples tell most, with a correlation of 0.54;
// Schmidt and Hunter (1998), "The validity and utility of selection methods in personnel psychology",
// Psychological Bulletin 124, table 1. Questions put to teams about their own work at the time of the rating
// reach 0.57 (procedural justice in the 89 teams of a business game, robmed's BSG2014).
const maxTold = 1.0 / 3

// noteLeaks notes the columns that may know the outcome. With few teams chance alone makes them.
func (h *History) noteLeaks() {
	var rows []int
	teams := map[string]bool{}
	for i, y := range h.Rating {
		if !math.IsNaN(y) {
			rows, teams[h.Team[i]] = append(rows, i), true
		}
	}
	s := schemaOf(*h)
	c, err := s.encode(h.Table)
	if err != nil {
		return // of a column that is not there, which learning tells
	}
	y := pick(h.Rating, rows)
	for k, col := range s.Columns {
		told := 0.0
		for _, x := range c.columns(k, len(col.Options)) {
			told = max(told, squaredCorrelation(pick(x, rows), y))
		}
		if n, ok := leakNote(col.Name, told, len(teams)); ok {
			h.Notes = append(h.Notes, n)
		}
	}
}

// maxAlike is the same for a table of anything, of which nothing is known beforehand: that a petal's length tells the species is no leak. A column
// that tells nine tenths, a correlation of 0.95, agrees with the outcome as a second measurement of it would, by the best of tests; Nunnally and
// Bernstein (1994), "Psychometric theory", page 265, want a reliability of 0.95 where persons are decided on.
const maxAlike = 0.9

// leakNote is the note on a column that tells a share of a rating's variance, of n teams; false where
// there is nothing to note.
func leakNote(name string, told float64, n int) (survey.Message, bool) {
	if told >= maxTold && n >= minTeams {
		return survey.Say("leak_column", "Column", name, "Percent", math.Round(100*told), "Most", math.Round(100*maxTold)), true
	}
	return leakName(name)
}

// leakAlike is the same of a table of anything with n rows.
func leakAlike(name string, told float64, n int) (survey.Message, bool) {
	if told >= maxAlike && n >= minTeams {
		return survey.Say("leak_alike", "Column", name, "Percent", math.Round(100*told)), true
	}
	return leakName(name)
}

func leakName(name string) (survey.Message, bool) {
	return survey.Say("leak_name", "Column", name), Afterwards(name)
}

// AsksLeak reports whether a message asks if a column is known before the outcome.
func AsksLeak(m survey.Message) bool {
	return m.Key == "leak_column" || m.Key == "leak_alike" || m.Key == "leak_name"
}

// columns are the numbers that column k becomes: itself, or one for each option, NaN where there is no answer.
func (c *cells) columns(k, options int) [][]float64 {
	if c.number[k] != nil {
		return [][]float64{c.number[k]}
	}
	var out [][]float64
	for o := range options {
		if c.bits[k] == nil {
			break
		}
		x := make([]float64, c.n)
		for i, bits := range c.bits[k] {
			if x[i] = float64(bits >> o & 1); bits == 0 {
				x[i] = math.NaN()
			}
		}
		out = append(out, x)
	}
	return out
}

// squaredCorrelation is that of x and y over the rows where x is a number; 0 where either does not vary.
func squaredCorrelation(x, y []float64) float64 {
	var known []int
	for i, v := range x {
		if v == v {
			known = append(known, i)
		}
	}
	x, y = pick(x, known), pick(y, known)
	_, sx := zScores(x)
	_, sy := zScores(y)
	if !(sx > 1e-12 && sy > 1e-12) {
		return 0
	}
	r := dot(x, y) / float64(len(x))
	return r * r
}

// afterWords are words of headers that tell of afterwards: those of a phrase follow each other.
var afterWords = []string{"afterwards", "after the season", "after the term", "after the semester", "after the course", "after the project", "again", "repeat", "outcome", "outcomes", "final", "satisfaction", "satisfied", "in hindsight", "looking back",
	"end of season", "end of term", "end of semester", "end of the season", "end of the term", "post survey", "post test", "posttest", "follow up", "exit survey"}

// afterKorean are the same within Korean headers.
var afterKorean = []string{"다시", "결과", "만족", "최종", "끝난 뒤", "끝난 후", "종료 후", "사후", "돌이켜", "돌아보면", "마친 뒤", "마친 후", "소감"}

// Afterwards reports whether a header tells of what can be known only when teams have worked.
func Afterwards(header string) bool { return tells(header, afterWords, afterKorean) }

// tells reports whether a header has one of some words or phrases, or one of the Korean ones within it.
func tells(header string, english, korean []string) bool {
	if slices.ContainsFunc(korean, func(s string) bool { return strings.Contains(header, s) }) {
		return true
	}
	called := " " + strings.Join(words(header), " ") + " "
	return slices.ContainsFunc(english, func(s string) bool { return strings.Contains(called, " "+s+" ") })
}
