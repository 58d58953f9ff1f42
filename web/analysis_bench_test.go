package web

import (
	"math/rand/v2"
	"testing"
	"time"

	"dure/clustering"
	"dure/survey"
)

// likert makes so many questions and the answers of so many members, who lean one of three ways.
func likert(members, questions int) ([]survey.Question, []survey.Member, map[survey.MemberID]survey.Response) {
	rng := rand.New(rand.NewPCG(11, 0))
	var asked []survey.Question
	for i := range questions {
		asked = append(asked, survey.Question{ID: survey.QuestionID(i + 1), Kind: survey.Scale, Min: new(1.0), Max: new(5.0)})
	}
	var all []survey.Member
	responses := map[survey.MemberID]survey.Response{}
	for i := range members {
		m := survey.Member{ID: survey.MemberID(i + 1)}
		answers := survey.Answers{}
		for j, q := range asked {
			v := min(5, max(1, float64(2+(i+j)%3+rng.IntN(3)-1)))
			answers[q.ID] = survey.Answer{Number: &v}
		}
		all = append(all, m)
		responses[m.ID] = survey.Response{Member: m.ID, Submitted: time.Unix(1, 0), Answers: answers}
	}
	return asked, all, responses
}

// What the groups page computes when the answers are new to it.
func BenchmarkGroupsFirstView(b *testing.B) {
	asked, members, responses := likert(1000, 25)
	b.ReportAllocs()
	for b.Loop() {
		e, err := encodeAnswers(asked, members, responses)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := findGroups(b.Context(), newAnalyses(1<<20), e, groupChoice{linkage: clustering.Ward}); err != nil {
			b.Fatal(err)
		}
	}
}
