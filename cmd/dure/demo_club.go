package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"dure/survey"
)

// demoClub is what the members of the demo club are called, what they are asked and what they say. Any likeness is chance.
var demoClub = sync.OnceValue(func() (club struct {
	Names                          []string
	Title, Intro, Consent          survey.Text
	Questions                      []survey.Question // in the order of demoAnswers
	Hopes, Notes, Helped, Hindered []survey.Text
}) {
	if err := json.Unmarshal(demoClubFile, &club); err != nil {
		panic("demo club: " + err.Error()) // it is part of the program
	}
	return club
})

//go:embed demo_club.json
var demoClubFile []byte

// A temper is one of the three kinds of people in the demo club, so that its map shows groups.
type temper struct {
	lead, people, plan, experience, hours float64
	roles                                 []int // option keys, the likeliest first
	likes                                 []int
	joins                                 []int // the most wanted first
	meets                                 int
}

var tempers = []temper{
	{lead: 5.8, people: 6.0, plan: 3.0, experience: 4.8, hours: 9, roles: []int{4, 5, 1}, likes: []int{1, 4, 6}, joins: []int{1, 3, 4}, meets: 3},
	{lead: 3.0, people: 3.2, plan: 6.0, experience: 3.6, hours: 5, roles: []int{1, 2, 3}, likes: []int{2, 3}, joins: []int{2, 1, 3}, meets: 1},
	{lead: 3.2, people: 5.0, plan: 3.6, experience: 2.0, hours: 3, roles: []int{3, 2, 5}, likes: []int{2, 5, 6}, joins: []int{4, 3, 2}, meets: 2},
}

// demoAnswers makes up what member i answers to the questions of the demo club, as they are stored.
func demoAnswers(rng *rand.Rand, i int, questions []survey.Question) survey.Answers {
	m := tempers[rng.IntN(len(tempers))]
	names, hopes, english := demoClub().Names, demoClub().Hopes, demoLang(i) == survey.English
	as := survey.Answers{}
	give := func(at int, a survey.Answer) {
		if q := questions[at]; !a.IsZero() {
			a.Version = q.Version
			as[q.ID] = a
		}
	}
	for at, mean := range []float64{m.lead, m.people, m.plan, m.experience} {
		v := min(7, max(1, math.Round(mean+0.9*rng.NormFloat64())))
		give(at, survey.Answer{Number: &v})
	}
	hours := min(40, max(0, math.Round(m.hours+2*rng.NormFloat64())))
	give(4, survey.Answer{Number: &hours})
	give(5, survey.Answer{Choices: []int{m.roles[min(rng.IntN(4), rng.IntN(3))]}})
	give(6, survey.Answer{Choices: []int{language(rng, english)}})
	give(7, survey.Answer{Choices: some(rng, m.likes, 6)})
	give(8, survey.Answer{Slots: demoSlots(rng, questions[8])})
	if i%6 == 0 {
		give(9, survey.Answer{Wished: []string{names[(i+7)%len(names)]}})
	}
	if i%17 == 5 {
		give(9, survey.Answer{Avoided: []string{names[(i+20)%len(names)]}})
	}
	// By a generator of their own, so that the other answers stay as they are.
	more := rand.New(rand.NewPCG(uint64(i), 1))
	wants := slices.Clone(m.joins)
	if k := more.IntN(4); k < 2 {
		wants[k], wants[k+1] = wants[k+1], wants[k]
	}
	give(10, survey.Answer{Ranked: wants})
	mine, other := 1, 2
	if english {
		mine, other = 2, 1
	}
	give(11, survey.Answer{Levels: map[int]int{mine: 6 + more.IntN(2), other: 2 + more.IntN(5)}})
	give(12, survey.Answer{Choices: []int{min(3, max(1, m.meets+more.IntN(2)-more.IntN(2)))}})
	give(13, survey.Answer{Text: hopes[rng.IntN(len(hopes))].In(demoLang(i))})
	return as
}

func language(rng *rand.Rand, english bool) int {
	if rng.IntN(5) == 0 {
		return 3
	}
	if english {
		return 2
	}
	return 1
}

// some returns most of the likely keys and now and then another of 1..n, ascending.
func some(rng *rand.Rand, likely []int, n int) []int {
	var keys []int
	for k := 1; k <= n; k++ {
		chance := 0.15
		if slices.Contains(likely, k) {
			chance = 0.75
		}
		if rng.Float64() < chance {
			keys = append(keys, k)
		}
	}
	return keys
}

// demoSlots makes up free evenings: some days whole, some from a later hour on.
func demoSlots(rng *rand.Rand, q survey.Question) []int {
	var slots []int
	for _, d := range q.Days {
		from := q.From + rng.IntN(q.To-q.From+2)
		if rng.IntN(3) == 0 {
			from = q.From
		}
		for h := from; h < q.To; h++ {
			slots = append(slots, 24*d+h)
		}
	}
	return slots
}

func demoEmail(i int) string { return fmt.Sprintf("member%02d@demo.example", i+1) }
