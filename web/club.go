package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// clubStore keeps clubs and their seasons.
type clubStore interface {
	Clubs(context.Context, survey.OrganizerID) ([]survey.Club, error)
	CreateClub(ctx context.Context, owner survey.OrganizerID, name, zone string, now time.Time) (survey.Club, error)
	ClubContents(context.Context, survey.ClubID) (survey.Contents, error)
	DeleteClub(context.Context, survey.ClubID) error
	Seasons(context.Context, survey.ClubID) ([]survey.Season, error)
	CreateSeason(ctx context.Context, club survey.ClubID, name string, now time.Time) (survey.Season, error)
}

func (s *server) clubs(c echo.Context) error { return s.showClubs(c, "", nil) }

func (s *server) createClub(c echo.Context) error {
	name := c.FormValue("name")
	zone := c.FormValue("zone") // the browser's, where a script told it
	if (&survey.ClubSettings{Zone: zone}).Check() != nil {
		zone = ""
	}
	club, err := s.Store.CreateClub(ctx(c), scopeOf(c).Organizer.ID, name, zone, s.Now())
	if err != nil {
		return s.showClubs(c, name, err)
	}
	return seeOther(c, clubPath(club.ID, ""))
}

// showClubs shows the list, and beside the form for a new club what was wrong with it.
func (s *server) showClubs(c echo.Context, name string, wrong error) error {
	clubs, err := s.Store.Clubs(ctx(c), scopeOf(c).Organizer.ID)
	if err != nil {
		return err
	}
	return show(s, c, s.page(c, "clubs_title"), wrong, view.Clubs, view.ClubsPage{Clubs: clubs, Name: name})
}

func (s *server) club(c echo.Context) error { return s.showClub(c, view.ClubPage{}, nil) }

func (s *server) showClub(c echo.Context, d view.ClubPage, wrong error) (err error) {
	club := scopeOf(c).Club
	if d.Seasons, err = s.seasonCards(ctx(c), club.ID); err != nil {
		return err
	}
	return show(s, c, s.page(c, "page_of", "Name", club.Name), wrong, view.Club, d)
}

func (s *server) seasonCards(ctx context.Context, club survey.ClubID) ([]view.SeasonCard, error) {
	seasons, err := s.Store.Seasons(ctx, club)
	if err != nil {
		return nil, err
	}
	cards := make([]view.SeasonCard, len(seasons))
	for i, season := range seasons {
		asked, err := s.Store.Survey(ctx, season.ID)
		if err != nil {
			return nil, err
		}
		counts, err := s.Store.Counts(ctx, season.ID)
		if err != nil {
			return nil, err
		}
		cards[i] = view.SeasonCard{Season: season, State: asked.State(s.Now()), Counts: counts}
	}
	return cards, nil
}

func (s *server) createSeason(c echo.Context) error {
	name := c.FormValue("name")
	season, err := s.Store.CreateSeason(ctx(c), scopeOf(c).Club.ID, name, s.Now())
	if err != nil {
		return s.showClub(c, view.ClubPage{Name: name}, err)
	}
	return seeOther(c, seasonPath(season.ID, ""))
}

// settings are what the pages that delete a club or a season differ in.
type settings struct {
	of, name, path string // of is what their message keys begin with
	keep           string // of a season: the last day on which it is kept, as typed
	closed         bool   // the list of a season
	now            survey.Season
	read, keepRead string // the marks of what the forms showed
}

func ofClub(c echo.Context) (settings, error) {
	club := scopeOf(c).Club
	return settings{of: "club", name: club.Name, path: clubPath(club.ID, "")}, nil
}

func (s *server) ofSeason(c echo.Context) (settings, error) {
	season := scopeOf(c).Season
	return settings{
		of: "season", name: season.Name, path: seasonPath(season.ID, ""), keep: s.keptUntil(c, season), closed: season.Closed, now: season, read: season.Mark(), keepRead: season.KeepMark(),
	}, nil
}

func (s *server) seasonSettings(c echo.Context, f settings) error { return s.showSettings(c, f, nil) }

func (s *server) showSettings(c echo.Context, f settings, wrong error) error {
	form := view.SeasonForm{
		Name: f.name, Path: f.path, Keep: f.keep, Closed: f.closed, Zone: s.zoneName(c), Read: f.read, KeepRead: f.keepRead,
	}
	p := s.page(c, "season_settings")
	if errors.Is(wrong, survey.ErrStale) {
		season, err := s.Store.Season(ctx(c), f.now.ID)
		if err != nil {
			return err
		}
		now := view.SeasonForm{Name: season.Name, Keep: s.keptUntil(c, season), Closed: season.Closed}
		form.Both = view.NewBoth(p.T("club_changed"), now.Lines(p), form.Lines(p))
		form.Read, form.KeepRead = season.Mark(), season.KeepMark()
		return render(c, http.StatusConflict, view.SeasonSettings(p, form))
	}
	return show(s, c, p, wrong, view.SeasonSettings, form)
}

func (s *server) changeSeason(c echo.Context, f settings) error {
	f.name, f.closed = c.FormValue("name"), c.FormValue("closed") != ""
	if err := s.Store.ChangeSeason(ctx(c), scopeOf(c).Season.ID, f.name, f.closed); err != nil {
		f.read = shownMark(c, err, f.read)
		return s.showSettings(c, f, err)
	}
	return s.done(c, nil, f.path, "saved")
}

func (s *server) deleteForm(c echo.Context, f settings) error {
	p := s.page(c, "delete_of", "Name", f.name)
	held, err := s.contents(c, f)
	if err != nil {
		return err
	}
	holds := p.T(survey.Key(f.of)+"_holds", "Seasons", held.Seasons, "Members", held.Members, "Answers", held.Submitted+held.Started)
	return render(c, http.StatusOK, view.Delete(p, view.DeletePage{
		Text: holds + " " + p.T(survey.Key(f.of)+"_delete_text"), Label: p.T(survey.Key(f.of) + "_delete"), Action: f.path + "/delete", Back: f.path + "/settings",
		Read: held.Mark(),
	}))
}

func (s *server) contents(c echo.Context, f settings) (survey.Contents, error) {
	if f.of == "club" {
		return s.Store.ClubContents(ctx(c), scopeOf(c).Club.ID)
	}
	return s.Store.SeasonContents(ctx(c), f.now.ID)
}

func (s *server) deleteClub(c echo.Context) error {
	club := scopeOf(c).Club
	defer s.forget()
	return s.deleted(c, s.Store.DeleteClub(ctx(c), club.ID), clubPath(club.ID, ""), "/clubs", club.Name)
}

// deleted goes on to what there is besides, or back to the question, where something came into it since that was asked.
func (s *server) deleted(c echo.Context, err error, path, to, name string) error {
	if errors.Is(err, survey.ErrStale) {
		to = path + "/delete"
	}
	return s.done(c, err, to, "deleted_of", "Name", name)
}

func clubPath(id survey.ClubID, path string) string { return fmt.Sprintf("/clubs/%d%s", id, path) }

func seasonPath(id survey.SeasonID, path string) string {
	return fmt.Sprintf("/seasons/%d%s", id, path)
}
