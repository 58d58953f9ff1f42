package job

import (
	"cmp"
	"slices"
	"strings"

	"dure/survey"
	"dure/survey/sheet"
)

// A Twins is a group of rows, and of members who are there, some of which may be the same.
type Twins struct {
	Why     survey.Key
	Columns []string // in which they differ, those first that say who they are
	Rows    []TwinRow
}

// A TwinRow is one of them.
type TwinRow struct {
	Line    int           // of the file; 0 for a member who is there
	Member  survey.Member // who is there
	Cells   []string      // one for each of the columns
	Like    []int         // earlier rows that may be of the same member
	Same    bool          // the row is taken for one of the first of those, see [sheet.Twin]
	Members []survey.Member
	Counts  survey.Key // why the row counts before the others of one member; "" where it does not
	Own     bool       // somebody says that it is of a member of its own
}

// twinsShown is how many groups a page asks about, and twinColumns how many columns it shows of them.
const (
	twinsShown  = 200
	twinColumns = 8
)

// match finds whom of the season each row is of: who has the same name, and the same address or id or no other ones. Whether it is somebody who has the same address or id
// and another name is asked. Until it is said, such a row is of a new member, who is without what the two would share.
func (c *converter) match(season []survey.Member, said map[int]survey.MemberID, all bool) {
	c.known = map[survey.MemberID]survey.Member{}
	m := matching{c: c, by: map[string][]survey.Member{}, taken: map[survey.MemberID]bool{}}
	keys := survey.Keys{}
	for _, o := range season {
		if !o.Waiting {
			c.known[o.ID] = o
			m.enter(o)
			keys.Add(o)
		}
	}
	for _, find := range []func(survey.Member) []survey.Member{m.sure, m.named} {
		for k := range c.rows {
			if row := &c.rows[k].Member; row.ID == 0 {
				if who := m.free(find(*row)); len(who) == 1 {
					m.take(row, who[0])
				}
			}
		}
	}
	for k := range c.rows {
		row, line := &c.rows[k].Member, c.in.Members[k].Line
		if row.ID != 0 {
			continue
		}
		may := m.free(m.asked(*row))
		if len(may) > 0 {
			c.like = append(c.like, TwinRow{Line: line, Members: may})
		}
		id, ok := said[line]
		if i := slices.IndexFunc(may, func(o survey.Member) bool { return o.ID == id || !ok && all }); i >= 0 {
			m.take(row, may[i])
			continue
		}
		*row = keys.Apart(*row)
	}
}

// A matching finds rows among the members of a season.
type matching struct {
	c     *converter
	by    map[string][]survey.Member // by what they are known by
	taken map[survey.MemberID]bool
}

func (m matching) enter(o survey.Member) {
	keys := []string{"@" + survey.Fold(o.Email), "#" + survey.Fold(o.Ref), "=" + o.NameKey()}
	for _, turned := range o.TurnedNameKeys() {
		keys = append(keys, "~"+turned)
	}
	for _, was := range o.Former {
		keys = append(keys, "<"+survey.Member{Name: was.Name}.NameKey(), "<@"+survey.Fold(was.Email), "<#"+survey.Fold(was.Ref))
	}
	for _, key := range keys {
		if len(strings.TrimLeft(key, "<@#=~")) > 0 && !slices.ContainsFunc(m.by[key], func(a survey.Member) bool { return a.ID == o.ID }) {
			m.by[key] = append(m.by[key], o)
		}
	}
}

func (m matching) take(row *survey.Member, o survey.Member) {
	row.ID = o.ID
	m.taken[o.ID] = true
}

// asked are who may be the same, who has the row's name with another address or id, since people have several addresses and every tool ids of its own, and who was called as
// the row is before: a file may be older than the change.
func (m matching) asked(row survey.Member) []survey.Member {
	all := m.maybe(row)
	for _, o := range each(m.by["="+row.NameKey()], m.by["<"+row.NameKey()], m.by["<@"+survey.Fold(row.Email)], m.by["<#"+survey.Fold(row.Ref)]) {
		if !slices.ContainsFunc(all, func(a survey.Member) bool { return a.ID == o.ID }) {
			all = append(all, o)
		}
	}
	return all
}

// free are those who are in no other row.
func (m matching) free(all []survey.Member) []survey.Member {
	return slices.DeleteFunc(slices.Clone(all), func(o survey.Member) bool { return m.taken[o.ID] })
}

// known are who has the row's address or id.
func (m matching) known(row survey.Member) []survey.Member {
	return each(m.by["@"+survey.Fold(row.Email)], m.by["#"+survey.Fold(row.Ref)])
}

// each are the members of the lists, each once.
func each(lists ...[]survey.Member) (all []survey.Member) {
	for _, o := range slices.Concat(lists...) {
		if !slices.ContainsFunc(all, func(a survey.Member) bool { return a.ID == o.ID }) {
			all = append(all, o)
		}
	}
	return all
}

// sure are those of them whose name is not another one, be it that either has none yet, and who has the row's name alone.
func (m matching) sure(row survey.Member) []survey.Member {
	if all := slices.DeleteFunc(m.known(row), func(o survey.Member) bool { return !unnamed(row) && !unnamed(o) && o.NameKey() != row.NameKey() }); len(all) > 0 {
		return all[:1]
	}
	return slices.DeleteFunc(slices.Clone(m.by["="+row.NameKey()]), func(o survey.Member) bool { return o.Key() != row.Key() })
}

// named are who has the row's name, where one of the two is known by nothing else.
func (m matching) named(row survey.Member) []survey.Member {
	return slices.DeleteFunc(slices.Clone(m.by["="+row.NameKey()]), func(o survey.Member) bool { return row.Email+row.Ref != "" && o.Email+o.Ref != "" })
}

