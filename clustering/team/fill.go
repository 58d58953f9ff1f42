package team

import "slices"

// fill starts anew: fixed members in their teams, then blocks, then the others, from the clusters or at random.
func (s *searcher) fill() {
	e := s.e
	team := slices.Repeat([]int32{-1}, e.n)
	room, sizes := make([]int, e.g), make([]int, e.g)
	for t, sl := range e.slots {
		room[t], sizes[t] = sl.size, sl.size
	}
	for i := range team {
		if e.fixed[i] {
			team[i] = e.start[i]
			room[team[i]]--
		}
	}
	s.fillBlocks(team, room, sizes)
	order, deal := s.rng.Perm(e.n), false
	if s.labels != nil {
		order, deal = inClusters(s.rng, s.labels), !s.gather
	}
	t := 0
	for _, i := range order {
		if team[i] >= 0 {
			continue
		}
		for room[t] <= 0 {
			t = (t + 1) % len(room)
		}
		team[i] = int32(t)
		room[t]--
		if deal {
			t = (t + 1) % len(room)
		}
	}
	e.place(team)
}

// fillBlocks puts the largest blocks first where there is most room, and takes what is too much
// from the room of teams that may be smaller.
func (s *searcher) fillBlocks(team []int32, room, sizes []int) {
	e := s.e
	order := s.rng.Perm(len(e.group))
	slices.SortStableFunc(order, func(a, b int) int { return len(e.group[b]) - len(e.group[a]) })
	for _, g := range order {
		group := e.group[g]
		to := -1
		for _, i := range group {
			if team[i] >= 0 {
				to = int(team[i])
			}
		}
		if to < 0 {
			to = s.roomiest(room)
		}
		for _, i := range group {
			if team[i] >= 0 {
				continue
			}
			if room[to] <= 0 && !s.widen(room, sizes, to) {
				to = s.roomiest(room)
			}
			team[i] = int32(to)
			room[to]--
		}
	}
}

func (s *searcher) roomiest(room []int) int {
	best := s.rng.IntN(len(room))
	for k := range room {
		t := (best + k) % len(room)
		if room[t] > room[best] {
			best = t
		}
	}
	return best
}

// widen makes team t one larger and another one smaller, if their limits allow.
func (s *searcher) widen(room, sizes []int, t int) bool {
	e := s.e
	if sizes[t] >= e.slots[t].hi {
		return false
	}
	for u := range room {
		if u != t && room[u] > 0 && sizes[u] > e.slots[u].lo {
			room[u]--
			sizes[u]--
			room[t]++
			sizes[t]++
			return true
		}
	}
	return false
}
