package search

import (
	"math"
	"slices"
)

// The annealing schedule: which temperatures a search goes through, and when it cools, reheats and ends.
//
// Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, Science 220) makes random moves, takes each by the Metropolis criterion
// ([searcher.accepts]), and lowers the temperature until only gains are taken. A leg cools geometrically from one temperature to
// another while a share of the budget is spent. All temperatures are multiples of a step: the smallest change that a swap of an item
// makes at a local optimum, in the median over items ([searcher.typicalStep]), so that one schedule fits objectives of any scale.
//
//	                    items        schedule
//	pairs only          up to 80     many short legs from new starts (multistart)
//	pairs only          up to 200    a leg of 35 % of what is left of the budget, then legs that reheat the incumbent
//	pairs only          more         one leg; as above where moves are plenty
//	terms of any kind   up to 80     a short leg, then short legs that reheat or start anew until none finds better
//	terms of any kind   more         one leg
//
// One slow leg is for what finds better the slower it is; reheating for what is done before the budget ends. Iterated local search (a
// few random swaps, then local search) stood in place of short legs before, and legs of growing length in place of one.
//
// What is said below to have been measured was so with the mean objective of 12 to 60 searches of fixed seeds and moves: random
// weights of pairs, 30, 120 and 500 items in fives with 1, 2 and 8 million moves; distances with four counts, 32, 60 and 150 items with
// 1, 2 and 1.5 million.

// The temperatures between which a leg cools, in steps. Above, the search wanders; below, it stands still. Measured against these, from
// 0.42 to 0.10, as before, 120 items lost 0.3 % of the objective; from 0.60, 500 items lost 1 %; from 0.20, 120 items lost 0.3 % and
// 500, whose budget was short, won 0.5 %; down to 0.05, 120 items lost 0.6 %. With counts no such change made 0.06 %.
const (
	warm = 0.30
	cold = 0.13
)

// A leg for terms with a few large steps, as counts have, starts at the largest step over hotDivisor and spends hotShare of itself above
// warm, where such a step is never taken. Measured without this part of the leg, 150 items under counts lost 0.6 %; with the largest
// step itself 0.02 %.
const (
	hotDivisor = 3
	hotShare   = 0.3
)

// Shares of the budget. What constraints leave undone is repaired at the end. Measured with one leg alone, 120 items won 0.2 % in two
// million moves, for which the first leg of 35 % is short; 32 items under counts lost 0.05 %.
const (
	constrainedEnd = 0.9  // annealing ends here where there are constraints
	firstLeg       = 0.35 // of what is left of the budget, for the first leg where others follow
	nextLeg        = 0.3  // and for each leg after it
)

// Up to how many items sums over pairs are reheated whatever the budget, and from how many moves on, times the square of the items,
// more are.
const (
	reheatItems = 200
	reheatMoves = 10_000
)

// Reheated legs begin between these temperatures and a tenth of a step more. Sums over pairs do better from less warm, which keeps
// more of the incumbent: from 0.2, 120 items lost 0.1 % as measured. Terms that count items had 0.14, too, for a time; together with a
// change to cycles (see [searcher.rejectsCycle]) one search in five ended worse. By itself it made no difference as measured.
const (
	reheatPairs  = 0.14
	reheatOthers = 0.2
	reheatSpread = 0.1
)

// Of smallItems or fewer a search may be done before its budget ends: a leg has legMoves moves, times the square of the items, and
// after idleLegs legs in a row that found nothing better the search ends. Every restartEvery-th idle leg starts anew: reheated alone,
// 32 items in fives under counts ended anywhere between 96 and 99 %. Legs of a quarter or four times the moves, half the idle legs, and
// starts alone, as for pairs, made no difference that could be measured: they say when a long search ends, not how well.
const (
	smallItems   = 80
	legMoves     = 1000
	idleLegs     = 8
	restartEvery = 3
)

// Limits in place of legMoves and idleLegs, and a share of the budget, where groups are rated by a model, which takes a thousand times
// as long as to add up pairs: sixty items took 1.1 s where 0.15 s are enough without it, with these 0.2 s, and longer searches hardly
// find better divisions.
const (
	modelLegMoves = 4
	modelIdleLegs = 3
	modelShare    = 0.15
)