// maybe are who may be the same: who has the row's address or id, or the name, be it turned, and no other address or id.
func (m matching) maybe(row survey.Member) []survey.Member {
	lists := [][]survey.Member{m.by["="+row.NameKey()], m.by["~"+row.NameKey()]}
	for _, turned := range row.TurnedNameKeys() {
		lists = append(lists, m.by["="+turned])
	}
	differ := func(a, b string) bool { return a != "" && b != "" && survey.Fold(a) != survey.Fold(b) }
	return each(m.known(row), slices.DeleteFunc(each(lists...), func(o survey.Member) bool { return differ(row.Email, o.Email) || differ(row.Ref, o.Ref) }))
}

// unnamed reports whether a row, or a member who is there, is called by the address or the id.
func unnamed(m survey.Member) bool { return survey.Fold(m.Name) == survey.Fold(cmp.Or(m.Email, m.Ref)) }

// twins are the groups of which somebody has to say who is who.
func (c converter) twins() (all []Twins) {
	row := c.rowsByLine()
	group := map[int]int{}
	for _, g := range c.in.Twins {
		t := Twins{Why: g[0].Why}
		for _, r := range g {
			t.Rows, group[r.Line] = append(t.Rows, TwinRow{Line: r.Line, Like: r.Like, Same: r.Same}), len(all)
		}
		all = append(all, t)
	}
	for _, r := range c.like {
		k, there := group[r.Line]
		if !there {
			k = len(all)
			all = append(all, Twins{Why: c.whyAsked(r), Rows: []TwinRow{{Line: r.Line}}})
		}
		for i := range all[k].Rows {
			if t := &all[k].Rows[i]; t.Line == r.Line {
				t.Members = r.Members
			}
		}
		for _, o := range r.Members {
			if !slices.ContainsFunc(all[k].Rows, func(t TwinRow) bool { return t.Member.ID == o.ID }) {
				all[k].Rows = slices.Insert(all[k].Rows, 0, TwinRow{Member: o})
			}
		}
	}
	for k := range all[:min(twinsShown, len(all))] {
		c.compare(&all[k], row)
	}
	return all
}

// older are the groups of rows that are of one member, of which one counts.
func (c converter) older() (all []Twins) {
	row := c.rowsByLine()
	for _, g := range c.in.Older {
		var t Twins
		for _, o := range g {
			t.Rows = append(t.Rows, TwinRow{Line: o.Line, Counts: o.Why, Own: o.Own})
		}
		if len(all) < twinsShown {
			c.compare(&t, row)
		}
		all = append(all, t)
	}
	return all
}

// rowsByLine are the places of the rows by their lines in the file.
func (c converter) rowsByLine() map[int]int {
	row := map[int]int{}
	for i, line := range c.sheet.Lines {
		row[line] = i
	}
	return row
}

// why is what a row has in common with a member who is there.
func (c converter) why(r TwinRow) survey.Key {
	k := slices.IndexFunc(c.in.Members, func(m sheet.Member) bool { return m.Line == r.Line })
	switch m, o := c.in.Members[k], r.Members[0]; {
	case m.Email != "" && survey.Fold(o.Email) == m.Email:
		return "same_email"
	case m.Ref != "" && survey.Fold(o.Ref) == survey.Fold(m.Ref):
		return "same_id"
	case survey.Member{Name: m.Name}.NameKey() == o.NameKey():
		return "same_name"
	case slices.ContainsFunc(survey.Member{Name: m.Name}.TurnedNameKeys(), func(key string) bool { return key == o.NameKey() }),
		slices.Contains(o.TurnedNameKeys(), survey.Member{Name: m.Name}.NameKey()):
		return "turned_name"
	}
	return "former_name"
}

// whyAsked is why a row and a member are shown together: of one name with different addresses and ids something says that they are two.
func (c converter) whyAsked(r TwinRow) survey.Key {
	k := slices.IndexFunc(c.in.Members, func(m sheet.Member) bool { return m.Line == r.Line })
	m, o := c.in.Members[k], r.Members[0]
	if why := c.why(r); why != "same_name" || m.Email+m.Ref == "" || o.Email+o.Ref == "" {
		return why
	}
	return "same_name_only"
}

// compare finds what a group is to be shown by.
func (c converter) compare(t *Twins, row map[int]int) {
	var columns []int
	for _, who := range []bool{true, false} {
		for j, col := range c.columns {
			differs := slices.ContainsFunc(t.Rows, func(r TwinRow) bool {
				return r.Line > 0 && c.sheet.Rows[row[r.Line]][j] != c.sheet.Rows[row[t.first()]][j]
			})
			if slices.Contains(sheet.Members, col.Use) == who && (who || differs) && len(columns) < twinColumns {
				columns = append(columns, j)
				t.Columns = append(t.Columns, c.sheet.Header[j])
			}
		}
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		for _, j := range columns {
			cell := ""
			if r.Line > 0 {
				cell = survey.Shorten(survey.Clean(c.sheet.Rows[row[r.Line]][j]), cellShown)
			} else {
				cell = cellOf(r.Member, c.columns[j].Use)
			}
			r.Cells = append(r.Cells, cell)
		}
	}
}

// cellShown is how much a page shows of a cell.
const cellShown = 60

// first is the line of the first row of the file.
func (t Twins) first() int {
	i := slices.IndexFunc(t.Rows, func(r TwinRow) bool { return r.Line > 0 })
	return t.Rows[i].Line
}

// cellOf is what stands of a member in a column of a file.
func cellOf(m survey.Member, use sheet.Use) string {
	switch use {
	case sheet.Name, sheet.FirstName:
		return m.Name
	case sheet.Email:
		return m.Email
	case sheet.Ref:
		return m.Ref
	}
	return ""
}
