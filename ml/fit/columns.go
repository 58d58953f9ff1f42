// Which columns of a history are learned from, and as what. Names of members, serial numbers, free
// text and protected traits are left out unless asked for; a note says so. The parts of the theory
// score are recognised by words in headers.

package fit

import (
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

// maxOptions is how many options of a question are told apart; rarer ones count together.
const maxOptions = 16

// chooseColumns finds the columns that are learned from and what they are.
func (r ColumnRoles) chooseColumns(h *History) error {
	taken := []string{r.Rating, r.Team, r.Section, r.Season}
	for _, column := range h.Table.Columns {
		name := column.Name
		asked := slices.Contains(r.Columns, name)
		if slices.Contains(taken, name) && !asked || slices.Contains(r.Without, name) || asked && name == r.Rating {
			continue
		}
		c := Column{Name: name, Protected: Protected(name)}
		why := ""
		c.Kind, why = r.kindOf(column, h.Season)
		switch {
		case r.Columns != nil && !asked || r.Team == "" && h.usesTeam(name) && !asked, why != "" && !asked:
			h.LeftOut = append(h.LeftOut, name)
			continue
		case why == survey.AsideBlank:
			h.LeftOut = append(h.LeftOut, name)
			continue
		case c.Protected && !asked:
			h.LeftOut = append(h.LeftOut, name)
			h.Notes = append(h.Notes, survey.Say("protected_left_out", "Column", name))
			continue
		case c.Protected:
			h.Notes = append(h.Notes, survey.Say("protected_used", "Column", name))
		}
		if why != "" {
			c.Kind = numberOrCategory(column)
		}
		if hours, ok := column.Values.(survey.Hours); ok {
			c.Busy = hours.Busy
		}
		h.Columns = append(h.Columns, c)
	}
	return r.markTheory(h)
}

// usesTeam reports whether the rows were grouped by the column without being told so.
func (h *History) usesTeam(name string) bool {
	return slices.ContainsFunc(h.Notes, func(f survey.Message) bool { return f.Key == "team_found" && f.Args["Column"] == name })
}

// markTheory marks the columns that the theory score is made of: those that were named, or else
// those whose headers say so.
func (r ColumnRoles) markTheory(h *History) error {
	for p, name := range r.Theory {
		i := slices.IndexFunc(h.Columns, func(c Column) bool { return c.Name == name })
		if i < 0 {
			return invalid("theory_left_out", "Column", name, "Part", string(p))
		}
		h.Columns[i].Theory = p
	}
	if len(r.Theory) > 0 {
		return nil
	}
	for i := range h.Columns {
		h.Columns[i].Theory = guessPart(h.Columns[i])
	}
	return nil
}

// kindOf tells what a column is, and why it should not be learned from, "" if it should.
func (r ColumnRoles) kindOf(c survey.Column, season []string) (Kind, string) {
	if r.Level == MemberLevel {
		switch {
		case c.Type() == survey.HourColumn:
			return Hours, ""
		case c.Type() == survey.PeopleColumn:
			return mateKind(c.Name), ""
		case namesMembers(c, season):
			return numberOrCategory(c), survey.AsideID
		}
	}
	kind := numberOrCategory(c)
	switch {
	case c.Aside == survey.AsideSerial:
		if c.Len() < 30 && !survey.NamesTeam(c.Name) && !inOrder(c) {
			return kind, ""
		}
		return kind, c.Aside
	case c.Aside != "" && c.Aside != survey.AsideTimes && c.Aside != survey.AsidePlace: // which are answers all the same
		return kind, c.Aside
	case kind == Category && distinct(c) > 64:
		return kind, "many"
	}
	return kind, ""
}

// inOrder reports whether whole numbers only rise down the column, as numbers of rows do.
func inOrder(c survey.Column) bool {
	x, _ := c.Measured()
	last := 0.0
	for i, v := range x {
		if i > 0 && v <= last {
			return false
		}
		last = v
	}
	return true
}

// numberOrCategory tells how the answers of a column are coded: numbers as they are, sets of options as
// several bits, all else as one of several categories.
func numberOrCategory(c survey.Column) Kind {
	if _, ok := c.Measured(); ok {
		return Number
	}
	if t := c.Type(); t == survey.SetColumn || t == survey.HourColumn || t == survey.RankColumn {
		return Choices
	}
	return Category
}

// distinct is how many different answers a column has; none at all is one of them.
func distinct(c survey.Column) int {
	seen := 0
	for _, code := range c.Codes() {
		seen = max(seen, code+1)
	}
	return seen
}

// namesMembers reports whether a column names members: called name, id or e-mail, nearly all
// different within a season.
func namesMembers(c survey.Column, season []string) bool {
	called := strings.Join(words(c.Name), " ")
	if c.Aside != survey.AsideID && !slices.Contains([]string{"name", "full name", "member", "member id", "student", "student id",
		"email", "e mail", "이름", "성명", "학번", "회원", "이메일"}, called) {
		return false
	}
	seen := map[string]bool{}
	answered := 0
	for i := range c.Len() {
		if !c.Answered(i) {
			continue
		}
		answered++
		key := survey.Fold(c.Cell(i))
		if season != nil {
			key += "\x00" + season[i]
		}
		seen[key] = true
	}
	return answered > 0 && 10*len(seen) >= 9*answered
}

// mateKind tells by its header whether a column of teammates holds wished or avoided ones.
func mateKind(header string) Kind {
	if survey.ReadMates(header).Avoided {
		return Avoided
	}
	return Wished
}

// partWords are words of headers that tell of a part of the theory score.
var partWords = map[Part][]string{
	Commitment: {"commitment", "committed", "conscientious", "conscientiousness", "성실", "책임감", "헌신", "열의"},
	Kindness:   {"kindness", "agreeable", "agreeableness", "친화", "친절", "배려"},
	Skills:     {"skill", "skills", "role", "roles", "역할", "기술"},
}

// guessPart tells by its header which part of the theory score a column is.
func guessPart(c Column) Part {
	if c.Kind == Hours {
		return Free
	}
	ws := words(c.Name)
	for _, p := range Parts {
		wanted := Number
		if p == Skills {
			if c.Kind == Number {
				continue
			}
			wanted = c.Kind
		}
		if c.Kind == wanted && slices.ContainsFunc(partWords[p], func(s string) bool {
			return slices.Contains(ws, s) || s[0] >= 0x80 && strings.Contains(c.Name, s)
		}) {
			return p
		}
	}
	return ""
}

func itoa(i int) string { return strconv.Itoa(i) }
