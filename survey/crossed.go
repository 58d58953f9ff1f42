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
type Move struct{ From, To Option }

// Crossings returns what is open of the options that were typed, with the keys that [Question.Keyed] gave them.
func (q Question) Crossings(versions []Question, typed []Option) []Crossing {
	var all []Crossing
	for _, lang := range spoken(typed) {
		c := Crossing{Lang: lang}
		for _, o := range typed {
			if from, ok := q.hadWords(versions, o, lang); ok {
				c.Moves = append(c.Moves, Move{from, o})
			}
		}
		if len(c.Moves) > 0 {
			all = append(all, c)
		}
	}
	return all
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
