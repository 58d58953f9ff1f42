package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"dure/survey"
)

// testEditsRaceAnswers lets two organizers edit a question while members answer it, each by the version that they read last. The mark
// in the words of an option, as a member saw them, says what was meant: at no time it counts as anything else, and in the end
// nothing of it is lost.
func testEditsRaceAnswers(t *testing.T, d *DB) {
	_, season := newSeason(t, d)
	first := openSurvey(t, d, season.ID, survey.Question{Kind: survey.AnyOf, Title: survey.Text{"en": "Which?"}, Options: marked(1, 2, 3, 4, 5)}).Questions[0]
	r := &race{T: t, d: d, season: season.ID, id: first.ID}
	var members []survey.MemberID
	for i := range 4 {
		members = append(members, newMember(t, d, season.ID, fmt.Sprint("m", i)).ID)
	}
	last := make([]sent, len(members))
	var all sync.WaitGroup
	for i := range 2 {
		all.Go(func() { r.edits(t.Context(), rand.New(rand.NewPCG(1, uint64(i)))) })
	}
	for i, m := range members {
		all.Go(func() { last[i] = r.answers(t.Context(), m, rand.New(rand.NewPCG(2, uint64(i)))) })
	}
	all.Wait()
	if t.Failed() {
		return
	}
	asked := must[survey.Survey](t)(d.Survey(t.Context(), season.ID))
	back := asked.Questions[0]
	back.Options, back.Merged = slices.Clone(first.Options), nil
	for _, v := range must[[]survey.Question](t)(d.QuestionVersions(t.Context(), season.ID)) { // and all that were added
		for _, o := range v.Options {
			if _, there := back.Option(o.Key); !there {
				back.Options = append(back.Options, o)
			}
		}
	}
	must[survey.Question](t)(d.ChangeQuestion(t.Context(), season.ID, back))
	for i, m := range members {
		r.checkEnd(m, last[i])
	}
}

// marked are options with the marks in their words.
func marked(marks ...int) []survey.Option {
	var all []survey.Option
	for _, mark := range marks {
		all = append(all, survey.Option{Label: survey.Text{"en": fmt.Sprintf("option #%d", mark)}})
	}
	return all
}

// sent is what a member chose in a version.
type sent struct {
	seen survey.Question
	meant
}

type race struct {
	*testing.T
	d      *DB
	season survey.SeasonID
	id     survey.QuestionID
}

// edits saves question after question as it was read, changed at random; one that somebody changed meanwhile is refused.
func (r *race) edits(ctx context.Context, rnd *rand.Rand) {
	saved := 0
	for saved < 25 {
		asked, err := r.d.Survey(ctx, r.season)
		versions, err2 := r.d.QuestionVersions(ctx, r.season)
		if err := errors.Join(err, err2); err != nil {
			r.Errorf("read the survey: %v", err)
			return
		}
		q := asked.Questions[0]
		q.Options = slices.Clone(q.Options)
		r.edit(&q, versions, rnd)
		_, err = r.d.ChangeQuestion(ctx, r.season, q)
		if err != nil && !errors.Is(err, survey.ErrStale) {
			r.Errorf("change the question to %+v: %v", q.Options, err)
			return
		}
		if err == nil {
			saved++
		}
	}
}

func (r *race) edit(q *survey.Question, versions []survey.Question, rnd *rand.Rand) {
	i := rnd.IntN(len(q.Options))
	o := q.Options[i]
	switch rnd.IntN(4) {
	case 0:
		q.Options[i].Label = survey.Text{"en": fmt.Sprintf("words %d #%d", rnd.IntN(1e9), markOf(o.Label))}
	case 1:
		if len(q.Options) > 2 {
			q.Options = slices.Delete(q.Options, i, i+1)
			q.Merged = map[int]int{o.Key: q.Options[0].Key}
		}
	case 2:
		rnd.Shuffle(len(q.Options), func(i, j int) { q.Options[i], q.Options[j] = q.Options[j], q.Options[i] })
	default:
		v := versions[rnd.IntN(len(versions))]
		if o := v.Options[rnd.IntN(len(v.Options))]; !slices.ContainsFunc(q.Options, func(x survey.Option) bool { return x.Key == o.Key }) {
			q.Options = append(q.Options, o)
		}
	}
}

