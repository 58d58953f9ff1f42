package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dure/survey"
)

// nameParts make names that are alike, folded or as they are written, in either order, with what may stand between and behind them.
var nameParts = []string{"Kim", "kím", "KIM", "Minjun", "Min-jun", "민준", "김", "김민준", "José", "Jose", "García", "Bo", "Lind", "Ng", "!!!", "王", "and", "&", "/", ",", ";", "님", "Dr.", "(k…1@e…)", "(2)", "(kim1@e.org)", "ｋｉｍ"}

func drawName(rng *rand.Rand) (name string) {
	for range 1 + rng.IntN(3) {
		name += nameParts[rng.IntN(len(nameParts))]
		if rng.IntN(3) > 0 {
			name += " "
		}
	}
	return survey.OneLine(name)
}

// Whom a typed name means, and who is asked about it, is the same by those members whom its numbers find as by all members, whatever became of them.
func testNamed(t *testing.T, d *DB) {
	ctx := context.Background()
	rng := rand.New(rand.NewPCG(22, 1))
	seen := map[string]int{}
	for round := range 12 {
		_, season := newSeason(t, d)
		q := survey.Question{ID: 1, Kind: survey.Teammates, Wishes: 3, Avoids: 3}
		asked := survey.Survey{Questions: []survey.Question{q}}
		at := now
		for k := range 24 {
			at = at.Add(time.Minute)
			all := must[[]survey.Member](t)(d.Members(ctx, season.ID))
			switch one := rng.IntN(5); {
			case one == 0 && len(all) > 3:
				m := all[rng.IntN(len(all))]
				m.Name = drawName(rng)
				_ = d.ChangeMember(ctx, m, at) // the name may be taken
			case one == 1:
				_, _ = d.Join(ctx, survey.Member{Season: season.ID, Name: drawName(rng), Email: fmt.Sprintf("kim%d@e.org", rng.IntN(9))}, at)
			default:
				m := survey.Member{Season: season.ID, Name: drawName(rng), Ref: drawName(rng)}
				if rng.IntN(2) == 0 {
					m.Email = fmt.Sprintf("kim%d@e.org", k)
				}
				_, _ = d.AddMember(ctx, m, at)
			}
		}
		all := must[[]survey.Member](t)(d.Members(ctx, season.ID))
		names := func() (some []string) {
			for range rng.IntN(3) {
				typed := drawName(rng)
				switch o := all[rng.IntN(len(all))]; rng.IntN(4) {
				case 0:
					typed = o.Name + []string{"", " 님", " & " + typed}[rng.IntN(3)]
				case 1:
					typed = survey.CalledMasked(all)[o.ID]
				case 2:
					typed = survey.CalledApart(all)[o.ID]
				}
				some = append(some, typed)
			}
			return some
		}
		for range 60 {
			m := all[rng.IntN(len(all))]
			r := survey.Response{Member: m.ID, Answers: survey.Answers{q.ID: {Wished: names(), Avoided: names()}}}
			if rng.IntN(2) == 0 {
				r.Submitted = now.Add(time.Duration(rng.IntN(24)) * time.Minute)
			}
			for _, typed := range r.Answers.Typed() {
				if rng.IntN(4) == 0 {
					r.Meant = r.Meant.Decide(survey.Decision{Question: q.ID, Side: survey.WishedSide, Typed: typed, Means: all[rng.IntN(len(all))].ID})
				}
			}
			some := must[[]survey.Member](t)(d.Named(ctx, m, asked, r))
			if len(some) < len(all) {
				seen["some"]++
			}
			what := fmt.Sprintf("round %d, %q by %q", round, r.Answers.Typed(), m.Name)
			for _, as := range []func([]survey.Member) []survey.Member{slices.Clone[[]survey.Member], survey.AsIfLetIn} {
				want, got := readNames(asked, as(all), r), readNames(asked, as(some), r)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s (-by all +by some):\n%s", what, diff)
				}
				for _, says := range want {
					seen[says.Reason]++
				}
			}
			for _, closed := range []bool{false, true} {
				var taken []survey.Taken
				mates := survey.MatesOf(m, all, taken, closed)
				listed, many, err := d.Mates(ctx, m, closed, len(mates))
				ok(t, err)
				if diff := cmp.Diff(mates, listed, cmpopts.EquateEmpty()); diff != "" || many {
					t.Fatalf("%s: mates of %+v, closed %t (-of all +listed), more %t:\n%s", what, m, closed, many, diff)
				}
				few, _, err := d.Mates(ctx, m, closed, 0, r.Answers.Typed()...)
				ok(t, err)
				if diff := cmp.Diff(r.Answers.Chosen(mates), r.Answers.Chosen(few)); diff != "" {
					t.Fatalf("%s: chosen (-of all +of some):\n%s", what, diff)
				}
				seen["chosen"] += len(r.Answers.Chosen(mates))
			}
			want, found := survey.Listed(m, all)
			got, err := d.ListedAs(ctx, m)
			if found == errors.Is(err, survey.ErrNotFound) || want.ID != got.ID {
				t.Fatalf("%s: on the list is %d, want %d: %v", what, got.ID, want.ID, err)
			}
		}
	}
	for _, what := range []string{"some", "chosen", "", string(survey.AsFolded), string(survey.AsTwo), string(survey.AsSeveral), string(survey.AsNear), string(survey.AsLater), string(survey.AsSelf), string(survey.AsNobody)} {
		if seen[what] < 8 {
			t.Errorf("%q was seen %d times only: %v", what, seen[what], seen)
		}
	}
}

// A nameRead is what became of one name that was typed.
type nameRead struct {
	Text, Reason string
	Means, Near  []survey.MemberID
	Called       []string
}

func readNames(asked survey.Survey, members []survey.Member, r survey.Response) (all []nameRead) {
	given := map[survey.MemberID]survey.Response{r.Member: r}
	table := survey.TableOf(asked, members, given)
	called := survey.CalledMasked(members)
	by := slices.IndexFunc(members, func(m survey.Member) bool { return m.ID == r.Member })
	for _, c := range table.Columns {
		for _, m := range c.Values.(survey.People).Mentions[by] {
			read := nameRead{Text: m.Text, Reason: string(m.Reason)}
			for _, i := range m.Members {
				read.Means, read.Called = append(read.Means, members[i].ID), append(read.Called, called[members[i].ID])
			}
			for _, i := range m.Near {
				read.Near, read.Called = append(read.Near, members[i].ID), append(read.Called, called[members[i].ID])
			}
			all = append(all, read)
		}
	}
	return all
}
