package sheet

import (
	"cmp"
	"crypto/sha256"
	"maps"
	"slices"
	"strings"
	"unicode"

	"dure/survey"
)

// Two rows are of one member where they have the same id and name, or the same address and name, be it turned ("PARK, Di" is "Di Park") or with a middle initial more; what becomes of
// them is shown before it is saved, and somebody may say that they are of two. So are rows of one name that say the same throughout, unless somebody
// says that they are two: forms are sent twice, but two of one name may as well have answered alike. Different names are never merged, nor names of which one is the other turned, nor rows of one name that differ, of which no id and no address says that they are one: families share an address, and a club has two members of one name. Of such rows it is
// asked whether they are one; until somebody says so, they are not.

// Who is what somebody said of rows that may be of one member.
type Who struct {
	Same        map[int]int  `json:",omitempty"` // the line of a row, and that of an earlier one of the same member; its own where it is a member of its own
	AllSame     bool         `json:",omitempty"` // where it says nothing, the row is of the same member as the first that it is like
	Apart       map[int]bool `json:",omitempty"` // lines of rows that are of members of their own, though id or address and the name say otherwise
	NewestFirst bool         `json:",omitempty"` // of rows that no time tells apart the first counts, not the last
}

// A Twin is a row of a group of which some may be of the same member.
type Twin struct {
	Line int
	Like []int      // the lines of earlier rows that may be of the same member; none for the first row of a group
	Why  survey.Key // what says so: "same_email", "same_id", "same_row", "same_name" or "turned_name"
	Same bool       // the row says the same as the first of those throughout, and is of the same member where nobody says otherwise
}

// Limits on how many rows of a name, an address or an id are compared with each other, and on how many a row is said to be like.
const (
	likeCompared = 50
	likeShown    = 5
)

// A sorter sorts the rows of a file by whose they are.
type sorter struct {
	rows  []Member
	says  func(i int) string // what a row says besides who and when: equal where two rows say the same
	first []int              // of each row, an earlier one of the same member, or itself
	sure  []int              // of each row, the first of those whose id or address and name say that they are of one member
	lines map[int]int
}

// An Older is a row of several whose id or address and name say that they are of one member. Of these one counts, unless somebody says that they are of two.
type Older struct {
	Line   int
	Counts bool
	Why    survey.Key // of the row that counts: "counts_newest" by its time, "counts_last" or "counts_first" in the file
	Own    bool       // somebody says that the row is of a member of its own
}

func newSorter(a applier) *sorter {
	p := &sorter{rows: a.members, lines: map[int]int{}}
	p.says = func(i int) string {
		var all []byte
		for j, c := range a.columns {
			if !slices.Contains(Members, c.Use) {
				all = append(append(all, strings.TrimSpace(a.sheet.Rows[i][j])...), 0)
			}
		}
		sum := sha256.Sum256(all)
		return string(sum[:])
	}
	for i := range a.sheet.Rows {
		p.first = append(p.first, i)
		p.lines[p.rows[i].Line] = i
	}
	return p
}

// settle returns the members, each once, the rows that are passed over for them, what is to be asked and to be told, and of how many members no time says which row is the newest.
func (p *sorter) settle(said Who) (kept []Member, passed []Replaced, twins [][]Twin, older [][]Older, undated int) {
	p.joinSure(said.Apart)
	like := p.alike()
	twins = p.groups(like)
	for _, group := range twins {
		for _, t := range group {
			to, ok := said.Same[t.Line]
			if !ok && (said.AllSame || t.Same) && len(t.Like) > 0 {
				to = t.Like[0]
			}
			if slices.Contains(t.Like, to) {
				p.join(p.lines[to], p.lines[t.Line])
			}
		}
	}
	kept, passed, unclear := p.newest(said.NewestFirst)
	older = p.older(passed, said)
	keys := survey.Keys{}
	for k, m := range kept {
		apart := keys.Apart(survey.Member{Name: m.Name, Email: m.Email, Ref: m.Ref})
		kept[k].Email, kept[k].Ref = apart.Email, apart.Ref
	}
	return kept, passed, twins, older, len(unclear)
}