// answers sends answer after answer, and returns what the last one meant.
func (r *race) answers(ctx context.Context, m survey.MemberID, rnd *rand.Rand) (last sent) {
	for range 25 {
		asked, err := r.d.Survey(ctx, r.season)
		if err != nil {
			r.Errorf("read the survey: %v", err)
			return last
		}
		q := asked.Questions[0]
		a := survey.Answer{Version: q.Version}
		last = sent{seen: q}
		for _, o := range q.Options {
			if rnd.IntN(2) == 0 || len(q.Options) == 1 {
				a.Choices = append(a.Choices, o.Key)
				last.marks = append(last.marks, markOf(o.Label))
			}
		}
		if a.IsZero() {
			a.Choices, last.marks = []int{q.Options[0].Key}, []int{markOf(q.Options[0].Label)}
		}
		slices.Sort(a.Choices)
		slices.Sort(last.marks)
		if err := r.d.SaveResponse(ctx, survey.Response{Member: m, Answers: survey.Answers{r.id: a}}, now); err != nil {
			r.Errorf("answer %+v: %v", a, err)
			return last
		}
		r.check(ctx, m, last)
	}
	return last
}

// check looks whether anything counts that the member did not mean, as an option or as one that it is merged into. What the
// version that was seen had merged is in it, too.
func (r *race) check(ctx context.Context, m survey.MemberID, last sent) {
	asked, err := r.d.Survey(ctx, r.season)
	kept, err2 := r.d.Response(ctx, m)
	versions, err3 := r.d.QuestionVersions(ctx, r.season)
	if err := errors.Join(err, err2, err3); err != nil {
		r.Errorf("read what counts: %v", err)
		return
	}
	q := asked.Questions[0]
	marks := map[int]int{}
	for _, v := range versions {
		for _, o := range v.Options {
			marks[o.Key] = markOf(o.Label)
		}
	}
	var may []int
	for key, mark := range marks {
		was, shown := last.seen.CountsAs(key)
		if as, ok := q.CountsAs(key); ok && shown && slices.Contains(last.marks, markOf(was.Label)) {
			may = append(may, marks[as.Key], mark)
		}
	}
	for _, mark := range read(q, asked.Carry(kept.Answers, versions)[r.id]).marks {
		if !slices.Contains(may, mark) && !slices.Contains(last.marks, mark) {
			r.Errorf("member %d, who chose %v of version %d, counts as %d in version %d, which has merged %v", m, last.marks, last.seen.Version, mark, q.Version, q.Merged)
		}
	}
}

// checkEnd looks whether the answer that is kept says in the version that was seen what was chosen there, and counts whole where every option
// is offered: it may be an earlier one of which nothing was changed.
func (r *race) checkEnd(m survey.MemberID, last sent) {
	ctx := r.Context()
	asked := must[survey.Survey](r.T)(r.d.Survey(ctx, r.season))
	kept := must[survey.Response](r.T)(r.d.Response(ctx, m)).Answers
	versions := must[[]survey.Question](r.T)(r.d.QuestionVersions(ctx, r.season))
	seen, _ := last.seen.CarryFrom(versions, kept[r.id])
	if got := read(last.seen, seen); !slices.Equal(got.marks, last.marks) {
		r.Errorf("member %d, who chose %v of version %d, has an answer that says %v there", m, last.marks, last.seen.Version, got.marks)
	}
	if counts := asked.Carry(kept, versions)[r.id]; !slices.Equal(counts.Choices, kept[r.id].Choices) {
		r.Errorf("of %v, which member %d chose, %v counts once every option is offered", kept[r.id].Choices, m, counts.Choices)
	}
}
