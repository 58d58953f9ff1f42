package web_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// large is a season of n members in teams of five, under eight rules of as many kinds.
func large(t *testing.T, n int) (*site, team.ProposalID, []survey.Member) {
	return largeAnswered(t, n, func(int) bool { return true })
}

// largeAnswered is one in which those have answered, by number, of whom that is said.
func largeAnswered(t *testing.T, n int, answered func(i int) bool) (*site, team.ProposalID, []survey.Member) {
	s := newSite(t)
	asked := s.ask(everyKind()...).Questions
	code := func(q int) string { return fmt.Sprintf("q%d", asked[q].ID) }
	all := make([]survey.Member, n)
	var added sync.WaitGroup
	for i := range all {
		added.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(i), 20))
			name := fmt.Sprintf("%c%c%c%d", []rune("김이박최정강조윤장임")[i%10], []rune("민서지우하준도윤예은")[i/10%10], []rune("서준현아린호")[i%6], i)
			all[i] = s.called(name, fmt.Sprintf("m%d@example.org", i))
			var slots []int
			for slot := range 30 {
				if rng.IntN(3) > 0 {
					slots = append(slots, slot)
				}
			}
			if !answered(i) {
				return
			}
			s.say(all[i], survey.Answers{
				asked[0].ID: {Version: 1, Number: new(float64(rng.IntN(11)))}, asked[1].ID: {Version: 1, Number: new(float64(1 + rng.IntN(40)))},
				asked[2].ID: {Version: 1, Choices: []int{1 + rng.IntN(2)}}, asked[3].ID: {Version: 1, Choices: []int{1 + rng.IntN(12)}},
				asked[4].ID: {Version: 1, Choices: []int{1 + rng.IntN(2)}}, asked[5].ID: {Version: 1, Slots: slots},
				asked[6].ID: {Version: 1, Wished: []string{fmt.Sprintf("m%d@example.org", rng.IntN(n))}},
			})
		})
	}
	s.must("fill the season", s.db.Fill(func() error { added.Wait(); return nil }))
	rules := []team.Rule{
		{Kind: team.Balance, Columns: []string{code(0), code(1)}}, {Kind: team.Spread, Columns: []string{code(1)}}, {Kind: team.Match, Column: code(3)},
		{Kind: team.NeverAlone, Column: code(2), Value: "o1"}, {Kind: team.Count, Column: code(4), Value: "o1", AtLeast: new(1)},
		{Kind: team.Hours, Columns: []string{code(5)}, Min: 1, Want: 3}, {Kind: team.Wishes, Column: code(6), AtLeast: new(1)}, {Kind: team.Similar, Columns: []string{code(0)}},
	}
	s.must("add cards", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
		for _, rule := range rules {
			d.Add(rule)
		}
		return nil
	}))
	return s, s.dividedBy(team.Request{Rules: rules, Sizes: team.Sizes{Ideal: 5}}, slices.Collect(slices.Chunk(all, 5))...), all
}

// took is how long the server takes for a page, as the visitor waits for it: the middle one of so many, and the whole of it in bytes.
func (v *visitor) took(path string, times int) (time.Duration, int) {
	v.Helper()
	var all []time.Duration
	size := 0
	for range times {
		begun := time.Now()
		res, err := v.client.Get(v.url + path)
		v.must("get "+path, err)
		body, err := io.ReadAll(res.Body)
		v.must("read "+path, err)
		res.Body.Close()
		all, size = append(all, time.Since(begun)), len(body)
		if res.StatusCode != http.StatusOK {
			v.Fatalf("%s is %s:\n%s", path, res.Status, body)
		}
	}
	slices.Sort(all)
	return all[times/2], size
}

// Of 300 members under eight rules the server has each page within 100 ms. Beside other tests a machine takes longer: the test tells
// what it measures, and fails at ten times that, of the middle one of several tries.
func TestLargeSeasonsAreQuick(t *testing.T) {
	for _, n := range []int{300, 1200} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			s, id, all := large(t, n)
			v, one, own := s.organizer(), all[7], "/m/"+string(all[7].Token)
			for _, path := range []string{
				s.at("/teams"), s.at("/proposals/%d", id), s.at("/proposals/%d/move?member=%d&places=all", id, one.ID), s.at("/members/%d", one.ID), s.at("/members"), own, own + "/answers",
			} {
				took, size := v.took(path, 7)
				t.Logf("%d members: %s takes %v, of %d KB", n, path, took.Round(time.Millisecond), size>>10)
				if n == 300 && took > time.Second {
					t.Errorf("of %d members %s takes %v, want 100 ms, and ten times that at most", n, path, took)
				}
			}
		})
	}
}