func (p *sorter) root(i int) int {
	for p.first[i] != i {
		p.first[i] = p.first[p.first[i]]
		i = p.first[i]
	}
	return i
}

func (p *sorter) join(i, j int) {
	x, y := p.root(i), p.root(j)
	p.first[max(x, y)] = min(x, y)
}

// joinSure makes one of rows that are surely of one member, but of those that somebody says are of members of their own.
func (p *sorter) joinSure(own map[int]bool) {
	same := sorter{first: slices.Clone(p.first)}
	by := map[string]int{}
	for i, m := range p.rows {
		var keys []string
		if m.Email != "" {
			keys = append(keys, "@"+m.Email+"\x00"+m.sureKey())
		}
		if m.Ref != "" {
			keys = append(keys, "#"+survey.Fold(m.Ref)+"\x00"+m.sureKey())
		}
		for _, k := range keys {
			if j, ok := by[k]; ok {
				same.join(j, i)
			} else {
				by[k] = i
			}
		}
	}
	first := map[int]int{}
	for i, m := range p.rows {
		p.sure = append(p.sure, same.root(i))
		if own[m.Line] {
			continue
		}
		if j, ok := first[p.sure[i]]; ok {
			p.join(j, i)
		} else {
			first[p.sure[i]] = i
		}
	}
}

// sureKey is the same of names that are one beside the same address or id: in either order, and with a middle initial or without.
func (m Member) sureKey() string {
	if m.unnamed {
		return ""
	}
	words := strings.FieldsFunc(m.Name, func(r rune) bool { return r == ',' || r == ' ' })
	if long := slices.DeleteFunc(slices.Clone(words), initial); len(long) > 1 {
		words = long
	}
	name := survey.Member{Name: strings.Join(words, " ")}
	return slices.Min(append(name.TurnedNameKeys(), name.NameKey()))
}

// initial reports whether a word is the first letter of a name: "J.".
func initial(word string) bool {
	r := []rune(strings.TrimSuffix(word, "."))
	return len(r) == 1 && unicode.In(r[0], unicode.Latin, unicode.Cyrillic, unicode.Greek)
}

// older are the groups of rows that are surely of one member, in the order of the file, each with what becomes of it.
func (p *sorter) older(passed []Replaced, said Who) (all [][]Older) {
	gone, newest := map[int]bool{}, map[int]bool{} // of each row for which others are passed over, whether the times say so
	for _, r := range passed {
		at, before := p.rows[p.lines[r.By]].At, p.rows[p.lines[r.Line]].At
		was, there := newest[r.By]
		gone[r.Line], newest[r.By] = true, (was || !there) && !before.IsZero() && at.After(before)
	}
	times, group := map[int]int{}, map[int]int{}
	for i := range p.rows {
		times[p.sure[i]]++
	}
	for i, m := range p.rows {
		root := p.sure[i]
		if times[root] < 2 {
			continue
		}
		if root == i {
			group[root], all = len(all), append(all, nil)
		}
		o := Older{Line: m.Line, Counts: !gone[m.Line], Own: said.Apart[m.Line]}
		switch dated, before := newest[m.Line]; {
		case !before:
		case dated:
			o.Why = "counts_newest"
		case said.NewestFirst:
			o.Why = "counts_first"
		default:
			o.Why = "counts_last"
		}
		all[group[root]] = append(all[group[root]], o)
	}
	return all
}

// nameKey tells names apart; nobody's is "".
func (m Member) nameKey() string {
	if m.unnamed {
		return ""
	}
	return survey.Member{Name: m.Name}.NameKey()
}

func (m Member) turnedKeys() []string { return survey.Member{Name: m.Name}.TurnedNameKeys() }

// contradicts reports whether ids or addresses say that two rows of one name, or one turned, are of two members.
func (m Member) contradicts(o Member) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && survey.Fold(a) != survey.Fold(b) }
	return differ(m.Email, o.Email) || differ(m.Ref, o.Ref)
}

