package survey

import (
	"maps"
	"slices"
)

// A Crossing is a language in which options get words that others had, while the rest of their words stays: whether answers follow
// these words, or a wrong translation is put right, only who typed them can say.
type Crossing struct {
	Lang  Lang
	Moves []Move
}

// A Move is of words from an option, as it was called with them, to another one, as it was typed.
type Move struct {
	From, To Option
	Left     Text // what From is called now; nothing where it is offered no more
	Was      Text // what To was called before
	FromRow  int  // where From stands among the typed ones, from 1
	ToRow    int
	Secret   bool // how many answers that is of is not said: they are sensitive
	FromOf   int  // answers that count as From before it is said whose they are
	ToOf     int
}

// Crossings returns what is open of the options that were typed, with the keys that [Question.Keyed] gave them.
func (q Question) Crossings(versions []Question, typed []Option, given []Answer) []Crossing {
	var all []Crossing
	for _, lang := range spoken(typed) {
		c := Crossing{Lang: lang}
		for _, o := range typed {
			if from, ok := q.hadWords(versions, o, lang); ok {
				c.Moves = append(c.Moves, q.move(versions, typed, given, from, o))
			}
		}
		if len(c.Moves) > 0 {
			all = append(all, c)
		}
	}
	return all
}

func (q Question) move(versions []Question, typed []Option, given []Answer, from, to Option) Move {
	m := Move{From: from, To: to, Secret: q.Sensitive}
	if !m.Secret {
		m.FromOf, m.ToOf = q.chose(given, from.Key), q.chose(given, to.Key)
	}
	if called := q.called(versions, to.Key); len(called) > 0 {
		m.Was = called[0]
	}
	for i, o := range typed {
		switch o.Key {
		case from.Key:
			m.FromRow, m.Left = i+1, o.Label
		case to.Key:
			m.ToRow = i + 1
		}
	}
	return m
}

// chose counts the answers that choose the option, or one that counts as it.
func (q Question) chose(given []Answer, key int) int {
	return count(given, func(a Answer) bool {
		return slices.ContainsFunc(a.options(), func(k int) bool {
			as, _ := q.CountsAs(k)
			return k == key || as.Key == key
		})
	})
}

// spoken are the languages in which options have words.
func spoken(options []Option) []Lang {
	langs := map[Lang]bool{}
	for _, o := range options {
		for lang := range o.Label {
			langs[lang] = true
		}
	}
	return slices.Sorted(maps.Keys(langs))
}

// hadWords returns the option that had the words last which o gets anew in a language, unless its answers count as those of o anyway.
func (q Question) hadWords(versions []Question, o Option, lang Lang) (Option, bool) {
	words := Fold(o.Label[lang])
	if o.Key == 0 || words == "" {
		return Option{}, false
	}
	latest := append(q.before(versions), q)
	slices.Reverse(latest)
	for _, v := range latest {
		if was, ok := v.Option(o.Key); ok && was.Label[lang] != "" {
			if Fold(was.Label[lang]) == words {
				return Option{}, false
			}
			break
		}
	}
	for _, v := range latest {
		from, ok := find(v.Options, func(was Option) bool { return was.Key != o.Key && Fold(was.Label[lang]) == words })
		if into, _ := q.CountsAs(from.Key); ok && into.Key != o.Key {
			return from, true
		}
	}
	return Option{}, false
}

// Follow gives options that were typed the keys of those whose words they have in the crossing's language. An option that is left without
// a key by that is new.
func (c Crossing) Follow(typed []Option) []Option {
	from := map[int]int{}
	for _, m := range c.Moves {
		from[m.To.Key] = m.From.Key
	}
	k := keying{typed: typed, keys: make([]int, len(typed)), taken: map[int]bool{}}
	k.each(func(o Option) int { return from[o.Key] })
	k.each(func(o Option) int { return o.Key })
	return k.keyed()
}
