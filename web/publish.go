package web

import (
	"errors"
	"net/http"
	"reflect"
	"slices"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// publishPage says what there is to know before a proposal is published.
func (s *server) publishPage(c echo.Context, p *view.Page, w *work) (d view.PublishPage, err error) {
	if d.Proposal, err = s.proposalPage(c, p, w); err != nil {
		return d, err
	}
	d.Avoids, d.Unheeded = w.input().AsksToAvoid()
	d.Confided = w.confided()
	taken, err := s.Store.Taken(ctx(c), w.saved.Season)
	if err != nil {
		return d, err
	}
	counts, err := s.Store.Counts(ctx(c), w.saved.Season)
	if err != nil {
		return d, err
	}
	d.Taken, d.Waiting, d.Zone = len(taken), counts.Waiting, s.zoneName(c)
	for t, g := range w.saved.Lineup.Teams {
		if d.Least = w.request.Sizes.Min; len(g.Members) > 0 && len(g.Members) < d.Least {
			d.Small = append(d.Small, w.teamName(*p, t))
		}
	}
	if d.Changes, err = s.rosterChange(c, *p, w); err != nil {
		return d, err
	}
	return d, s.sawConfided(c, *w)
}

// laterMusts are the must-rules on the cards that the teams were not formed by: those that came or changed since. Whether these hold nobody looked.
func (s *server) laterMusts(c echo.Context, p view.Page, w *work) (later []string, err error) {
	deck, err := s.Store.Deck(ctx(c), w.saved.Season)
	if err != nil || !deck.Kept {
		return nil, err
	}
	for _, rule := range deck.Rules() {
		by := func(formed team.Rule) bool { return reflect.DeepEqual(formed, rule) }
		if rule.Power() == team.Must && !slices.ContainsFunc(w.request.Rules, by) {
			later = append(later, w.names.Sentence(p, rule))
		}
	}
	return later, nil
}

// rosterChange names for whom it is another team than the one that is published, nil where none is, or this one.
func (s *server) rosterChange(c echo.Context, p view.Page, w *work) (*view.RosterChange, error) {
	r, err := s.published(ctx(c), w.saved.Season)
	if err != nil || r.Proposal == 0 || r.Proposal == w.saved.ID {
		return nil, err
	}
	old, err := s.Store.Proposal(ctx(c), r.Proposal)
	if err != nil {
		return nil, err
	}
	names := func(ids []survey.MemberID) (all []string) {
		for _, id := range ids {
			all = append(all, w.names.ByID(id))
		}
		return all
	}
	change := w.saved.Lineup.ChangedFrom(old.Lineup)
	return &view.RosterChange{From: s.proposalName(c, old.Name), Moved: names(change.Moved), Others: names(change.Others), Joined: names(change.Joined), Left: names(change.Left)}, nil
}

// sawConfided logs who was told whether all is met of what members asked for in confidence, where they are asked: looks after each move would tell what.
func (s *server) sawConfided(c echo.Context, w work) error {
	if asks, _ := w.input().AsksToAvoid(); !asks {
		return nil
	}
	return s.saw(c, survey.Act{Season: w.saved.Season, Everybody: true, What: survey.SawConfided, Args: map[string]any{"Proposal": w.saved.ID}})
}

func (s *server) publishForm(c echo.Context, w work) error {
	if len(w.saved.Lineup.Teams) == 0 || !w.saved.State.Ended() {
		return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, ""))
	}
	p := s.page(c, "publish_title", "Name", w.saved.Name)
	d, err := s.publishPage(c, &p, &w)
	if err != nil {
		return err
	}
	if d.Proposal.Published {
		p.Title = p.T("published_check_title", "Name", w.saved.Name)
	}
	return render(c, http.StatusOK, view.Publish(p, d))
}

// publish publishes the teams as they stood on the page that it was asked from. Where they lack something it asks once more.
func (s *server) publish(c echo.Context, w work) error {
	path := proposalPath(w.saved.Season, w.saved.ID, "/publish")
	sure := c.FormValue("sure") == "yes"
	if !sure {
		p := s.page(c, "publish_title", "Name", w.saved.Name)
		d, err := s.publishPage(c, &p, &w)
		if err != nil {
			return err
		}
		if d.Asks() {
			if typedRevision(c) != w.saved.Revision {
				s.flash(c, "changed_meanwhile")
			}
			return seeOther(c, path)
		}
	}
	err := s.Store.PublishRevision(ctx(c), w.saved.ID, typedRevision(c), s.Now())
	if errors.Is(err, survey.ErrStale) && sure { // what the teams lack now is said before they are published
		s.flash(c, "changed_meanwhile")
		return seeOther(c, path)
	}
	if err == nil {
		err = s.flashPublished(c, w)
	}
	return s.back(c, w.saved.ID, err)
}

// flashPublished says that the teams are out, who sees that they are in none, and who sees nothing of them yet.
func (s *server) flashPublished(c echo.Context, w work) error {
	taken, err := s.Store.Taken(ctx(c), w.saved.Season)
	if err != nil {
		return err
	}
	if n := len(w.season.Unplaced(w.saved.Lineup)) + len(w.season.LeftOut); n > 0 {
		s.flash(c, "publish_done_without", "Count", n, "Taken", len(taken))
		return nil
	}
	s.flash(c, "publish_done", "Taken", len(taken))
	return nil
}
