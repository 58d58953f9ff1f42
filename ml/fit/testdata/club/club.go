// Package club makes up clubs whose truth is known, for the tests of package fit and the programs beside it.
package club

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat"

	"dure/survey"
	"dure/survey/sheet"
)

// A Club is a made-up club whose truth is known: what its members answer, and how much of their
// ratings the answers explain.
type Club struct {
	R2    float64 // share of the ratings' variance that the answers explain
	Size  int     // members of a team, default 5
	Seed  uint64
	Whole bool // ratings are whole, 1 to 5, as a feedback round asks them; R2 is then of what they are rounded from

	Sizes   []int                   // of teams, each drawn from these; nil means all are of Size
	Seasons int                     // to which teams belong in turn, each with a level of its own; 0 means one
	Shared  float64                 // share of what answers do not explain that a team shares; 0 means noiseShared
	Rating  func(v float64) float64 // what is made of a rating; nil for nothing

	mean, sd [truths]float64 // of each part of the truth among random teams
}

// truths is the number of parts of the truth; each explains as much as any other.
const truths = 6

// noiseShared is the share of what answers do not explain that the members of a team share.
const noiseShared = 0.3

// answers are what a made-up member says.
type answers struct {
	commitment, kindness, plans, experience, hours float64
	role                                           int
	topics                                         [4]bool
}

var roles = []string{"Leads", "Builds", "Checks", "Writes"}

// New readies a club.
func New(c Club) *Club {
	if c.Size == 0 {
		c.Size = 5
	}
	if c.Sizes == nil {
		c.Sizes = []int{c.Size}
	}
	c.Shared = cmp.Or(c.Shared, noiseShared)
	rng := rand.New(rand.NewPCG(4, 4))
	const teams = 2000
	var columns [truths][]float64
	for range teams {
		team := c.draw(rng, c.Size)
		for k, v := range truth(team, rng.IntN(len(team))) {
			columns[k] = append(columns[k], v)
		}
	}
	for k := range columns {
		c.mean[k], c.sd[k] = stat.PopMeanStdDev(columns[k], nil)
	}
	return &c
}

// draw makes up members. Their answers hang together a little, as people's do.
func (c *Club) draw(rng *rand.Rand, n int) []answers {
	out := make([]answers, n)
	for i := range out {
		g := rng.NormFloat64()
		scale := func(w float64) float64 {
			return max(1, min(5, math.Round(3+w*0.5*g+rng.NormFloat64())))
		}
		out[i] = answers{commitment: scale(1), kindness: scale(0.6), plans: scale(0), experience: scale(-0.4), hours: math.Round(2 + 8*rng.Float64()), role: rng.IntN(len(roles))}
		for k := range out[i].topics {
			out[i].topics[k] = rng.Float64() < 0.4
		}
	}
	return out
}

// truth returns what the fit of member a of a team is made of.
func truth(team []answers, a int) [truths]float64 {
	n := float64(len(team))
	var commitment, experience, plans, square float64
	kindness := math.Inf(1)
	covered := map[int]bool{}
	for _, m := range team {
		commitment += m.commitment / n
		experience += m.experience / n
		plans += m.plans / n
		square += m.plans * m.plans / n
		kindness = min(kindness, m.kindness)
		covered[m.role] = true
	}
	rest := 0.0
	for b, m := range team {
		if b != a {
			rest += m.hours / max(1, n-1)
		}
	}
	return [truths]float64{commitment, kindness, float64(len(covered)), experience, -math.Sqrt(max(0, square-plans*plans)), -math.Abs(team[a].hours - rest)}
}

// fit is the expected rating of member a of a team, in standard deviations of ratings.
func (c *Club) fit(team []answers, a int) float64 {
	sum := 0.0
	for k, v := range truth(team, a) {
		sum += (v - c.mean[k]) / c.sd[k]
	}
	return sum * math.Sqrt(c.R2/truths)
}

// Past is the file of a made-up history of that many teams, with the columns team and rating, and the true
// expected rating of each member.
func (c *Club) Past(teams int, seed uint64) (t sheet.Sheet, expected []float64) {
	rng := rand.New(rand.NewPCG(c.Seed, seed))
	t = sheet.Sheet{Cells: sheet.Cells{Header: []string{"Name", "Commitment", "Kindness", "Plans", "Experience", "Hours", "Role", "Topics", "season", "team", "rating"}}}
	for g := range teams {
		team := c.draw(rng, c.size(rng))
		shared := rng.NormFloat64() * math.Sqrt(c.Shared*(1-c.R2))
		season := g % max(1, c.Seasons)
		for a, m := range team {
			f := c.fit(team, a)
			y := f + shared + float64(season)/2 + rng.NormFloat64()*math.Sqrt((1-c.Shared)*(1-c.R2))
			if c.Whole {
				y = whole(y)
			}
			if c.Rating != nil {
				y = c.Rating(y)
			}
			expected = append(expected, f)
			t.Rows = append(t.Rows, append(m.cells(fmt.Sprintf("m%d", len(t.Rows)+1)), strconv.Itoa(season+1), strconv.Itoa(g+1), strconv.FormatFloat(y, 'g', 8, 64)))
		}
	}
	return t, expected
}

// size draws the size of a team; where all are the same it draws nothing.
func (c *Club) size(rng *rand.Rand) int {
	if len(c.Sizes) == 1 {
		return c.Sizes[0]
	}
	return c.Sizes[rng.IntN(len(c.Sizes))]
}

// whole rounds a rating to 1 to 5, of which 4 is the most frequent.
func whole(v float64) float64 { return max(1, min(5, math.Round(3.6+v))) }

func (m answers) cells(name string) []string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	var topics []string
	for k, on := range m.topics {
		if on {
			topics = append(topics, []string{"Music", "Games", "Food", "Walks"}[k])
		}
	}
	return []string{name, number(m.commitment), number(m.kindness), number(m.plans), number(m.experience), number(m.hours), roles[m.role], strings.Join(topics, ";")}
}

// Season makes up the members of a season who have no teams yet.
func (c *Club) Season(members int, seed uint64) sheet.Sheet {
	t := sheet.Sheet{Cells: sheet.Cells{Header: []string{"Name", "Commitment", "Kindness", "Plans", "Experience", "Hours", "Role", "Topics"}}}
	for i, m := range c.draw(rand.New(rand.NewPCG(c.Seed, seed)), members) {
		t.Rows = append(t.Rows, m.cells(fmt.Sprintf("m%d", i+1)))
	}
	return t
}

// Fit is the true expected rating in a team of members of [Club.Season], in standard deviations.
func (c *Club) Fit(t sheet.Sheet, members []int) float64 {
	team := make([]answers, len(members))
	for a, i := range members {
		row := t.Rows[i]
		at := func(name string) float64 {
			v, _ := survey.ParseNumber(row[t.Column(name)])
			return v
		}
		team[a] = answers{commitment: at("Commitment"), kindness: at("Kindness"), plans: at("Plans"), experience: at("Experience"), hours: at("Hours"),
			role: slices.Index(roles, row[t.Column("Role")])}
	}
	sum := 0.0
	for a := range team {
		sum += c.fit(team, a) / float64(len(team))
	}
	return sum
}