// multistart ends when sameStarts starts have ended at the best value: had there been a better one, found half as often, all of them
// would miss it once in three thousand times. A start has startMoves moves times the square of the items, or what is left of the
// budget: measured with 1200, 30 items lost 1 %, for a million moves are then not one start; with 15 to 400 little changes. From 41 to
// 80 items, legs that reheat the incumbent stood in place of starts. They stayed where the first had led, and were done at 0.05 to
// 0.5 % below the best known of six public instances of 60 items (MDGPLIB), of which starts reach five in three quarters of a second.
const (
	sameStarts = 20
	startMoves = 100
)

// quenchItems is up to how many items a leg ends with a local search under terms of every kind. The leg ends cold, and little is left to
// find: 900 items under distances and counts won 0.07 %, for nearly as many moves as the whole budget of three millions.
const quenchItems = 600

// annealInLegs anneals from where the first local search and the repair have ended.
func (s *searcher) annealInLegs(step float64) {
	begin, end := s.Budget.share(s.moves), 1.0
	if begin >= end {
		return // shares of what is left, below, would be of nothing, or of what was stopped: no number at all
	}
	if s.e.constrained() {
		end = constrainedEnd
	}
	if s.small() && s.e.modelsOnly() && s.Budget.Moves == 0 {
		end = min(end, begin+modelShare)
	}
	first, again := end, s.small() ||
		s.pairsOnly && (s.e.n <= reheatItems || s.totalMoves(begin) > reheatMoves*float64(s.e.n*s.e.n))
	if again {
		first = s.legEnd(begin, begin+firstLeg*(end-begin))
	}
	s.annealFully(step, begin, first)
	s.quench()
	if again {
		s.reheat(step, end)
	}
}

// annealFully is a leg from as warm as the largest step of any term asks for.
func (s *searcher) annealFully(step, begin, until float64) {
	if from := s.largestStep() / hotDivisor; from > warm*step {
		hot := begin + hotShare*(until-begin)
		s.anneal(from, warm*step, begin, hot)
		begin = hot
	}
	s.anneal(warm*step, cold*step, begin, until)
}

// small reports whether the items are so few that a search may be done before its budget ends.
func (s *searcher) small() bool { return s.e.n <= smallItems }

// legEnd is the share at which a leg that begins at share ends: at until, or sooner with few items.
func (s *searcher) legEnd(share, until float64) float64 {
	if !s.small() {
		return until
	}
	moves := legMoves
	if s.e.modelsOnly() {
		moves = modelLegMoves
	}
	return min(until, share+float64(moves*s.e.n*s.e.n)/s.totalMoves(share))
}

// totalMoves is how many moves all of the budget is worth, as far as it has gone.
func (s *searcher) totalMoves(share float64) float64 {
	if s.Budget.Moves > 0 {
		return float64(s.Budget.Moves)
	}
	return float64(max(1, s.moves)) / share
}

// quench takes the division to the next local optimum.
func (s *searcher) quench() {
	s.updateIncumbent()
	if s.e.n <= quenchItems || s.pairsOnly {
		s.localSearch(math.Inf(1))
		s.updateIncumbent()
	}
}

// reheat anneals leg after leg until the share end, each from the incumbent and not as warm, so that part of it stays.
func (s *searcher) reheat(step, end float64) {
	leg := nextLeg * (end - s.Budget.share(s.moves))
	idle := 0
	for share := s.Budget.share(s.moves); share < end && !s.isOptimal(); share = s.Budget.share(s.moves) {
		violation, value := s.violation, s.value
		until := s.legEnd(share, min(end, share+leg))
		if idle%restartEvery == restartEvery-1 && s.small() {
			s.initialise() // what is better may be far from the incumbent
			s.annealFully(step, share, until)
		} else {
			s.e.Place(s.incumbent)
			s.anneal(s.reheatTemperature(step), cold*step, share, until)
		}
		s.quench()
		if idle++; s.violation < violation || s.value > value+1e-9 {
			idle = 0
		}
		if s.small() && (idle >= idleLegs || idle >= modelIdleLegs && s.e.modelsOnly()) {
			return
		}
	}
}

func (s *searcher) reheatTemperature(step float64) float64 {
	from := reheatOthers
	if s.pairsOnly {
		from = reheatPairs
	}
	return (from + reheatSpread*s.Rand.Float64()) * step
}

// isOptimal is the stop criterion of a caller who knows how good a division can be.
func (s *searcher) isOptimal() bool {
	return s.violation == 0 && s.Optimal != nil && s.Optimal(s.incumbent)
}

