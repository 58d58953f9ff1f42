package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// advice is what can be told of a survey before it opens; nothing of one that is or was open, or asks nothing.
func (s *server) advice(c echo.Context, asked survey.Survey) (view.Advice, error) {
	state := asked.State(s.Now())
	if len(asked.Asked()) == 0 || state == survey.Open || state == survey.Closed {
		return view.Advice{}, nil
	}
	f, err := s.forming(c)
	if err != nil {
		return view.Advice{}, err
	}
	names := s.names(c, f).In(s.translator(c))
	return view.Advice{Minutes: survey.Minutes(asked.Estimate()), All: slices.Concat(asked.Advise(), team.Advise(asked, f.deck.Rules(), names))}, nil
}

// review is what can be told of the answers to a survey that is closed.
func (s *server) review(c echo.Context, asked survey.Survey, members []survey.Member, all map[survey.MemberID]survey.Response) view.Review {
	if asked.State(s.Now()) != survey.Closed {
		return view.Review{}
	}
	return view.Review{Review: asked.Review(members, all), Called: survey.CalledApart(members)}
}
