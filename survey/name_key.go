package survey

import (
	"hash/fnv"
	"slices"
	"strings"
)

// Members are found among many by numbers that stand for what they are called, as a database keeps them. What a [Directory] of all members finds for a text
// by its comparisons is the same that one finds of those members alone who have a number of the text: each comparison is of keys that are among these.

// NameKeys are the numbers by which the member is found: of ids, addresses and names, with their parts in either order, now and before.
func (m Member) NameKeys() []int64 {
	var keys []string
	for _, c := range append(slices.Clip(m.Former), m.Calling()) {
		for _, known := range []string{c.Ref, c.Email} {
			if known != "" {
				keys = append(keys, idKey(known))
			}
		}
		if c.Name != "" { // else nobody was called so: who waited
			keys = append(append(keys, nameKey(c.Name)), turnedKeys(c.Name)...)
		}
	}
	return keyNumbers(keys)
}

// LikeKey is that of the number of the member's name that all have whose names differ in case, accents, width and spaces at most.
func (m Member) LikeKey() int64 { return keyNumbers([]string{nameKey(m.Name)})[0] }

// TypedKeys are the numbers of the members whom texts may name, wherever names may be apart in them, and of those who are called so but for what tells
// them apart in brackets. Whom a text with a slip in it may mean they do not find.
func TypedKeys(texts ...string) []int64 {
	var keys []string
	for _, typed := range texts {
		for _, name := range namesIn(typed) {
			bare, inside := bracketed(name)
			for _, form := range []string{name, untitled(name), bare, inside} {
				if form != "" {
					keys = append(append(keys, idKey(form), nameKey(form)), turnedKeys(form)...)
				}
			}
		}
	}
	return keyNumbers(keys)
}

// namesIn are all parts of a text that are ever read as one name.
func namesIn(typed string) (all []string) {
	all = append(all, typed)
	for i, r := range typed {
		if r == '(' { // see [CalledMasked]
			all = append(all, typed[:i])
		}
	}
	for _, text := range SplitList(typed, textMarks) {
		all = append(all, text)
		for _, part := range SplitList(text, listMarks) {
			all = append(all, part)
			for _, name := range conjunctions.Split(part, -1) {
				all = append(all, strings.TrimSpace(name))
			}
		}
	}
	return all
}

// keyNumbers stand for keys, each once.
func keyNumbers(keys []string) (all []int64) {
	for _, key := range keys {
		h := fnv.New64a()
		_, _ = h.Write([]byte(key))
		all = append(all, int64(h.Sum64()))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Typed are the names in answers, as they were typed.
func (as Answers) Typed() (all []string) {
	for _, a := range as {
		all = append(append(all, a.Wished...), a.Avoided...)
	}
	return all
}

// Guesses reports whether a member typed a name that none of the members is called, so that it is compared with those of all.
func (s Survey) Guesses(members []Member, r Response) bool {
	known, given := directory(members), map[MemberID]Response{r.Member: r}
	known.deciding(members, given)
	for _, q := range s.Questions {
		if q.Is(PeopleColumn) {
			q.columnsOf(nil, members, given, known)
		}
	}
	return known.slips.byWord != nil
}
