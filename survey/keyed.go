package survey

import "slices"

// Keyed gives each of the options that were typed the key of the one that it is, and returns which of the hidden ones come back by
// their words. A key is that of the row which the words were typed over; but where they are exactly those of another option, as when
// rows were typed anew in another order, it is that one: members who chose words are not counted as having chosen others.
// Typed without a key, a hidden option is known by what it was called before, too. All others have the key 0, and are new.
func (q Question) Keyed(hidden []Chosen, typed []Option) (keyed []Option, back []Chosen) {
	k := keying{q: q, hidden: hidden, typed: typed, keys: make([]int, len(typed)), taken: map[int]bool{}}
	k.each(k.unchanged)
	k.each(k.sameWords)
	k.each(func(o Option) int { return o.Key })
	k.each(k.calledBefore)
	keyed = k.keyed()
	for _, h := range hidden {
		if slices.ContainsFunc(typed, func(o Option) bool { return o.Key == h.Key }) {
			continue // by its key: nobody has to be told
		}
		if slices.Contains(k.keys, h.Key) {
			back = append(back, h)
		}
	}
	return keyed, back
}

type keying struct {
	q      Question
	hidden []Chosen
	typed  []Option
	keys   []int // of the typed options, 0 as long as it is not known
	taken  map[int]bool
}

// each gives the options that have no key yet the one that is said, unless another has it.
func (k *keying) each(key func(Option) int) {
	for i, o := range k.typed {
		if k.keys[i] != 0 {
			continue
		}
		if found := key(o); found != 0 && !k.taken[found] {
			k.keys[i], k.taken[found] = found, true
		}
	}
}

// keyed are the typed options with the keys that were given to them.
func (k *keying) keyed() []Option {
	all := slices.Clone(k.typed)
	for i := range all {
		all[i].Key = k.keys[i]
	}
	return all
}

// unchanged is the key of an option whose words are as they were.
func (k *keying) unchanged(o Option) int {
	for _, was := range k.known() {
		if was.Key == o.Key && was.Label.agrees(o.Label) {
			return o.Key
		}
	}
	return 0
}

// sameWords is the key of the option that has the words already. An option may take over the words of one that was merged into it.
func (k *keying) sameWords(o Option) int {
	for _, was := range k.known() {
		into, _ := k.q.CountsAs(was.Key)
		if !k.taken[was.Key] && was.Label.agrees(o.Label) && (into.Key == was.Key || into.Key != o.Key || o.Key == 0) {
			return was.Key
		}
	}
	return 0
}

// calledBefore is the key of the one hidden option that was ever called so.
func (k *keying) calledBefore(o Option) int {
	key := 0
	for _, h := range k.hidden {
		if k.taken[h.Key] || !slices.ContainsFunc(h.Before, o.Label.agrees) {
			continue
		}
		if key != 0 {
			return 0
		}
		key = h.Key
	}
	return key
}

// known are the options that are offered, and then those that are hidden.
func (k *keying) known() []Option {
	all := slices.Clone(k.q.Options)
	for _, h := range k.hidden {
		all = append(all, h.Option)
	}
	return all
}
