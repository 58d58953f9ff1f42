package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// archiveStore makes seasons of files.
type archiveStore interface {
	// BeginArchived returns a survey.InvalidError for a name that a season of the club has, and for members that are one.
	BeginArchived(ctx context.Context, club survey.ClubID, name string, a team.Archive, now time.Time) (survey.Season, error)
}

// notArchived is what a season has beside its file.
var notArchived = []string{"answers told in confidence", "whom members avoid", "drafts", "decisions on names", "feedback", "links", "devices", "contacts", "how teams were found", "who waits to be let in"}

// seasonFile is the season as a file, of which the same season can be made again. What is told in confidence is not in it.
func (s *server) seasonFile(c echo.Context) error {
	a, err := s.archive(c)
	if err != nil {
		return err
	}
	for _, what := range []survey.Deed{survey.TookAnswers, survey.TookTeams} {
		if err := s.took(c, what); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", fmt.Sprintf("dure-season-%d.json", scopeOf(c).Season.ID)))
	return c.Blob(http.StatusOK, "application/json", append(data, '\n'))
}

// archive reads the season that the address names.
func (s *server) archive(c echo.Context) (a team.Archive, err error) {
	season := scopeOf(c).Season
	asked, members, given, err := s.given(ctx(c), season.ID)
	if err != nil {
		return a, err
	}
	a = team.Archive{
		Format: team.ArchiveFormat, Name: season.Name, Closed: season.Closed, LeftOut: notArchived, Proposals: []team.ArchivedProposal{},
		Survey: team.ArchivedSurvey{Title: asked.Title, Intro: asked.Intro, Consent: asked.Consent, Settings: asked.Settings, Opens: asked.Opens, Closes: asked.Closes, Questions: []team.ArchivedQuestion{}},
	}
	for _, q := range asked.Questions {
		a.Survey.Questions = append(a.Survey.Questions, team.ArchivedQuestion{ID: q.ID, Question: q})
	}
	a.Members, a.Answers = archived(asked.Public(), members, given)
	deck, err := s.Store.Deck(ctx(c), season.ID)
	if err != nil {
		return a, err
	}
	if deck.Kept {
		a.Rules = deck.Rules()
	}
	typed, err := s.Store.FormSettings(ctx(c), season.ID)
	if err != nil {
		return a, err
	}
	if typed != "" {
		a.Sizes = json.RawMessage(typed)
	}
	past, err := s.pastSeasons(c)
	if err != nil {
		return a, err
	}
	for _, p := range past {
		a.Past = append(a.Past, team.ArchivedSeason{ID: p.ID, Name: p.Name})
	}
	return a, s.archiveTeams(c, &a)
}

// archived are the members, but for those who wait, and what they answered to questions that organizers may read, as far as it fits these.
func archived(public survey.Survey, members []survey.Member, given map[survey.MemberID]survey.Response) (all []team.ArchivedMember, answers []team.ArchivedAnswers) {
	all, answers = []team.ArchivedMember{}, []team.ArchivedAnswers{}
	given = survey.WithoutAvoided(given)
	for _, m := range members {
		if m.Waiting {
			continue
		}
		all = append(all, team.ArchivedMember{ID: m.ID, Name: m.Name, Email: m.Email, Ref: m.Ref, Dropped: m.Dropped})
		r := given[m.ID]
		if r.Submitted.IsZero() {
			continue
		}
		said := survey.Answers{}
		for _, q := range public.Questions {
			if answer, ok := r.Answers[q.ID]; ok && !answer.IsZero() && q.CheckAnswer(answer) == nil {
				answer.Version = 1
				said[q.ID] = answer
			}
		}
		answers = append(answers, team.ArchivedAnswers{Member: m.ID, Submitted: r.Submitted, Lang: r.Lang, Consented: r.Consented, Agreed: r.Agreed, Answers: said})
	}
	return all, answers
}

// archiveTeams adds the teams that were formed, and which of them members see.
func (s *server) archiveTeams(c echo.Context, a *team.Archive) error {
	season := scopeOf(c).Season.ID
	saved, err := s.Store.Proposals(ctx(c), season)
	if err != nil {
		return err
	}
	for i := len(saved) - 1; i >= 0; i-- { // in the order in which they were made
		p := saved[i]
		if len(p.Lineup.Teams) == 0 || !p.State.Ended() {
			continue
		}
		of := team.ArchivedProposal{ID: p.ID, Name: p.Name, Created: p.Created, Lineup: p.Lineup}
		if err := json.Unmarshal(p.Request, &of.Request); err != nil {
			return err
		}
		of.Request.By = 0
		a.Proposals = append(a.Proposals, of)
	}
	r, err := s.published(ctx(c), season)
	if err == nil && r.Proposal != 0 {
		a.Published = &team.ArchivedRoster{Proposal: r.Proposal, At: r.Published, Briefs: r.Briefs}
	}
	return err
}

func (s *server) archiveForm(c echo.Context) error {
	return render(c, http.StatusOK, view.SeasonFile(s.page(c, "season_file_in"), ""))
}

// beginArchived makes a season of a file, and says what of its rules could not come along.
func (s *server) beginArchived(c echo.Context) error {
	name, p := strings.TrimSpace(c.FormValue("name")), s.page(c, "season_file_in")
	here, err := s.Store.Seasons(ctx(c), scopeOf(c).Club.ID)
	if err != nil {
		return err
	}
	next, a, err := s.archivedSeason(c, name)
	if err != nil {
		return show(s, c, p, err, view.SeasonFile, name)
	}
	said := p.T("season_file_begun", "Name", next.Name)
	rules, past := a.Behind(here)
	if rules > 0 {
		said += " " + p.T("season_file_rules", "Count", rules)
	}
	if len(past) > 0 {
		said += " " + p.T("season_file_past", "Names", strings.Join(past, ", "))
	}
	s.flashText(c, said)
	return seeOther(c, seasonPath(next.ID, ""))
}

func (s *server) archivedSeason(c echo.Context, name string) (next survey.Season, a team.Archive, err error) {
	_, data, err := uploaded(c)
	if err != nil {
		return next, a, err
	}
	if a, err = team.ReadArchive(data); err != nil {
		return next, a, err
	}
	if name == "" {
		name = a.Name
	}
	if _, wrong := readTyped(string(a.Sizes)); wrong != nil {
		a.Sizes = nil // of a file that another program wrote: the form begins anew
	}
	next, err = s.Store.BeginArchived(ctx(c), scopeOf(c).Club.ID, name, a, s.Now())
	return next, a, err
}
