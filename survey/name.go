package survey

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A Directory finds members by what somebody typed: an id, an address, or a name with its parts in either order,
// whatever its case, width and spaces.
type Directory struct {
	sure   map[string]int // ids and addresses
	names  map[string]int
	turned map[string]int // names that begin with another of their words
}

// twice stands for a key that two members have, which finds neither.
const twice = -1

// NewDirectory returns a directory without members.
func NewDirectory() *Directory {
	return &Directory{map[string]int{}, map[string]int{}, map[string]int{}}
}

// Add enters member i, which is 0 or more, under what is not "". It may be called again with further names of i.
func (d *Directory) Add(i int, id, email, name string) {
	enter(d.sure, nameKey(id), i)
	enter(d.sure, nameKey(email), i)
	enter(d.names, nameKey(name), i)
	words := strings.Fields(strings.ReplaceAll(name, ",", " "))
	for k := 1; k < len(words); k++ {
		enter(d.turned, nameKey(strings.Join(words[k:], " ")+" "+strings.Join(words[:k], " ")), i)
	}
}

func enter(to map[string]int, key string, i int) {
	if key == "" {
		return
	}
	if was, there := to[key]; there && was != i {
		i = twice
	}
	to[key] = i
}

// Find returns the member that typed means. Ids and addresses win over names. What two members are called finds neither.
func (d *Directory) Find(typed string) (i int, ok bool) {
	key := nameKey(typed)
	for _, known := range []map[string]int{d.sure, d.names, d.turned} {
		if i, ok := known[key]; ok {
			return i, i != twice
		}
	}
	return twice, false
}

// directory finds members by their places.
func directory(members []Member) *Directory {
	d := NewDirectory()
	for i, m := range members {
		d.Add(i, m.Ref, m.Email, m.Name)
	}
	return d
}

// FindAll returns the members that a cell names, in its order, and those of its names that are nobody's. A name with a comma
// in it, "Kim, Minjun", is one name where its parts are none.
func (d *Directory) FindAll(cell string) (members []int, unknown []string) {
	for _, part := range SplitList(cell, ";\n") {
		var found []int
		var strange []string
		for _, name := range SplitNames(part) {
			if i, ok := d.Find(name); ok {
				found = append(found, i)
			} else {
				strange = append(strange, name)
			}
		}
		if i, ok := d.Find(part); ok && strange != nil {
			members = append(members, i)
			continue
		}
		members, unknown = append(members, found...), append(unknown, strange...)
	}
	return members, unknown
}

// nameKey returns the form in which two spellings of one name are equal. Korean names are written with and without a
// space behind the family's.
func nameKey(s string) string {
	s = Fold(strings.ReplaceAll(norm.NFKC.String(s), ",", " "))
	if !strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && !unicode.Is(unicode.Hangul, r) }) {
		return strings.ReplaceAll(s, " ", "")
	}
	return s
}
