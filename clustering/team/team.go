// Package team divides a club's members into teams under rules.
//
// A [Rule] says what a good team is. [Propose] searches for the division that keeps the
// must-rules and then scores best on the others, and says in its [Proposal] how good every
// rule does in every team, how much better any division could do (Bound and Gap) and how
// divisions made by chance compare (Random). [Evaluate] scores a division made by hand.
//
// Each rule is a sum over teams of a function of the team: of sums over pairs, of sums of
// columns, of counts, or of hours. So a change to a division costs no more than the teams
// that it touches, however large the club is.
//
// Where what is: each kind of rule has a file rule_*.go, which holds all that is particular to it, behind the interface kind of
// kind.go; what several kinds measure alike is in measure_*.go. compile.go and weigh.go make a problem of an input, crossing.go finds the
// sections, sizes.go and team_number.go plan how many teams of what size there are, choose.go takes one of the plans, propose.go
// takes the steps, search_sections.go has each section divided by [search] (exact.go and worst.go if it is small), too_small*.go name who would be put aside, score.go scores
// a division, bound*.go say how well any could do, random.go how chance does, clash*.go why must-rules cannot be kept and way*.go what
// can be changed, both by feasible.go, clique.go and deal.go. draft.go, uneven.go, edit.go, repair.go and explain.go are what a page asks of a division by
// hand; form.go is the form for a rule, deck.go its cards, saved.go and season.go what the club keeps.
package team

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"dure/survey"
)

// An Input is everything that a division depends on, but for the settings of the search. Members are rows of Table, counted from 0; teams
// are counted from 0 too. Nothing in it is changed, and it may be used by several calls at once as long as its functions may.
type Input struct {
	Table survey.Table // one row for each of the n members
	IDs   []string     // what members are called in rules and results; nil means row numbers from 1
	Sizes Sizes
	Rules []Rule // nil means [DefaultRules]

	// Fixed gives for each member the number of the team to stay in, or -1. Nil fixes nobody.
	Fixed []int
	// Names are what teams are called, by number, that have a name before anybody is in them; "" and beyond them is none.
	Names []string
	// Closed lists numbers of teams that nobody joins who is not fixed to them.
	Closed []int

	// Begin is a division to search on from, by row: what is proposed is no worse. It counts where it fits the sizes. Nil begins anew.
	Begin [][]int

	// GaveWay is that of the [Proposal] that the teams come from, by which they are judged; forming anew finds it anew.
	GaveWay map[string]int

	// Activities are those of teams that have some already, by number of team. Nil gives every team what suits it.
	Activities []Activities

	// Open reads a file that a rule names. It may be nil when no rule names one.
	Open func(name string) (survey.Table, error)
	// Find returns the id of the member whom a text in a rule or its file means otherwise: by a name or an address. It may be nil.
	Find func(text string) (id string, ok bool)
	// Fit readies the model that a rule of kind fit names to rate teams of Table. It may be nil when no rule is.
	Fit func(model string, t survey.Table) (Scorer, error)

	// Past returns the teams of a past season as rows of Table. It may be nil when no rule names one.
	Past func(survey.SeasonID) ([][]int, error)
	// Words words an option of a column, by which teams are called that take it up. Nil calls them as the option is.
	Words func(column, value string) string

	// Before are the teams of rounds that have been, by row, whom [Rounds] lets meet again as little as each other.
	Before [][][]int

	history *pairTable // how often pairs meet in other rounds; nil outside Rounds
}

// A Scorer rates a team; higher is better, 0 to 1. Only the team's Members count, which are rows of
// [Input].Table. It may be called concurrently, and is for every move that the search tries.
type Scorer interface{ Score(Team) float64 }

// A RefusedError is the error of [Input.Fit] for a model by which no teams may be formed.
type RefusedError struct{ Why survey.Message }

func (e *RefusedError) Error() string { return "the model is refused: " + string(e.Why.Key) }

// A RowScorer is a Scorer with a quicker way to rate teams. Rows returns a function that rates the
// given rows of the table as Score does and need not allocate: each is called by one goroutine at a
// time, may have scratch space of its own, and must not keep members. Only teams that a move
// touches are rated anew, each once.
type RowScorer interface {
	Scorer
	Rows() func(members []int32) float64
}

