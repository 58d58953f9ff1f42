package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"dure/survey"
)

// What pages compute of a season takes longer than all else that they do, and is the same until the season is another: totals of the answers, what the rules
// are scored by, what a change would take. So it is kept beside the reading that it is computed of, is gone with it, and counts in the same bound. What it
// depends on beside the season, as the cards, is a part of what it is asked for by.

// A derived value is what was computed of a reading, once for all who ask for it at the same time. Nothing of it is changed.
type derived struct {
	mu    sync.Mutex
	of    string // what it depends on beside the reading
	value any    // nil until it is computed
	size  int
}

// derive returns what compute makes of a reading, of which the newest is kept that depends on what of says. Its size is in bytes, about. Whatever depends on
// anything else that may change must not be asked for by it.
func derive[T any](s *server, r *reading, what, of string, size int, compute func() (T, error)) (T, error) {
	r.mu.Lock()
	d := r.made[what]
	if d == nil || d.of != of {
		if r.made == nil {
			r.made = map[string]*derived{}
		}
		d = &derived{of: of}
		r.made[what] = d
	}
	r.mu.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.value != nil {
		return d.value.(T), nil
	}
	v, err := compute()
	if err == nil {
		d.value = v
		s.readings.grow(r, d, size)
	}
	return v, err
}

// grow counts what was derived of a reading, if that is kept still, and forgets older ones to make room, or if there is none what was derived.
func (k *readings) grow(r *reading, d *derived, size int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept[r.season] != r {
		return
	}
	r.mu.Lock()
	d.size = size
	was := r.derived
	r.derived = 0
	for _, d := range r.made {
		r.derived += d.size
	}
	r.mu.Unlock()
	r.size += r.derived - was
	k.size += r.derived - was
	for k.size > k.most && len(k.kept) > 1 {
		others := slices.DeleteFunc(slices.Collect(maps.Values(k.kept)), func(o *reading) bool { return o == r })
		k.drop(slices.MinFunc(others, func(a, b *reading) int { return a.used.Compare(b.used) }).season)
	}
	if k.size > k.most {
		r.mu.Lock()
		r.made = nil
		r.mu.Unlock()
		r.size, k.size, r.derived = r.size-r.derived, k.size-r.derived, 0
	}
}

// sumOf tells what values that are no secret say from all else, to derive something by.
func sumOf(values ...any) (string, error) {
	h := sha256.New()
	err := json.NewEncoder(h).Encode(values)
	return hex.EncodeToString(h.Sum(nil)), err
}

// everybody is what organizers call each member of a season, those who left included.
func (s *server) everybody(r *reading) map[survey.MemberID]string {
	called, _ := derive(s, r, "everybody called", "", len(r.Members)*wordBytes, func() (map[survey.MemberID]string, error) {
		return survey.CalledApart(r.Members), nil
	})
	return called
}

// wordBytes is what a word takes that is kept of a member, about.
const wordBytes = 64
