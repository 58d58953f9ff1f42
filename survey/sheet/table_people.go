package sheet

import (
	"cmp"
	"slices"
	"strings"

	"dure/survey"
)

// people reads cells that name members. A member comes before a word for no answer: "Na" may be either, "N/A" is no name.
func (r *tableReader) people(j int, cells []string) survey.People {
	cells = slices.Clone(cells)
	for i, row := range r.sheet.Rows {
		text := strings.TrimSpace(row[j])
		names := func(m survey.Mention) bool { return len(m.Members)+len(m.Near) > 0 }
		if cells[i] == "" && key(text) != "" && !strings.Contains(text, "/") && slices.ContainsFunc(r.directory(i).Mentions(i, r.side(j), text), names) {
			cells[i] = text
		}
	}
	mentions := r.mentions(j, cells)
	for i, all := range mentions {
		for _, m := range all {
			r.tell(i, j, m)
		}
	}
	return survey.PeopleOf(cells, mentions)
}

func (r *tableReader) mentions(j int, cells []string) [][]survey.Mention {
	mentions := make([][]survey.Mention, len(cells))
	for i, cell := range cells {
		mentions[i] = r.directory(i).Mentions(i, r.side(j), cell)
	}
	return mentions
}

// side is what column j says of teammates: what somebody asked for, else what its header says.
func (r *tableReader) side(j int) survey.Side {
	name := r.sheet.Header[j]
	avoided := survey.ReadMates(name).Avoided
	if r.as.Types[name] == survey.PeopleColumn {
		avoided = slices.Contains(r.as.Avoided, name)
	}
	if avoided {
		return survey.AvoidedSide
	}
	return survey.WishedSide
}

// tell lists a name that was not taken as it is written. Names out of one text are listed together.
func (r *tableReader) tell(i, j int, m survey.Mention) {
	row, column := r.sheet.Line(i), r.sheet.Header[j]
	switch {
	case !m.Counts:
		near := []string{}
		for _, k := range m.Near {
			near = append(near, r.callApart(k, m.Near))
		}
		r.reading.NotUnderstood = append(r.reading.NotUnderstood, Unread{Row: row, Column: column, Text: m.Text, Reason: m.Reason, Near: near})
	case m.Reason != "":
		taken := Assumed{Row: row, Column: column, Text: m.Text, Reason: m.Reason}
		for _, k := range m.Members {
			taken.TakenAs = append(taken.TakenAs, r.ids[k])
		}
		if m.Reason != survey.AsTwo {
			r.reading.Assumed = append(r.reading.Assumed, taken)
			return
		}
		taken.Text = m.Within
		if last := len(r.reading.Assumed) - 1; last >= 0 && r.reading.Assumed[last].sameText(taken) {
			r.reading.Assumed[last].TakenAs = append(r.reading.Assumed[last].TakenAs, taken.TakenAs...)
			return
		}
		r.reading.Assumed = append(r.reading.Assumed, taken)
	}
}

// callApart calls a member by the name in the file, or by the id where another of them has the name too.
func (r *tableReader) callApart(member int, among []int) string {
	for _, k := range among {
		if k != member && r.names[k] == r.names[member] {
			return r.ids[member]
		}
	}
	return cmp.Or(r.names[member], r.ids[member])
}

// Finder returns what finds members by what each row says who they are, ids, names and addresses, as teammates are found, and tells their ids.
func (s Sheet) Finder(id string) func(typed string) (id string, ok bool) {
	g := newGuesser(s)
	g.about()
	r := tableReader{sheet: s, as: As{ID: id}, about: g}
	if len(s.Rows) == 0 {
		return func(string) (string, bool) { return "", false }
	}
	known := r.directory(0)
	return func(typed string) (string, bool) {
		i, ok := known.Find(typed)
		if !ok {
			return "", false
		}
		return r.ids[i], true
	}
}

// Called is what people call the members: by name, with the id where names repeat, and by the id alone where the file has no names.
func (s Sheet) Called(id string) []string {
	if len(s.Rows) == 0 {
		return nil
	}
	g := newGuesser(s)
	g.about()
	r := tableReader{sheet: s, as: As{ID: id}, about: g}
	r.directory(0)
	times := map[string]int{}
	for _, name := range r.names {
		times[name]++
	}
	out := make([]string, len(s.Rows))
	for i, name := range r.names {
		if out[i] = cmp.Or(name, r.ids[i]); name != "" && times[name] > 1 {
			out[i] += " (" + r.ids[i] + ")"
		}
	}
	return out
}

// directory is where the teammates of row i are looked for.
func (r *tableReader) directory(i int) *survey.Directory {
	if r.known == nil {
		r.known = map[string]*survey.Directory{}
		r.enterMembers()
	}
	return r.known[r.within(i)]
}

func (r *tableReader) within(i int) string {
	if j := r.sheet.Column(r.as.Within); j >= 0 {
		return survey.SpellingKey(r.sheet.Rows[i][j])
	}
	return ""
}

// enterMembers enters what each row says who the member is. The number of a row is not what people type, unless there is nothing else.
func (r *tableReader) enterMembers() {
	r.ids = r.sheet.IDs(r.as.ID)
	tells := func(c Column) bool { return c.Use != Timestamp && slices.Contains(Members, c.Use) }
	numbered := r.as.ID == "" && slices.ContainsFunc(r.about.Columns, tells)
	order := map[int]nameOrder{}
	for j, c := range r.about.Columns {
		if c.Use == Name {
			order[j] = r.about.columns[j].nameOrder()
		}
	}
	for i, row := range r.sheet.Rows {
		known := r.known[r.within(i)]
		if known == nil {
			known = survey.NewDirectory()
			r.known[r.within(i)] = known
		}
		var name, first, last, email string
		ids := r.ids[i : i+1 : i+1]
		if numbered {
			ids = []string{""}
		}
		for j, c := range r.about.Columns {
			switch c.Use {
			case Name:
				name = order[j].name(row[j])
			case FirstName:
				first = row[j]
			case LastName:
				last = row[j]
			case Email:
				email = row[j]
			case Ref:
				ids = append(ids, survey.OneLine(row[j]))
			}
		}
		name = cmp.Or(strings.TrimSpace(name), join(first, last))
		r.names = append(r.names, name)
		for _, id := range ids {
			known.Add(i, id, email, name)
		}
	}
}
