package team

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"dure/clustering/team/search"
	"dure/survey"
)

// Fit wants teams whose fit, as a model learned from past teams predicts it, is high.
const Fit Kind = "fit"

type fitRule struct{ traits }

var fitKind = fitRule{traits{Fit, Should, byTeam, unbreakable, unseeded}}

func (fitRule) start(survey.Table) Rule { return Rule{Model: ClubModel, Share: fitShare} }

// fitShare is how much of the whole a rule of kind fit may count where it does not say, and the most that a form takes: predicted fit is
// one voice among others, never the decision.
const fitShare = 0.2

// ClubModel is how a rule of a season names the club's model.
const ClubModel = "club"

func (fitRule) fields() []Field {
	return []Field{{Name: "share", Control: PercentControl, Label: "rule_share", Help: "rule_share_help", at: func(r *Rule) any { return &r.Share }}}
}

func (fitRule) finish(r *Rule, _ Offer) error {
	if r.Model = ClubModel; r.Share > fitShare+1e-9 || r.Share == 0 {
		return wrong("share", "share_range")
	}
	return nil
}

func (fitRule) check(r Rule) error {
	if r.Share < 0 || r.Share > 1 {
		return r.invalid("rule_share_range", "Share", r.Share)
	}
	return nil
}

func (fitRule) sentence(r Rule, w words) survey.Message {
	return survey.Say("rule_fit", "Percent", w.blank("share", math.Round(1000*cmp.Or(r.Share, fitShare))/10))
}

func (fitRule) share(r Rule) float64 { return cmp.Or(r.Share, fitShare) }

// compile readies the scorer by the input's Fit. It refuses a rule whose model the club has not, that tells no more than the mean, or that cannot
// rate these members, with the cause.
func (fitRule) compile(c *compiler) (measure, error) {
	if c.in.Fit == nil {
		return nil, c.invalid("fit_without_model", "Model", c.Model)
	}
	scorer, err := c.in.Fit(c.Model, c.in.Table)
	if refused, ok := errors.AsType[*RefusedError](err); ok {
		return nil, c.invalid("fit_model_refused", "Why", refused.Why)
	}
	if err != nil {
		return nil, c.invalid("fit_model_unusable", "Model", c.Model, "Error", err.Error())
	}
	if scorer == nil { // the club uses none any more
		return nil, c.invalid("fit_without_model", "Model", c.Model)
	}
	return &rated{scorer}, nil
}

// rated is the fit that a scorer predicts, cut off at 0 and 1. A team of nobody fits. What a network says of a team follows no law that
// a bound or a quick change could use, so each team that a move touches is rated anew.
type rated struct{ scorer Scorer }

func (r *rated) of(_ int, members []int32) outcome {
	if len(members) == 0 {
		return outcomeOf(0, 1, true)
	}
	g := Team{Members: make([]int, len(members))}
	for a, i := range members {
		g.Members[a] = int(i)
	}
	s := clamp(r.scorer.Score(g))
	return outcomeOf(s, s, true)
}

func (r *rated) scale(*problem, []frame) scale { return scale{ceiling: 1} }

// bound is not known: a network may rate a team of anybody at anything.
func (r *rated) bound(bounding) (float64, bool) { return 0, false }

func (r *rated) fact(t int, members []int32) survey.Message {
	return survey.Say("fact_team_fit", "Fit", round(r.of(t, members).score))
}

// slow says that to measure many divisions takes long.
func (r *rated) slow() bool { return true }

func (r *rated) terms(s *section) []search.Term {
	c := *s
	f := s.function(func() search.GroupFunc {
		var all []int32
		m := r.scratch()
		return func(t int, items []int32) search.Rating {
			all = c.rows(all, items)
			return c.rating(m.of(t, all))
		}
	})
	if f.Model = true; !s.exact {
		f.Most = s.utility(r.likely(s)) // what a team may be rated at is far from 1, and no step is large
	}
	return []search.Term{f}
}

// scratch returns the quickest way to rate teams that one goroutine at a time may use.
func (r *rated) scratch() interface {
	of(t int, members []int32) outcome
} {
	if q, ok := r.scorer.(RowScorer); ok {
		return &rowRated{rate: q.Rows(), known: make([]remembered, memory)}
	}
	return r
}

// likely is the best rating among some hundred teams by chance: swaps that could only pay if a team were rated higher still
// are not tried.
func (r *rated) likely(s *section) float64 {
	rng := rand.New(rand.NewPCG(1, 1))
	best := 0.0
	all := slices.Clone(s.members)
	for range likelyTeams {
		size := min(len(all), max(1, s.slots[rng.IntN(len(s.slots))].hi))
		for k := range size {
			j := k + rng.IntN(len(all)-k)
			all[k], all[j] = all[j], all[k]
		}
		best = max(best, r.of(0, all[:size]).score)
	}
	return best
}

// likelyTeams is how many teams by chance tell how high a rating may be. With few, moves towards a rare good team are not tried; with
// many, their ratings cost more than the moves that they save. With this and the ratings that are remembered, a search of 60 members
// took 0.2 s where it had taken 1.1, and its objective was as high or higher.
const likelyTeams = 200

// rowRated is the fit that a function of rows predicts. A search comes back to the same teams again and again, most of all
// where it is about to end, so ratings are remembered.
type rowRated struct {
	rate  func(members []int32) float64
	known []remembered
}

// remembered is the rating of the team whose members make the key.
type remembered struct {
	key   uint64
	score float64
}

// memory is how many ratings are remembered, a power of two: a newer one takes the place of an older. 8192 of them are 128 kB, which
// stays in a core's second cache.
const memory = 1 << 13

func (r *rowRated) of(_ int, members []int32) outcome {
	if len(members) == 0 {
		return outcomeOf(0, 1, true)
	}
	key := uint64(0)
	for _, i := range members {
		key += hash(uint64(i))
	}
	k := &r.known[key%memory]
	if k.key != key {
		*k = remembered{key, clamp(r.rate(members))}
	}
	return outcomeOf(k.score, k.score, true)
}

// hash gives every number a key so that sums of few keys differ: the finaliser of SplitMix64, Steele, Lea and Flood (2014).
func hash(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