// Sizes says how large teams are, in members. Zero fields are not given; all zero means an ideal of 5.
//
// Ideal alone makes even teams of about that size. Min and Max are limits: the search chooses how many teams there are and how large
// each is, the number nearest to the ideal first, which is the middle of the limits if it is not given. Teams is their number in all
// sections together. List names the limits of each team in turn and overrides the rest. With sections, each holds to the sizes
// by itself, and to the whole List. What does not add up is an [*survey.InvalidError] of the field sizes.
type Sizes struct {
	Ideal int     `json:"ideal,omitempty"`
	Min   int     `json:"min,omitempty"`
	Max   int     `json:"max,omitempty"`
	Teams int     `json:"teams,omitempty"`
	List  []Range `json:"list,omitempty"` // one for each team; overrides the others
}

// A Range is the least and the most members of one team.
type Range struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

var dashes = regexp.MustCompile(`\s*[-–~]\s*`)

// ParseSizes reads a size or a range of sizes for each team, as in "4, 5, 8-13", apart by commas, semicolons or spaces, the ends of a range by
// any dash or a tilde. wrong is the first part that is neither; then there are no sizes.
func ParseSizes(typed string) (sizes []Range, wrong string) {
	typed = dashes.ReplaceAllString(typed, "-")
	for part := range strings.FieldsFuncSeq(typed, func(r rune) bool { return strings.ContainsRune(",; ", r) }) {
		low, high, ranged := strings.Cut(part, "-")
		if !ranged {
			high = low
		}
		a, ok := survey.ParseWhole(low)
		b, also := survey.ParseWhole(high)
		if !ok || !also || a < 1 || b < a {
			return nil, part
		}
		sizes = append(sizes, Range{a, b})
	}
	return sizes, ""
}

// Options are the settings of a search. The zero value searches for one second on two cores if there is a clock, else for two million
// moves. With both a Budget and Moves, whichever ends first ends the search.
type Options struct {
	Seed uint64
	// Budget is the time to search; zero means one second unless Moves is given.
	Budget time.Duration
	// Moves ends the search after so many tried moves, which makes it repeatable.
	Moves int64
	// Workers is how many goroutines search; zero means 2. It never changes the result of a
	// search that Moves ends.
	Workers int
	// Now is the clock of Budget. Nil means that only Moves and the context end the search.
	Now func() time.Time
	// Robust prefers teams that keep their rules with any one member missing; see robust.go.
	Robust bool
	// Plain leaves out what only describes the result: the comparison with chance and the
	// finer bounds.
	Plain bool
}

// Progress says how far a search is. Share never falls. Moves are those of the search under way; Objective is 0 while must-rules are broken, and where
// there are several sections; Unmet is told of rounds only.
type Progress struct {
	Share     float64 // of the budget, 0 to 1
	Moves     int64
	Objective float64 // of the best division so far
	Unmet     int     // must-rules that it breaks
}

// Why a search stopped.
const (
	StoppedBudget    = "budget"
	StoppedMoves     = "moves"
	StoppedOptimal   = "optimal"
	StoppedCancelled = "cancelled"
)

// A Team is some of the members, by row of the table in ascending order. Its name is that of the activity that it takes up, or its number
// from 1.
type Team struct {
	Name    string    `json:"name"`
	Members []int     `json:"members"`
	Scores  []float64 `json:"scores"` // one for each rule, 0 to 1
	OK      []bool    `json:"ok"`     // whether the team keeps each rule
	Values  []float64 `json:"values"` // each rule's own quantity in this team
	// Unknown are the rules that count as kept by the team because nothing is known by which it could break them, or nothing there is that it could keep.
	// Whether it does, and how well, is not known either.
	Unknown []int `json:"unknown,omitempty"`
	// Partly are those that the team keeps as far as is known, where that is something and not all.
	Partly []int `json:"partly,omitempty"`
	// Outside are those that are not for the team.
	Outside []int `json:"outside,omitempty"`
	// Activities are what the team takes up, by the column in which members rank activities; nil where none does.
	Activities Activities `json:"activities,omitempty"`
}

// Activities are options by column.
type Activities map[string]string

// A Result is how one rule does in a division: in the whole of it, as the objective counts it. Value is the sum of what the
// teams have of the rule's own quantity, in its own unit, so that another program's teams can be compared.
type Result struct {
	Rule    Rule     `json:"rule"`
	Score   float64  `json:"score"`    // 0 to 1, 1 is best
	Bound   *float64 `json:"bound"`    // no division of these sizes scores more; nil if unknown
	TeamsOK *int     `json:"teams_ok"` // teams that keep the rule; nil where teams cannot break it
	Teams   int      `json:"teams"`    // that the rule is for
	Value   float64  `json:"value"`    // the rule's own quantity, unscaled
	Met     bool     `json:"met"`      // whether every team keeps the rule
}

