package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// askedWrong is what is advised of a survey that is open, too: what asks, or is used, otherwise than it says.
var askedWrong = []survey.Key{survey.AdviceShowGone, survey.AdviceShowNever, team.AdviceRuleGone}

// advice is what can be told of a survey before it opens, and of an open one what is wrong in it; nothing of one that was open, or asks nothing.
func (s *server) advice(c echo.Context, asked survey.Survey) (view.Advice, error) {
	state := asked.State(s.Now())
	if len(asked.Asked()) == 0 || state == survey.Closed {
		return view.Advice{}, nil
	}
	f, err := s.forming(c)
	if err != nil {
		return view.Advice{}, err
	}
	names := f.names.In(s.translator(c))
	all := slices.Concat(asked.Advise(s.langs()...), team.Advise(asked, f.deck.Rules(), names))
	if state == survey.Open {
		return view.Advice{All: slices.DeleteFunc(all, func(a survey.Advice) bool { return !slices.Contains(askedWrong, a.Key) })}, nil
	}
	return view.Advice{Minutes: survey.Minutes(asked.Estimate()), All: all}, nil
}

// review is what can be told of the answers to a survey that is closed.
func (s *server) review(r *reading, members []survey.Member) view.Review {
	review, _ := derive(s, r, "review", "", len(members)*wordBytes, func() (survey.Review, error) {
		return r.Asked.Review(members, survey.WithoutAvoided(r.Responses)), nil
	})
	return view.Review{Review: review, Called: r.called.Here}
}
