package team

import (
	"dure/clustering/team/search"
	"dure/survey"
)

// A Kind is what a rule is about.
type Kind string

// A kind is all that is particular to one kind of rule. Each has a file of its own, rule_*.go, and a place in the list of kinds; everything
// else asks these interfaces, so that a switch over kinds is nowhere. Its values have no state: what a rule says is in the [Rule], and what the
// table says of it in the measure.
type kind interface {
	about() traits
	fields() []Field                         // of its form, in order
	check(r Rule) error                      // an [*survey.InvalidError] for what is wrong with the rule itself
	compile(c *compiler) (measure, error)    // what the table says about its members
	sentence(r Rule, w words) survey.Message // what it asks for, its blanks by the names of fields
}

// What only some kinds can do.
type (
	// An accepter can be on a column. Every kind is one that has a field for columns.
	accepter interface{ accepts(c survey.Column) bool }
	// An orderer may compare by order, for which a column needs one.
	orderer interface{ orders(r Rule) bool }
	// A reader says as what a file's columns have to be read, where their cells need not tell.
	reader interface {
		reads(r Rule) map[string]survey.Type
	}
	// A starter says what the form for a new rule begins with, where that is not nothing.
	starter interface{ start(t survey.Table) Rule }
	// A relaxer lists what asks for less, the mildest change first, in teams of at most so many.
	relaxer interface {
		milder(r Rule, most int) []milder
	}
	// A giver is, as a must, kept only as far as all other must-rules and the sizes allow. Its measure is a yielder.
	giver interface{ givesWay() }
	// A limiter can hold only so many members, whatever its strength. Its measure is a planner.
	limiter interface{ limits(r Rule) bool }
	// A capped kind has no more than a share of the whole objective, 0 to 1, and stands on a fit model.
	capped interface{ share(r Rule) float64 }
	// A confider takes some columns in confidence, beside others. disclosed is what is left of a rule without one of them, and whether that
	// is nothing.
	confider interface {
		disclosed(r Rule, t survey.Table) (shown Rule, nothing bool)
	}
	// A mixer spreads what was answered over the teams, so that it may be on what is told in confidence where so many gave each answer
	// that no team tells whose it is. once reports that there only one rule of the kind counts on a question.
	mixer interface{ mixes() (once bool) }
	// A preset kind asks what clubs ask of teams most, and has a word for it.
	preset interface{ preset() survey.Key }
	// A seeker asks for members of some sort in a team, which may hang on one of them.
	seeker interface{ seeks() }
	// A sectioner has a column that says of which section members are, which is no answer.
	sectioner interface{ sectionColumn(r Rule) string }
)

// Traits are what is said of a kind in a word each.
type traits struct {
	name     Kind
	strength Strength // where a rule names none
	scored   scored
	keeping  keeping
	seeds    seeding
}

func (t traits) about() traits { return t }

// Scored says on what a rule is scored.
type scored bool

const (
	byTeam     scored = false // team by team, the worst first
	onDivision scored = true  // on the whole division, by its value
)

// Keeping says whether a team keeps a rule or breaks it, so that it can be a must.
type keeping bool

const (
	unbreakable keeping = false
	breakable   keeping = true
)

// A seeding is what the members of a first division are clustered for, by the columns of the rules.
type seeding int

const (
	unseeded  seeding = iota // the rule's columns are no answers to compare members by
	neutral                  // they are, and the rule wants neither
	mixing                   // teams have some of every cluster
	gathering                // teams are clusters
)

// kinds lists every kind, in the order in which pages offer them.
var kinds = []kind{
	balanceKind, matchKind, hoursKind, wishesKind, neverAloneKind, countKind, similarKind, spreadKind, mixKind, alikeKind, rankedKind,
	sectionKind, togetherKind, apartKind, newTeammatesKind, affinityKind, answeredKind, fitKind,
}

// Kinds lists the names of the kinds, in the order in which pages offer them.
func Kinds() []Kind {
	names := make([]Kind, len(kinds))
	for i, k := range kinds {
		names[i] = k.about().name
	}
	return names
}

// kind returns what is particular to the rule's kind, or nil if there is no such kind.
func (k Kind) kind() kind {
	for _, known := range kinds {
		if known.about().name == k {
			return known
		}
	}
	return nil
}

// Known reports whether there is such a kind.
func (k Kind) Known() bool { return k.kind() != nil }

// Predicts reports whether rules of the kind stand on a fit model.
func (k Kind) Predicts() bool { _, ok := k.kind().(capped); return ok }

// Preset is the word for what clubs ask by rules of the kind, "" for one that is not asked for so often.
func (k Kind) Preset() survey.Key {
	if p, ok := k.kind().(preset); ok {
		return p.preset()
	}
	return ""
}

// accepts reports whether a rule of the kind can be on the column.
func (k Kind) accepts(c survey.Column) bool {
	a, ok := k.kind().(accepter)
	return ok && a.accepts(c) && k.admits(c)
}

// admits reports whether a rule of the kind may be on the column, by how it was told.
func (k Kind) admits(c survey.Column) bool {
	_, mixes := k.kind().(mixer)
	_, confides := k.kind().(confider)
	return c.Confidence == survey.Public || confides || mixes && c.Confidence == survey.Pooled
}

// Start returns the rule with which the form for a new one begins.
func (k Kind) Start(t survey.Table) (r Rule) {
	if s, ok := k.kind().(starter); ok {
		r = s.start(t)
	}
	r.Kind, r.Strength = k, k.kind().about().strength
	return r
}

// A milder rule is a rule changed so that it asks for less, and what was changed.
type milder struct {
	rule   Rule
	change Change // without Rule
}

// An outcome is what a rule says about one team: its own quantity, which adds up over teams, a score, and whether it is kept. A rule
// that no team can break is always kept.
type outcome struct {
	value float64 // the rule's own quantity
	score float64 // 0 to 1, 1 is best
	ok    bool    // whether the team keeps the rule
	// besides is how much more a must-rule is broken than by what the score lacks.
	besides float64
}

// outcomeOf is what a rule says that is broken by no more than what the score lacks.
func outcomeOf(value, score float64, ok bool) outcome {
	return outcome{value: value, score: score, ok: ok}
}

// A measure is a rule with what the table says about its members. Before anything is measured, planners are told of the teams, and scale
// is called, which may keep what of needs. After that any number of goroutines may call of and terms at once, bound and fact one at a time.
// Members are rows of the table in any order, each once; no measure keeps or changes the slice.
type measure interface {
	// of measures team number t with the given members, from scratch: it is what all tests hold the others against.
	of(t int, members []int32) outcome
	// scale says how what is measured becomes a score, for teams in the given frames.
	scale(p *problem, frames []frame) scale
	// terms are the same for the search among the members of a section.
	terms(s *section) []search.Term
	// bound is a score that no division into teams of the plan exceeds; false where nothing is known.
	bound(b bounding) (float64, bool)
	// fact says how a team does.
	fact(t int, members []int32) survey.Message
}

// always is the fact of a team of which there is nothing to tell.
func always() survey.Message { return survey.Say("fact_team_section") }

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func abs(x float64) float64 { return max(x, -x) }

func square(x float64) float64 { return x * x }

// clamp cuts a score off at 0 and 1.
func clamp(v float64) float64 { return max(0, min(1, v)) }
