package web

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// typedForm is what a member's form sent.
type typedForm struct {
	survey.Filled
	read   survey.Answers    // as they were kept
	kept   survey.Answers    // with what the form brings in its place
	clash  []survey.Question // whose newer answers stay
	said   survey.Answers    // of other devices, on which it says what counts
	turn   survey.Turn
	late   bool // what it brought at a later turn is kept
	values url.Values
	hidden bool // it brings answers that the device does not show
}

func (s *server) readAnswers(c echo.Context, v view.Visit) typedForm {
	f := typedForm{values: c.Request().PostForm, hidden: v.HiddenSent(c.Request().PostForm), read: v.Kept}
	if n, err := strconv.Atoi(f.values.Get(view.TurnField)); err == nil && len(f.values.Get(view.OnceField)) == len(rand.Text()) {
		f.turn = v.Turns.Next(f.values.Get(view.OnceField), n)
		f.late = v.Turns.Late(f.turn)
	}
	if !f.beginsOnly() && !f.late {
		f.Filled = v.Survey.ParseAnswers(f.values, v.Seen())
	}
	begun := f.begun(s.Now())
	newer := !begun.IsZero() && !v.Saved.IsZero() && !v.Saved.Before(begun)
	f.Own = f.turn.Sums
	f.kept, f.clash = f.Merge(v.Kept, newer, v.Versions)
	f.said = f.Decide(f.kept, v.Kept, v.Otherwise)
	f.turn.Sums = f.Sums(f.kept, v.Versions)
	return f
}

// mine are the answers that are kept, and those that the form brings and that clash with them.
func (f typedForm) mine() survey.Answers {
	all := maps.Clone(f.kept)
	for _, q := range f.clash {
		all[q.ID] = f.Answers[q.ID]
	}
	return all
}

// clashes are the questions with newer answers that are asked, as mistakes.
func (f typedForm) clashes(v view.Visit) []*survey.InvalidError {
	var all []*survey.InvalidError
	for _, q := range f.clash {
		all = append(all, &survey.InvalidError{Field: q.Field(), Reason: view.AnsweredElsewhere})
	}
	asked := v.Survey.Shown(v.Survey.CarryEach(f.mine(), v.Versions))
	return slices.DeleteFunc(all, func(e *survey.InvalidError) bool {
		return !slices.ContainsFunc(asked.Questions, func(q survey.Question) bool { return q.Field() == e.Field })
	})
}

// unkept is what the form brings and is not kept: it can be no answer, another is newer, or the device does not show it.
func (f typedForm) unkept(v view.Visit) []*survey.InvalidError {
	all := slices.Concat(f.Unread, f.clashes(v))
	if f.hidden {
		all = append(all, hiddenRefused(all))
	}
	return all
}

// overNewest serves what saves answers, again where others were saved since they were read.
func (s *server) overNewest(serve func(echo.Context, view.Visit) error) func(echo.Context, view.Visit) error {
	return func(c echo.Context, v view.Visit) error {
		for {
			err := serve(c, v)
			if !errors.Is(err, survey.ErrStale) {
				return err
			}
			v.Survey = v.Whole
			if err := s.addResponse(c, &v); err != nil {
				return err
			}
		}
	}
}

// on returns the visit as the form leaves it.
func (f typedForm) on(v view.Visit) view.Visit {
	v.Kept, v.Newer, v.Marks = f.mine(), view.Newer{}, v.Survey.Marks(f.kept, v.Versions)
	v.Otherwise = v.Otherwise.Decided(f.said)
	v.Answers, v.Earlier = v.Survey.CarryEach(v.Kept, v.Versions), v.Survey.Earlier(v.Kept, v.Seen())
	for _, q := range f.clash {
		stands, _, _ := strings.Cut(v.Marks[q.ID], ".")
		v.Newer[q.ID] = view.Said{Answer: f.kept[q.ID], Question: survey.VersionOf(v.Seen(), q.ID, f.kept[q.ID].Version), Mark: stands}
		v.Marks[q.ID] = f.Shown(q) // until the member says which counts
	}
	v.AddOtherwise()
	v.Pages = v.Survey.Pages(v.Answers)
	v.TurnTo(f.values.Get(survey.PageField))
	for _, q := range f.Seen {
		if now, ok := v.Survey.Question(q.ID); ok && now.Version != q.Version && !f.Answers[q.ID].IsZero() {
			v.Earlier[q.ID] = q
		}
	}
	v.Typed = map[string]string{}
	for _, e := range f.Unread {
		for field := range f.values {
			if strings.HasPrefix(field, e.Field) { // some questions have several fields
				v.Typed[field] = f.values.Get(field)
			}
		}
	}
	return v
}

// mistakes is all that keeps the form from being submitted.
func (f typedForm) mistakes(v view.Visit) []*survey.InvalidError {
	known := slices.Concat(f.Overtaken(v.Survey), f.Unread, f.clashes(v), v.Undecided())
	return v.Survey.Mistakes(v.Survey.CarryEach(f.mine(), v.Versions), known)
}

// keep saves what the form brings, with whom names mean that were taken from the list of teammates.
func (s *server) keep(c echo.Context, v view.Visit, f typedForm, save func(context.Context, survey.Response, time.Time) error) error {
	var chosen survey.Meant
	if f.kept.NameSomebody() {
		mates, _, err := s.Store.Mates(ctx(c), v.Member, v.Season.Closed, 0, f.kept.Typed()...)
		if err != nil {
			return err
		}
		chosen = f.kept.Chosen(mates)
	}
	return save(ctx(c), survey.Response{Member: v.Member.ID, Season: v.Season.ID, Draft: f.kept, Answers: f.kept, Read: &f.read,
		Lang: s.lang(c), Consented: v.Consented, Agreed: v.Agreed, Guardian: v.Guardian, Begun: f.begun(s.Now()), Turn: f.turn, Decided: f.said,
		Meant: chosen}, s.Now())
}

// begun is when the form was opened; zero where it does not say so, or a time to come.
func (f typedForm) begun(now time.Time) time.Time {
	ms, err := strconv.ParseInt(f.values.Get("begun"), 10, 64)
	if at := time.UnixMilli(ms); err == nil && ms > 0 && !at.After(now) {
		return at
	}
	return time.Time{}
}
