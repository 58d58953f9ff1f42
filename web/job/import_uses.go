package job

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
	"dure/survey/sheet"
)

// UseField is the field of the form that says what column j is.
func UseField(j int) string { return fmt.Sprintf("use%d", j) }

// JoinedUse is what a column is that is of the same question as column k: members were asked in one of the two.
func JoinedUse(k int) string { return fmt.Sprintf("joined%d", k) }

// joinedTo is the column to which one with the use is joined.
func joinedTo(use string) (k int, ok bool) {
	digits, ok := strings.CutPrefix(use, "joined")
	k, err := strconv.Atoi(digits)
	return k, ok && err == nil
}

// joined are the columns that are joined to earlier ones.
func (p Plan) joined() map[int]int {
	all := map[int]int{}
	for j, use := range p.Uses {
		if k, ok := joinedTo(use); ok && k >= 0 && k < j {
			if first, further := all[k]; further {
				k = first
			}
			all[j] = k
		}
	}
	return all
}

// offerJoins says of each column with which earlier ones it may be of one question, as where a form has branches.
func (l Look) offerJoins(s sheet.Sheet) {
	if len(l.Columns) > joinsCompared {
		return
	}
	filled := make([][]uint64, len(l.Columns))
	for j := range filled {
		filled[j] = make([]uint64, len(s.Rows)/64+1)
		answered := s.Answered(j, l.Plan.Columns[j])
		for i := range s.Rows {
			if answered(i) {
				filled[j][i/64] |= 1 << (i % 64)
			}
		}
		if c := &l.Columns[j]; c.Filled > 0 && c.Filled < len(s.Rows) {
			for k := range j {
				apart := true
				for w, bits := range filled[j] {
					apart = apart && bits&filled[k][w] == 0
				}
				if apart && l.Columns[k].Filled > 0 {
					c.Joins = append(c.Joins, k)
				}
			}
		}
	}
}

// joinsCompared is up to how many columns each is compared with each.
const joinsCompared = 400

// resolve returns the plan for a sheet: as it was typed, or as one is proposed where it says nothing of its columns, and what of it cannot be. What the program found out
// about a column stands as long as the column is taken for what was guessed.
func (p Plan) resolve(s sheet.Sheet, asked survey.Survey) (Plan, sheet.Sheet, []*survey.InvalidError) {
	if len(p.Uses) != len(s.Header) {
		if len(p.Columns) != len(s.Header) { // nothing is planned yet, or for the table as it was before it was turned
			as := PlanOf(s, asked)
			p.Columns, p.Existing, p.Uses = as.Columns, as.Existing, nil
		}
		return p, s, nil
	}
	if p.recalled {
		p.Uses = p.asAsked(s, asked)
	}
	joined := p.joined()
	s = s.Joined(joined)
	guess, uses := sheet.Guess(s), usesOf(asked)
	p.Columns, p.Existing = make([]sheet.Column, len(s.Header)), make([]survey.QuestionID, len(s.Header))
	var wrong []*survey.InvalidError
	for j := range s.Header {
		u, ok := uses[p.Uses[j]]
		if _, is := joined[j]; is {
			u, ok = Taken{Use: sheet.LeaveOut}, true
		}
		if !ok {
			wrong = append(wrong, &survey.InvalidError{Field: UseField(j), Reason: "use_choose"})
			continue
		}
		p.Columns[j], p.Existing[j] = u.Of(guess.Columns[j], s, j), u.Question
	}
	return p, s, append(wrong, p.check(asked)...)
}

// Recalled reports whether the plan is that of a file before.
func (p Plan) Recalled() bool { return p.recalled }

// Again is the plan for the next file with the same columns: with what its words mean, and without what was said of single rows, and of when answers were given.
func (p Plan) Again() Plan {
	return Plan{Uses: p.Uses, Choice: p.Choice, Who: sheet.Who{NewestFirst: p.NewestFirst}, Beyond: p.Beyond, Meant: p.Meant, Options: p.Options, recalled: true}
}

// asAsked lets what was a new question be the one that the survey asks by now, and what is asked no more what is proposed for it, as what was to be chosen
// from several options and has one in this file.
func (p Plan) asAsked(s sheet.Sheet, asked survey.Survey) []string {
	guess, uses, all := PlanOf(s, asked), usesOf(asked), slices.Clone(p.Uses)
	for j, use := range all {
		_, joined := joinedTo(use)
		u, known := uses[use]
		again := guess.Existing[j] != 0 && u.Question == 0 && u.Use.Asks()
		single := u.Question == 0 && slices.Contains([]sheet.Use{sheet.OneOf, sheet.AnyOf, sheet.Rank}, u.Use) && oneText(s, j)
		if !joined && (!known || again || single) {
			all[j] = guess.use(j, asked)
		}
	}
	return all
}

// oneText reports whether all cells of a column say the same, or nothing.
func oneText(s sheet.Sheet, j int) bool {
	said := ""
	for _, row := range s.Rows {
		if cell := strings.TrimSpace(row[j]); !survey.Missing(cell) && cell != said {
			if said != "" {
				return false
			}
			said = cell
		}
	}
	return true
}

// use is the value of the drop-down list for column j.
func (p Plan) use(j int, asked survey.Survey) string {
	if len(p.Uses) == len(p.Columns) {
		return p.Uses[j]
	}
	id, c := p.Existing[j], p.Columns[j]
	if id == 0 {
		return string(c.Use)
	}
	q, there := asked.Question(id)
	if !there {
		return q.Field()
	}
	for _, h := range q.Headings() {
		if sheet.Use(h.Use) == c.Use && (h.Part == "" || h.Part == c.Part) {
			return h.Field
		}
	}
	return q.Field()
}

// usesOf says what each line of the drop-down list means.
func usesOf(asked survey.Survey) map[string]Taken {
	all := map[string]Taken{string(sheet.LeaveOut): {Use: sheet.LeaveOut}}
	for _, u := range slices.Concat(sheet.Members, sheet.Questions) {
		all[string(u)] = Taken{Use: u}
	}
	for _, q := range asked.Questions {
		for _, h := range q.Headings() {
			all[h.Field] = TakenFor(q, h)
		}
	}
	return all
}

// check finds what can be told without reading the rows: nobody to tell members by, or one thing twice.
func (p Plan) check(asked survey.Survey) []*survey.InvalidError {
	who := []sheet.Use{sheet.Name, sheet.FirstName, sheet.LastName, sheet.Email, sheet.Ref}
	if !slices.ContainsFunc(p.Columns, func(c sheet.Column) bool { return slices.Contains(who, c.Use) }) {
		return []*survey.InvalidError{{Reason: "who_missing"}}
	}
	var wrong []*survey.InvalidError
	seen := map[string]int{}
	for j, c := range p.Columns {
		if first, again := seen[p.use(j, asked)]; again && p.once(first, j) {
			wrong = append(wrong, &survey.InvalidError{Field: UseField(j), Reason: "use_again"})
			continue
		}
		if c.Use != sheet.LeaveOut {
			seen[p.use(j, asked)] = j
		}
	}
	return wrong
}

// once reports whether two columns may not be taken for the same thing: only questions of several columns have several.
func (p Plan) once(a, b int) bool {
	if p.Existing[b] == 0 {
		return !p.Columns[b].Use.Asks()
	}
	return !sheet.Joins(p.Columns[a], p.Columns[b])
}