// Random says how divisions of the same sizes made by chance do, by the objective: their mean and population standard deviation.
type Random struct {
	Mean       float64 `json:"mean"`
	SD         float64 `json:"sd"`
	Percentile float64 `json:"percentile"` // share of them that this division is no worse than, in percent
	Of         int     `json:"of"`         // how many they are; 0 in what was kept before they were counted
	Worse      int     `json:"worse"`      // how many of them this division is better than
	Broken     int     `json:"broken"`     // how many of them break a must-rule
	Low        float64 `json:"low"`        // the least objective of them
	High       float64 `json:"high"`       // the greatest
	Bins       []int   `json:"bins"`       // how many of them lie in each of as many equal steps from Low to High; nil where all are alike
	AtLeast    bool    `json:"-"`          // Worse is how many at least; see [Random.Beside]
}

// A Proposal is a division with what can be said about it. Rules are as in the input, and the scores of a team in their order. Bound and
// Gap are nil where no search was made, as is Random; Clash is nil where every must-rule is kept, or no reason was found in time.
type Proposal struct {
	Seed    uint64 `json:"seed"`
	Moves   int64  `json:"moves"`
	Stopped string `json:"stopped"`
	// LocalOptimum is whether no move of one member, and no swap of two, makes the teams better, which was tried last: false where budget or moves
	// ended before. It is nil where it was not tried.
	LocalOptimum *bool `json:"local_optimum,omitempty"`

	Objective float64  `json:"objective"` // 0 to 1: the weighted mean of the scores of the rules that are no must
	Bound     *float64 `json:"bound"`
	Gap       *float64 `json:"gap"` // (bound - objective) / bound
	Random    *Random  `json:"random"`
	Rules     []Result `json:"rules"`
	Teams     []Team   `json:"teams"`
	Unmet     []int    `json:"unmet"` // must-rules that the division breaks, by position in Rules
	Clash     *Clash   `json:"clash"` // why they cannot all be kept, if so
	LeftOut   []string `json:"left_out"`

	// GaveWay is how many members without answers a team of a section may have where a must-rule on them gave way to the others, by the section's
	// name, "" without sections: the least with which a division was found that keeps all others.
	GaveWay map[string]int `json:"gave_way,omitempty"`

	TooSmall []TooSmall `json:"too_small"` // sections, and teams, that are too small to be one; known of what was searched for

	// Disclosed is how the teams do by the rules without what members say in confidence, without Teams; nil where that is all of them, or where
	// it is not known. [Proposal.Told] is what may be said.
	Disclosed *Proposal `json:"disclosed,omitempty"`

	NotUnderstood NotUnderstood `json:"not_understood"` // names in the columns of the rules that count for nobody
	// Notes are what the reader should know of what rules name, files and answers, each with the number of its Rule, from 1.
	Notes []survey.Message `json:"notes,omitempty"`
}

// Known returns how many teams keep a rule as far as is known, nil where they cannot break it or of none anything is known, and of how many anything is.
func (p Proposal) Known(rule int) (ok *int, of int) {
	r := p.Rules[rule]
	of = r.Teams
	for _, t := range p.Teams {
		of -= int(b2f(slices.Contains(t.Unknown, rule)))
	}
	if r.TeamsOK == nil || of == 0 {
		return nil, of
	}
	return new(*r.TeamsOK - (r.Teams - of)), of
}

// InDoubt returns how many teams with members are known to keep a rule or break it in part only, or not at all.
func (p Proposal) InDoubt(rule int) (n int) {
	for _, t := range p.Teams {
		n += int(b2f(slices.Contains(t.Unknown, rule) || slices.Contains(t.Partly, rule)))
	}
	return n
}

// OnlyMusts reports whether every rule is a must-rule that can be broken: the objective is then of these, and not of any others.
func (p Proposal) OnlyMusts() bool {
	return !slices.ContainsFunc(p.Rules, func(r Result) bool { return !r.Rule.binds() })
}

// Assignment returns the team of each of n members, -1 for those in none.
func (p Proposal) Assignment(n int) []int {
	return assignment(p.Divisions(), n)
}

func assignment(divisions [][]int, n int) []int {
	team := slices.Repeat([]int{-1}, n)
	for t, g := range divisions {
		for _, i := range g {
			team[i] = t
		}
	}
	return team
}

// Activities are what each team takes up.
func (p Proposal) Activities() []Activities {
	out := make([]Activities, len(p.Teams))
	for t, g := range p.Teams {
		out[t] = g.Activities
	}
	return out
}

// Divisions returns the members of each team, copied, so that the caller may change them.
func (p Proposal) Divisions() [][]int {
	out := make([][]int, len(p.Teams))
	for t, g := range p.Teams {
		out[t] = append([]int(nil), g.Members...)
	}
	return out
}