// alike finds, of the first row of each member, the first rows of earlier ones who may be the same.
func (p *sorter) alike() map[int]Twin {
	like, by := map[int]Twin{}, map[string][]int{}
	for i, m := range p.rows {
		if p.root(i) != i {
			continue
		}
		t := Twin{Line: m.Line}
		look := func(why survey.Key, key string, may func(Member) bool) {
			for _, j := range by[key][:min(likeCompared, len(by[key]))] {
				if len(t.Like) < likeShown && p.sure[i] != p.sure[j] && may(p.rows[j]) && !slices.Contains(t.Like, p.rows[j].Line) {
					t.Like, t.Why = append(t.Like, p.rows[j].Line), cmp.Or(t.Why, why)
				}
			}
		}
		find := func(why survey.Key, key string, may func(Member) bool) {
			look(why, key, may)
			by[key] = append(by[key], i)
		}
		anybody := func(Member) bool { return true }
		if m.Email != "" {
			find("same_email", "@"+m.Email, anybody)
		}
		if m.Ref != "" {
			find("same_id", "#"+survey.Fold(m.Ref), anybody)
		}
		if m.Email+m.Ref == "" && !m.unnamed {
			find("same_row", "="+m.nameKey()+"\x00"+p.says(i), anybody)
			t.Same = len(t.Like) > 0
		}
		if !m.unnamed {
			agrees := func(o Member) bool { return !m.contradicts(o) }
			find("same_name", "="+m.nameKey(), agrees)
			look("turned_name", "~"+m.nameKey(), agrees)
			for _, turned := range m.turnedKeys() {
				look("turned_name", "="+turned, agrees)
				by["~"+turned] = append(by["~"+turned], i)
			}
		}
		if len(t.Like) > 0 {
			like[i] = t
		}
	}
	return like
}

// groups puts together rows that are like each other, in the order of the file.
func (p *sorter) groups(like map[int]Twin) (all [][]Twin) {
	together := sorter{first: make([]int, len(p.rows))}
	for i := range together.first {
		together.first[i] = i
	}
	asked := map[int]bool{}
	for i, t := range like {
		asked[i] = true
		for _, line := range t.Like {
			asked[p.lines[line]] = true
			together.join(p.lines[line], i)
		}
	}
	at := map[int]int{}
	for _, i := range slices.Sorted(maps.Keys(asked)) {
		root := together.root(i)
		if root == i {
			at[i] = len(all)
			all = append(all, nil)
		}
		t := like[i]
		t.Line = p.rows[i].Line
		group := append(all[at[root]], t)
		group[0].Why = cmp.Or(group[0].Why, t.Why)
		all[at[root]] = group
	}
	return all
}

// newest keeps the newest row of each member, at its own place in the order of the file. What it lacks of address and id, it has from the others. Of undated
// rows no time says that they are the newest.
func (p *sorter) newest(newestFirst bool) (kept []Member, passed []Replaced, undated []int) {
	best, unclear := map[int]int{}, map[int]bool{}
	for i, m := range p.rows {
		r := p.root(i)
		old, ok := best[r]
		switch o := p.rows[old]; {
		case !ok:
			best[r] = i
			continue
		case m.At.IsZero() || o.At.IsZero() || m.At.Equal(o.At):
			if p.says(i) != p.says(old) {
				unclear[r] = true
			}
			if !newestFirst {
				best[r] = i
			}
		case m.At.After(o.At):
			best[r] = i
		}
		b := &p.rows[best[r]]
		for _, from := range []Member{m, p.rows[old]} {
			b.Email, b.Ref = cmp.Or(b.Email, from.Email), cmp.Or(b.Ref, from.Ref)
		}
	}
	for i, m := range p.rows {
		b := best[p.root(i)]
		if b != i {
			passed = append(passed, Replaced{Line: m.Line, By: p.rows[b].Line, Who: m.who()})
			continue
		}
		kept = append(kept, m)
		if unclear[p.root(i)] {
			undated = append(undated, i)
		}
	}
	return kept, passed, undated
}