// anneal is a leg: it cools geometrically from one temperature to another while the budget's share goes from begin to until. In its
// second, colder half the incumbent is kept.
func (s *searcher) anneal(from, to, begin, until float64) {
	for {
		share := s.Budget.share(s.moves)
		if s.Report != nil {
			s.Report(s.moves, share, s.incumbent)
		}
		if share >= until {
			return
		}
		x := (share - begin) / (until - begin)
		s.chain(from * math.Pow(to/from, x))
		if x > 0.5 {
			s.updateIncumbent()
		}
	}
}

// A chain has 20 n² moves, chainMoves at most, and a 500th of a budget of moves but chainMin at least: so that a leg has some hundred
// temperatures, and clock and context are asked often enough to end on time.
const (
	chainMoves = 20_000
	chainMin   = 200
	chainParts = 500
)

// chain makes a Markov chain of moves at one temperature.
func (s *searcher) chain(temperature float64) {
	e := s.e
	stop := s.moves + min(chainMoves, int64(20*e.n*e.n))
	if s.Budget.Moves > 0 {
		stop = min(stop, s.moves+max(chainMin, s.Budget.Moves/chainParts))
	}
	for s.moves < stop {
		before := s.moves
		switch {
		case s.pairsOnly:
			s.tryPairSwaps(e.movable[s.Rand.IntN(len(e.movable))], temperature)
		case e.ownGains != nil && len(e.movable) > 0:
			s.tryAll(e.movable[s.Rand.IntN(len(e.movable))], temperature)
		default:
			s.trySome(temperature)
		}
		if s.moves == before {
			s.moves++ // nothing could be tried: what is movable may be in one group
		}
	}
}

// multistart anneals from new starts in short legs: few items are soon as good as they get, and what one start misses another finds.
func (s *searcher) multistart(step float64) {
	leg := int64(startMoves * s.e.n * s.e.n)
	if s.Budget.Moves > 0 {
		leg = min(leg, s.Budget.Moves-s.moves)
	}
	for same := 0; s.Budget.share(s.moves) < 1 && same < sameStarts; {
		best := s.value
		s.initialise()
		for begin := s.moves; s.moves < begin+leg; {
			share := s.Budget.share(s.moves)
			if share >= 1 {
				break
			}
			if s.Report != nil {
				s.Report(s.moves, share, s.incumbent)
			}
			s.chain(warm * step * math.Pow(cold/warm, float64(s.moves-begin)/float64(leg)))
		}
		s.localSearch(math.Inf(1))
		s.updateIncumbent()
		switch tolerance := 1e-9 * math.Abs(best); {
		case s.value > best+tolerance:
			same = 1
		case s.e.objective > best-tolerance:
			same++
		}
	}
}

// largestStep is the largest change that one item makes to a term that counts or calls a function, which a search must be warm
// enough to take. What violates a constraint by more than 1 is never taken.
func (s *searcher) largestStep() float64 {
	largest := s.e.largestStep
	for _, c := range s.e.counts {
		for size := 1; size < c.stride; size++ {
			for marked := 1; marked <= size; marked++ {
				if at := size*c.stride + marked; c.violation != nil && math.Abs(c.violation[at]-c.violation[at-1]) > 1 {
					continue
				}
				largest = max(largest, math.Abs(c.at(size, marked)-c.at(size, marked-1)))
			}
		}
	}
	return largest
}

// stepItems is of how many items the typical step is found.
const stepItems = 48

// typicalStep is the median over some items of the smallest change that a swap of theirs makes.
func (s *searcher) typicalStep() float64 {
	e := s.e
	if len(e.movable) == 0 {
		return s.largestStep()
	}
	var steps []float64
	for range min(len(e.movable), stepItems) {
		a := e.movable[s.Rand.IntN(len(e.movable))]
		least := math.Inf(1)
		for _, b := range e.movable {
			if e.group[a] == e.group[b] {
				continue
			}
			if d := math.Abs(e.SwapChange(a, b)); d > improveTolerance {
				least = min(least, d)
			}
		}
		if !math.IsInf(least, 1) {
			steps = append(steps, least)
		}
	}
	if len(steps) == 0 {
		return s.largestStep()
	}
	slices.Sort(steps)
	return steps[len(steps)/2]
}
