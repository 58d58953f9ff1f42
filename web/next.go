package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// nextStore begins a season from an earlier one.
type nextStore interface {
	BeginNext(ctx context.Context, f survey.Following, deck team.Deck, past []survey.SeasonID, now time.Time) (next survey.Season, left team.Behind, err error)
}

func (s *server) nextForm(c echo.Context) error {
	season := scopeOf(c).Season
	all, err := s.Store.Seasons(ctx(c), season.Club)
	if err != nil {
		return err
	}
	name := survey.NextName(season.Name)
	for n := 0; slices.ContainsFunc(all, func(other survey.Season) bool { return survey.Fold(other.Name) == survey.Fold(name) }); n++ {
		if name = survey.NextName(name); n > len(all) { // "Spring" and "Autumn" in turn
			name += " 2"
		}
	}
	return s.showNext(c, survey.Following{From: season.ID, Name: name, Members: survey.CarryAll, Answers: true}, nil)
}

// showNext asks with which members the next season begins, and says how many those are.
func (s *server) showNext(c echo.Context, f survey.Following, wrong error) error {
	d := view.NextPage{Following: f}
	members, err := s.Store.Members(ctx(c), f.From)
	if err != nil {
		return err
	}
	published, err := s.published(ctx(c), f.From)
	if err != nil {
		return err
	}
	var lineup team.Lineup
	if d.Published = published.Proposal != 0; d.Published {
		saved, err := s.Store.Proposal(ctx(c), published.Proposal)
		if err != nil {
			return err
		}
		lineup = saved.Lineup
	}
	team := lineup.Finder()
	for _, m := range members {
		switch {
		case m.Waiting:
			d.Waiting++
		case !m.Active():
			d.Left++
		case team(m.ID) >= 0:
			d.InTeams++
			fallthrough
		default:
			d.All++
		}
	}
	return show(s, c, s.page(c, "next_season_of", "Name", scopeOf(c).Season.Name), wrong, view.NextSeason, d)
}

func (s *server) beginNext(c echo.Context) error {
	before := scopeOf(c).Season.ID
	f := survey.Following{From: before, Name: c.FormValue("name"), Members: survey.Carried(c.FormValue("members")), Answers: c.FormValue("answers") != ""}
	now, err := s.forming(c)
	if err != nil {
		return err
	}
	past, err := s.pastTeams(c, now.past)
	if err != nil {
		return err
	}
	next, left, err := s.Store.BeginNext(ctx(c), f, now.deck, past, s.Now())
	if err != nil {
		return s.showNext(c, f, err)
	}
	said := []string{s.translator(c)("next_season_begun", "Name", next.Name)}
	said = s.sayLeft(c, said, now, "next_season_whole", left.Whole)
	said = s.sayLeft(c, said, now, "next_season_part", left.Part)
	s.flashText(c, strings.Join(said, " "))
	return seeOther(c, seasonPath(next.ID, ""))
}

// sayLeft adds a sentence on cards that do not go on, as they are called in their own season.
func (s *server) sayLeft(c echo.Context, said []string, f forming, key survey.Key, left []team.Rule) []string {
	if len(left) == 0 {
		return said
	}
	return append(said, s.translator(c)(key, "Count", len(left), "Cards", strings.Join(s.sentences(c, f, left), " ")))
}

// pastTeams are the seasons of the club whose teams were published, the one of the address beside the others.
func (s *server) pastTeams(c echo.Context, others []survey.Season) (ids []survey.SeasonID, err error) {
	id := scopeOf(c).Season.ID
	published, err := s.published(ctx(c), id)
	if published.Proposal != 0 {
		ids = append(ids, id)
	}
	for _, season := range others {
		ids = append(ids, season.ID)
	}
	slices.Sort(ids)
	return ids, err
}
