package web

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// memberTeam returns the member's published team, nil before any is published. A member who
// is in no team has one without a name, and so has who took a place: who is in it they are not to be told before an organizer agrees.
func (s *server) memberTeam(c echo.Context, v view.Visit) (*view.MemberTeam, error) {
	seat, err := s.Store.Seat(ctx(c), v.Member)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil // before publishing a season has no roster, which is no failure
	}
	if err != nil {
		return nil, err
	}
	return s.teamIn(c, v, seat)
}

// teamIn is the team of a member who sits there.
func (s *server) teamIn(c echo.Context, v view.Visit, seat team.Seat) (*view.MemberTeam, error) {
	own, ok := seat.First()
	if !ok || v.Member.Took {
		return &view.MemberTeam{}, nil
	}
	m := v.Member
	byID := map[survey.MemberID]survey.Member{}
	for _, m := range seat.Members {
		byID[m.ID] = m
	}
	called := survey.CalledMasked(seat.Members)
	out := &view.MemberTeam{Number: own.At, Name: teamName(s.translator(c), own.At, own.Name), Brief: seat.Brief}
	var mates []survey.Member
	asked, responses, err := s.answersOf(ctx(c), m.Season, own.Members)
	if err != nil {
		return nil, err
	}
	var given, theirs []survey.Answers
	var names []string
	for _, id := range own.Members {
		given, names = append(given, responses[id].Answers), append(names, called[id])
		if id == m.ID {
			continue
		}
		mates, theirs = append(mates, byID[id]), append(theirs, responses[id].Answers)
		out.Mates = append(out.Mates, view.Teammate{ID: id, Name: called[id]})
	}
	out.Hours = commonHours(asked, given, names, responses[m.ID].Answers, s.clock(c))
	out.Meetings = meetings(asked, given, s.zone(c), s.Now())
	t, lang := s.translator(c), s.lang(c)
	var formed team.Request
	if err := json.Unmarshal(seat.Request, &formed); err != nil {
		return nil, err
	}
	out.Weighed = weighed(t, asked.Public(), formed.Rules) // by kinds of rule alone, which tell of nobody
	switch {
	case v.Preview:
		asked = asked.Public()
	case v.Hides:
		asked = asked.OnAnyDevice()
	}
	known := seat.Members
	if responses[m.ID].Answers.NameSomebody() {
		if known, err = s.Store.Named(ctx(c), m, asked, responses[m.ID]); err != nil {
			return nil, err
		}
	}
	season := team.NewSeason(asked, known, map[survey.MemberID]survey.Response{m.ID: responses[m.ID]})
	out.Why = takesUp(t, lang, asked.Public(), own.Activities, responses[m.ID].Answers)
	out.Why = append(out.Why, whyYours(t, func(x survey.Text) string { return x.In(lang) }, season, m.ID, responses[m.ID].Answers, mates, theirs)...)
	out.Later = later(t, seat, called, m.ID)
	out.Why = append(out.Why, partsOf(t, lang, asked.Public(), formed.Rules, own, responses[m.ID].Answers)...)
	return out, nil
}

// answersOf returns the season's survey and what some of its members answered to the questions as they are now, as teams are formed by.
func (s *server) answersOf(ctx context.Context, season survey.SeasonID, members []survey.MemberID) (survey.Survey, map[survey.MemberID]survey.Response, error) {
	asked, err := s.Store.Survey(ctx, season)
	if err != nil {
		return asked, nil, err
	}
	all := map[survey.MemberID]survey.Response{}
	for _, id := range members {
		r, err := s.Store.Response(ctx, id)
		if errors.Is(err, survey.ErrNotFound) {
			continue
		}
		if err != nil {
			return asked, nil, err
		}
		all[id] = r
	}
	all, err = asked.CarryAll(all, func() ([]survey.Question, error) { return s.Store.QuestionVersions(ctx, season) })
	return asked, all, err
}

// A clock is a time zone and what it is called.
type clock struct {
	zone *time.Location
	name string
}

// clock is the one on which times are shown.
func (s *server) clock(c echo.Context) clock { return clock{s.zone(c), s.clockName(s.zone(c))} }

// commonHours says for each question about free hours when everybody of a team has some, and who of the names has not said: where it asks for time zones, on the
// clock that own answers say, or else on the club's. A sensitive one stays with the organizers.
func commonHours(asked survey.Survey, given []survey.Answers, names []string, own survey.Answers, club clock) []view.TeamHours {
	var all []view.TeamHours
	for _, q := range asked.Questions {
		if !q.Is(survey.HourColumn) || q.Sensitive {
			continue
		}
		answers := answersTo(q, given)
		h, on := view.TeamHours{Question: q.Title}, club
		for i, a := range answers {
			if a.IsZero() {
				h.Silent = append(h.Silent, names[i])
			}
		}
		if q.Zones {
			if zone, err := survey.ParseZone(own[q.ID].Zone); err == nil {
				h.Own, on = true, clock{zone, own[q.ID].Zone}
			}
			h.Clock, h.Vary = on.name, survey.ClocksVary(answers, on.zone)
		}
		h.Common, h.Most, h.Count = q.CommonHours(answers, on.zone)
		all = append(all, h)
	}
	return all
}

func answersTo(q survey.Question, given []survey.Answers) (all []survey.Answer) {
	for _, as := range given {
		all = append(all, as[q.ID])
	}
	return all
}
