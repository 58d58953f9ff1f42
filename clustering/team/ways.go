package team

import (
	"cmp"
	"reflect"
	"slices"
)

// Ways out are looked for breadth first, as a hitting-set tree of conflicts (Reiter 1987, doi:10.1016/0004-3702(87)90062-2) in which a branch
// changes a rule of a clash as little as may be, instead of leaving it out: first other sizes and more places, then one limit or one
// strength, and where that gives few, two and three changes together. Each is tried against everything that has to be kept, and offered only if a
// division that keeps it was found; of those that were found already, the proposal's is the first to be asked.

// How many ways are offered at most, how many are enough not to look for ways of more changes, how many changes one has at most, and how many
// demands are tried in all, whatever the time. They are a choice: an organizer reads few, and each trial is a short search.
const (
	maxWays    = 6
	enoughWays = 4
	maxChanges = 3
	maxTrials  = 150
)

// An attempt is a demand after some changes, and the clash that has to be resolved next: rules, in a section.
type attempt struct {
	demand
	changes []Change
	clash   []int
	section int
}

// take makes one change more, by which a rule becomes another.
func (a attempt) take(c Change, rule Rule) attempt {
	return attempt{demand: a.with(c.Rule, rule), changes: append(slices.Clone(a.changes), c)}
}

// soften makes a must-rule a should.
func (a attempt) soften(r int) attempt {
	return a.take(Change{Kind: changeShould, Rule: r}, a.without([]int{r}).rules[r])
}

// has reports whether the attempt changed the rule already.
func (a attempt) has(rule int) bool {
	return slices.ContainsFunc(a.changes, func(c Change) bool { return c.Rule == rule })
}

// A finder looks for ways out.
type finder struct {
	*former
	clash  Clash
	out    Proposal
	ways   []Way
	trials int
}

// findWays finds what can be changed so that every must-rule is kept, the mildest first. Where nothing else is found, what the proposal breaks
// need not be kept. There is none where no way was found in time.
func (f *former) findWays(c Clash, out Proposal) []Way {
	w := &finder{former: f, clash: c, out: out}
	w.tryOtherSizes()
	w.tryMorePlaces()
	level := []attempt{{demand: f.told(), clash: c.Rules, section: c.section}}
	for depth := 0; depth < maxChanges && (depth == 0 || len(w.ways) < enoughWays); depth++ {
		level = w.deepen(level)
	}
	if len(w.ways) == 0 {
		a := attempt{demand: f.told()}
		for _, r := range out.Unmet {
			if !f.p.in.Rules[r].Confides(f.p.in.Table) || c.has(r) {
				a = a.soften(r)
			}
		}
		if w.kept(a, lastEnd) { // the proposal keeps it, but that forming does again is tried as of any way
			w.add(w.fewest(a))
		}
	}
	return w.ways
}

// deepen tries one change more of each attempt, limits before strengths, and returns those that resolve their clash and not yet all.
func (w *finder) deepen(level []attempt) (next []attempt) {
	for k := range level {
		a := &level[k]
		if len(a.changes) > 0 {
			a.clash, a.section = w.nextClash(*a)
		}
		for _, r := range a.clash {
			if !a.has(r) {
				next = append(next, w.tryLimits(*a, r)...)
			}
		}
	}
	for _, a := range level {
		for _, r := range a.weaker() {
			if b := a.soften(r); !a.has(r) && !w.try(b) {
				next = append(next, b)
			}
		}
	}
	return next
}

// weaker lists the rules whose strength may be changed: those of the clash, and last those on sections.
func (a attempt) weaker() []int {
	all := slices.Clone(a.clash)
	for r, rule := range a.rules {
		if rule.sections() && rule.Power() == Must && len(a.clash) > 0 && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	return all
}

// tryLimits tries what the rule's kind lists as milder, until all must-rules are kept. It returns the first that resolves the clash, if
// that is not enough.
func (w *finder) tryLimits(a attempt, r int) (next []attempt) {
	k, ok := a.rules[r].Kind.kind().(relaxer)
	if !ok {
		return nil
	}
	for _, m := range k.milder(a.rules[r], w.widestTeam()) {
		m.change.Rule = r
		b := a.take(m.change, m.rule)
		if w.spent() {
			break
		}
		if !w.resolved(b, a) {
			continue
		}
		if w.try(b) {
			break
		}
		if next == nil {
			next = []attempt{b}
		}
	}
	return next
}

// resolved reports whether b keeps the rules that clash in a.
func (w *finder) resolved(b, a attempt) bool {
	w.trials++
	if a.section == acrossSections {
		return w.across(b.only(a.clash)) == nil
	}
	ok, _ := w.holds(b.only(a.clash), a.section, waysEnd)
	return ok
}

// nextClash finds why a demand cannot be kept, and in which section: for a reason that is known, or another.
func (w *finder) nextClash(a attempt) (set []int, s int) {
	for _, c := range w.clash.More {
		if !slices.ContainsFunc(c.Rules, a.has) {
			return c.Rules, c.section
		}
	}
	d := a.demand
	if set := w.across(d); set != nil {
		return set, acrossSections
	}
	g, err := w.opened(d)
	if err != nil {
		return nil, 0
	}
	for s := range g.p.sections {
		if ok, _ := g.feasible(s, waysEnd); !ok && !w.spent() {
			w.trials += len(d.musts())
			set, _ := w.smallest(d, s, waysEnd)
			return set, s
		}
	}
	return nil, 0
}

// try reports whether a keeps every must-rule, and offers it if so. What contains a way that is offered already is taken for one that does.
func (w *finder) try(a attempt) bool {
	for _, known := range w.ways {
		if !slices.ContainsFunc(known.Changes, func(c Change) bool { return !slices.Contains(a.changes, c) }) {
			return true
		}
	}
	if w.spent() || !w.kept(a, waysEnd) {
		return false
	}
	w.add(w.fewest(a))
	return true
}

// fewest takes back the changes that are not needed: one that resolved a clash may have become idle by what came after it.
func (w *finder) fewest(a attempt) attempt {
	for k := 0; k < len(a.changes) && len(a.changes) > 1; k++ {
		b := attempt{demand: w.asked()}
		for i, c := range a.changes {
			if i != k {
				b = b.take(c, a.rules[c.Rule])
			}
		}
		if w.kept(b, waysEnd) {
			a, k = b, -1
		}
	}
	return a
}

func (w *finder) spent() bool {
	return w.trials > maxTrials || len(w.ways) >= maxWays || w.over(waysEnd)
}

// kept reports whether a search found a division that keeps every must-rule of a. The proposal's own may keep them too, but nothing says that
// forming anew finds it again. After so many budgets nothing is searched any more.
func (w *finder) kept(a attempt, end float64) bool {
	w.trials++
	return w.keptWhole(a.demand, end)
}

// add offers a way, its changes in the order of the rules.
func (w *finder) add(a attempt) {
	slices.SortStableFunc(a.changes, func(a, b Change) int { return cmp.Compare(a.Rule, b.Rule) })
	way := Way{Changes: a.changes, Rules: w.whole(a.rules)}
	if !reflect.DeepEqual(a.sizes, w.p.in.Sizes) {
		way.Sizes = &a.sizes
	}
	w.ways = append(w.ways, way)
}

// widestTeam is the most members that a team can have.
func (f *former) widestTeam() (n int) {
	for s := range f.plan {
		n = max(n, f.widest(s))
	}
	return n
}
