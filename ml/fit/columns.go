package fit

import (
	"slices"
	"strconv"
	"strings"

	"dure/clustering/team"
	"dure/survey"
)

// maxOptions is how many options of a question are told apart; rarer ones count together.
const maxOptions = 16

// choose finds the columns that are learned from and what they are.
func (r Reading) choose(h *History) error {
	t := h.Table
	taken := []string{r.Rating, r.Team, r.Season}
	identity := identities(t, h.Season)
	for j, name := range t.Header {
		asked := slices.Contains(r.Columns, name)
		if slices.Contains(taken, name) && !asked || slices.Contains(r.Without, name) || asked && name == r.Rating {
			continue
		}
		c := Column{Name: name, Protected: Protected(name)}
		why := ""
		c.Kind, why = kindOf(t, j, r.Level, identity)
		switch {
		case c.Kind == Identity && r.Level == MemberLevel && !asked:
			h.Columns = append(h.Columns, c) // wishes name teammates by it
			h.LeftOut = append(h.LeftOut, name)
			continue
		case r.Columns != nil && !asked || r.Team == "" && h.usesTeam(name) && !asked, why != "" && !asked:
			h.LeftOut = append(h.LeftOut, name)
			continue
		case why == "blank":
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
			c.Kind = asNumberOrCategory(t, j)
		}
		c.Busy = c.Kind == Hours && survey.BusyHours(name)
		h.Columns = append(h.Columns, c)
	}
	return r.theory(h)
}

// usesTeam reports whether the rows were grouped by the column without being told so.
func (h *History) usesTeam(name string) bool {
	return slices.ContainsFunc(h.Notes, func(f survey.Message) bool { return f.Key == "team_found" && f.Args["Column"] == name })
}

// theory marks the columns that the theory score is made of: those that were named, or else
// those whose headers say so.
func (r Reading) theory(h *History) error {
	for p, name := range r.Theory {
		i := slices.IndexFunc(h.Columns, func(c Column) bool { return c.Name == name })
		if i < 0 {
			return bad("theory_left_out", "Column", name, "Part", string(p))
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
func kindOf(t survey.Table, j int, level Level, identity []int) (Kind, string) {
	kind := t.ColumnKind(j)
	if level == MemberLevel {
		if slices.Contains(identity, j) {
			return Identity, "id"
		}
		if _, ok := team.Weekday(t.Header[j]); ok && kind != survey.Blank && areTimes(t, j) {
			return Hours, ""
		}
		if names(t, j, identity) {
			return wishKind(t.Header[j]), ""
		}
	}
	switch kind {
	case survey.Numbers:
		return Number, ""
	case survey.Category:
		if distinct(t, j) > 64 {
			return Category, "many"
		}
		return Category, ""
	case survey.Choices:
		return Choices, ""
	case survey.Serial:
		if len(t.Rows) < 30 && !callsTeam(t.Header[j]) && !inOrder(t, j) {
			return Number, ""
		}
		return Number, "serial"
	case survey.Named:
		return asNumberOrCategory(t, j), "id"
	case survey.FreeText:
		return Category, "free_text"
	}
	return Category, "blank"
}

// inOrder reports whether whole numbers only rise down the column, as numbers of rows do.
func inOrder(t survey.Table, j int) bool {
	last := 0.0
	for i, row := range t.Rows {
		v, ok := survey.ParseNumber(row[j])
		if ok && i > 0 && v <= last {
			return false
		}
		last = v
	}
	return true
}

func asNumberOrCategory(t survey.Table, j int) Kind {
	if t.Numeric(j) {
		return Number
	}
	return Category
}

func distinct(t survey.Table, j int) int {
	seen := map[string]bool{}
	for _, row := range t.Rows {
		seen[strings.TrimSpace(row[j])] = true
	}
	return len(seen)
}

// identities are the columns that name members: called name, id or e-mail, nearly all different
// within a season.
func identities(t survey.Table, season []string) []int {
	var out []int
	for j, header := range t.Header {
		w := strings.Join(words(header), " ")
		if t.ColumnKind(j) != survey.Named && !slices.Contains([]string{"name", "full name", "member", "member id", "student", "student id",
			"email", "e mail", "이름", "성명", "학번", "회원", "이메일"}, w) {
			continue
		}
		seen := map[string]bool{}
		filled := 0
		for i, row := range t.Rows {
			if survey.Missing(row[j]) {
				continue
			}
			filled++
			key := survey.Fold(row[j])
			if season != nil {
				key += "\x00" + season[i]
			}
			seen[key] = true
		}
		if filled > 0 && 10*len(seen) >= 9*filled {
			out = append(out, j)
		}
	}
	return out
}

// names reports whether the cells of a column mostly name members.
func names(t survey.Table, j int, identity []int) bool {
	known := map[string]bool{}
	for _, k := range identity {
		for _, row := range t.Rows {
			known[survey.Fold(row[k])] = true
		}
	}
	delete(known, "")
	hit, all := 0, 0
	for _, row := range t.Rows {
		for _, name := range listed(row[j]) {
			all++
			if known[survey.Fold(name)] {
				hit++
			}
		}
	}
	return all > 0 && 10*hit >= 8*all && len(identity) > 0 && wishKind(t.Header[j]) != ""
}

// wishKind tells by its header whether a column holds wished or avoided teammates, "" if neither.
func wishKind(header string) Kind {
	low := strings.ToLower(header)
	has := func(list ...string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return strings.Contains(low, s) })
	}
	switch {
	case has("avoid", "not with", "dislike", "피하", "기피", "싫"):
		return Avoided
	case has("wish", "want", "prefer", "friend", "teammate", "희망", "원하", "함께", "같이"):
		return Wished
	}
	return ""
}

// listed splits a cell with several values.
func listed(cell string) []string {
	if survey.Missing(cell) {
		return nil
	}
	var out []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// areTimes reports whether every answer of a column lists times.
func areTimes(t survey.Table, j int) bool {
	for _, row := range t.Rows {
		if survey.Missing(row[j]) {
			continue
		}
		if _, err := team.Times(row[j]); err != nil {
			return false
		}
	}
	return !t.Numeric(j)
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
