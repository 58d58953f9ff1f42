package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/job"
	"dure/web/view"
)

// teamStore keeps proposals. What a person must do first, such as to wait for the end of a search, is an [survey.InvalidError].
type teamStore interface {
	// Seat returns survey.ErrNotFound before the season has published teams.
	Seat(context.Context, survey.Member) (team.Seat, error)
	job.SeasonStore
	Proposal(context.Context, team.ProposalID) (team.Saved, error)
	Proposals(context.Context, survey.SeasonID) ([]team.Saved, error)
	// ProposalPulse returns only the state, progress and revision, which event streams look at again and again.
	ProposalPulse(context.Context, team.ProposalID) (team.Saved, error)
	// FormTeams queues the forming of teams with the row it writes and what was typed for it, FormAgain that of a proposal that is there, with a change of
	// the season's cards and of what is typed, if any: all or nothing. Published teams are not formed again but others beside them, in a proposal of
	// its own, whose name and id these are.
	FormTeams(ctx context.Context, season survey.SeasonID, name string, request json.RawMessage, typed string, now time.Time) (team.ProposalID, error)
	FormAgain(ctx context.Context, id team.ProposalID, beside string, request json.RawMessage, change func(deck *team.Deck, typed *string) error, now time.Time) (team.ProposalID, error)
	RequestStop(context.Context, team.ProposalID) error
	Edit(ctx context.Context, id team.ProposalID, revision int, l team.Lineup, note json.RawMessage, now time.Time) error
	Undo(ctx context.Context, id team.ProposalID, beside string, revision int, now time.Time) (team.ProposalID, error)
	Return(ctx context.Context, id team.ProposalID, beside string, revision, seq int, now time.Time) (team.ProposalID, error)
	TeamEdits(context.Context, team.Saved) ([]team.Edit, error)
	Formed(context.Context, team.Saved) (team.Lineup, error)
	Redo(ctx context.Context, id team.ProposalID, beside string, revision int, now time.Time) (team.ProposalID, error)
	RenameProposal(ctx context.Context, id team.ProposalID, name string, now time.Time) error
	DeleteProposal(context.Context, team.ProposalID) error
	PublishRevision(ctx context.Context, id team.ProposalID, revision int, now time.Time) error
	Unpublish(context.Context, survey.SeasonID) error
	planStore
	archiveStore
	briefStore
}

// A forming is what a season's page to form teams is about.
type forming struct {
	survey survey.Survey
	read   *reading
	season team.Season
	deck   team.Deck
	past   []survey.Season // of the club, whose teams were published
	called view.Called
	names  view.Names // the words for all of that
	typed  view.FormTeams
	mark   string     // of what is kept of that
	both   *view.Both // what is kept, if somebody else typed it meanwhile
	again  *view.MoveAgain
	open   *view.RuleForm // the card that is open, if any
	wrong  error          // of the rules, found when teams were to be formed
}

func (s *server) forming(c echo.Context) (f forming, err error) {
	id := scopeOf(c).Season.ID
	read, err := s.reading(ctx(c), id)
	if err != nil {
		return f, err
	}
	f.read, f.survey, f.called, f.season = read, read.Survey, read.called, read.Season(ctx(c), s.Store)
	if f.deck, err = s.deck(c, read, f.season); err != nil {
		return f, err
	}
	if f.past, err = s.pastSeasons(c); err != nil {
		return f, err
	}
	f.names = s.namesIn(c, f)
	f.typed, f.mark, err = s.formSettings(ctx(c), id)
	return f, err
}

// namesIn are the words for what a season's rules name, in the visitor's language.
func (s *server) namesIn(c echo.Context, f forming) view.Names {
	return view.NewNames(s.lang(c), s.translator(c), f.survey, f.called, f.past)
}

// pastSeasons lists the other seasons of the club whose teams were published.
func (s *server) pastSeasons(c echo.Context) ([]survey.Season, error) {
	all, err := s.Store.Seasons(ctx(c), scopeOf(c).Club.ID)
	if err != nil {
		return nil, err
	}
	var past []survey.Season
	for _, season := range all {
		published, err := s.published(ctx(c), season.ID)
		if err != nil {
			return nil, err
		}
		if published.Proposal != 0 && season.ID != scopeOf(c).Season.ID {
			past = append(past, season)
		}
	}
	return past, nil
}

func (s *server) teams(c echo.Context, f forming) error {
	return s.teamsPage(c, http.StatusOK, s.page(c, "teams_title"), f)
}

func (s *server) teamsPage(c echo.Context, status int, p view.Page, f forming) error {
	id := scopeOf(c).Season.ID
	proposals, err := s.Store.Proposals(ctx(c), id)
	if err != nil {
		return err
	}
	published, err := s.published(ctx(c), id)
	if err != nil {
		return err
	}
	w, err := s.weigh(f)
	if err != nil {
		return err
	}
	page := view.TeamsPage{
		Members: len(f.season.Members), Answered: len(f.season.Members) - w.silent, Revision: f.deck.Revision, Suggested: !f.deck.Kept, Form: f.typed, Read: f.mark, Both: f.both, Again: f.again,
	}
	names := f.names
	for _, k := range team.Kinds() {
		ok, err := s.offered(c, k)
		if err != nil {
			return err
		}
		if ok {
			page.Kinds = append(page.Kinds, k)
		}
	}
	for _, card := range f.deck.Cards {
		page.Cards = append(page.Cards, view.RuleCard{
			ID: card.ID, Revision: card.Revision, Sentence: names.Sentence(p, card.Rule), Form: s.blanksOf(c, p, f, card), Kind: card.Rule.Kind, Strength: card.Rule.Power(),
		})
	}
	if f.open != nil && f.open.ID == 0 {
		page.Draft = f.open
	}
	if p.MayEdit {
		page.Presets = s.presets(c, p, f, names)
		for _, card := range addedLast(c, f) {
			page.Added = append(page.Added, view.RuleCard{ID: card.ID, Revision: card.Revision, Sentence: names.Used(p, card.Rule)})
		}
	}
	for _, r := range likeSections(f) {
		page.LikeSections = append(page.LikeSections, view.LikeSection{Rule: r, Title: names.Column(r.Column)})
	}
	s.weighCards(c, names, f, w, page.Cards)
	f.foretell(p, names, w, page.Cards)
	countDoubts(page.Cards, f)
	if err := s.noteShare(c, p, page.Cards); err != nil {
		return err
	}
	page.Plan = f.plan(p.T, w)
	if page.Planned, err = s.planOf(c, id, published); err != nil {
		return err
	}
	for _, saved := range proposals {
		saved.Name = s.proposalName(c, saved.Name)
		row, err := s.proposalRow(c, f, saved, published.Proposal)
		if err != nil {
			return err
		}
		page.Proposals = append(page.Proposals, row)
	}
	return render(c, status, view.Teams(p, page))
}

// plan says how many teams of which sizes come of what is typed, "" where that cannot be formed.
func (f forming) plan(t view.Translator, w weighedCards) string {
	sizes := w.sizes
	if len(sizes) == 0 {
		return ""
	}
	var teams []string
	for k := 0; k < len(sizes); {
		last := k
		for last < len(sizes) && sizes[last] == sizes[k] {
			last++
		}
		teams = append(teams, t("form_plan_teams", "Count", last-k, "Size", sizes[k]))
		k = last
	}
	plan := t("form_plan", "Teams", teams, "Open", w.open)
	if pins := w.pins; pins.Column != "" {
		plan += " " + t("form_plan_pins", "Count", pins.Count(), "Column", f.names.Column(pins.Column))
	}
	return plan
}

// published returns what the season has published, the zero Roster for nothing.
func (s *server) published(ctx context.Context, id survey.SeasonID) (team.Roster, error) {
	r, err := s.Store.Roster(ctx, id)
	if errors.Is(err, survey.ErrNotFound) {
		return team.Roster{}, nil
	}
	return r, err
}

func proposalRow(saved team.Saved, published team.ProposalID) view.ProposalRow {
	row := view.ProposalRow{ID: saved.ID, Name: saved.Name, State: saved.State, Teams: saved.Lineup.Filled(), Created: saved.Created, Published: saved.ID == published}
	var result struct {
		Objective float64 `json:"objective"`
		Unmet     []int   `json:"unmet"`
	}
	if json.Unmarshal(saved.Result, &result) == nil {
		row.Score, row.Unmet = result.Objective, len(result.Unmet)
	}
	return row
}

// proposalRow is the row of a proposal as its page scores it. As formed is as good where nobody has edited it and nothing in it is in
// confidence.
func (s *server) proposalRow(c echo.Context, f forming, saved team.Saved, published team.ProposalID) (view.ProposalRow, error) {
	row := proposalRow(saved, published)
	if len(saved.Lineup.Teams) == 0 || !saved.State.Ended() {
		return row, nil
	}
	var r team.Request
	if err := json.Unmarshal(saved.Request, &r); err != nil {
		return row, err
	}
	season := f.season.Dividing(r, saved.Lineup)
	r.Rules, _ = season.Standing(r.Rules)
	in := season.Input(r, saved.Lineup)
	row.Confides = in.Confides()
	if saved.Undo == 0 && !row.Confides {
		return row, nil
	}
	var formed team.Proposal
	if err := kept(saved.Result, &formed); err != nil {
		return row, err
	}
	in.GaveWay = formed.GaveWay
	d, err := s.openTeams(c, f.read, fmt.Sprintf("%d in the list", saved.ID), in.Disclosed(), season.Division(saved.Lineup))
	if _, outdated := errors.AsType[*survey.InvalidError](err); outdated {
		if row.Confides {
			row.Score, row.Unmet = 0, 0
		}
		return row, nil
	}
	if err != nil {
		return row, err
	}
	p := d.Score()
	row.Score, row.Unmet = p.Objective, len(p.Unmet)
	return row, nil
}

// formTeams queues the forming of teams. What cannot be formed is said at once, on the page it came from.
func (s *server) formTeams(c echo.Context, f forming) error {
	kept := f.typed
	f.typed = typedSizes(c)
	request, err := readRequest(f.typed)
	request.Rules = f.deck.Rules()
	if err == nil {
		err = tryRequest(ctx(c), f.season, request)
	}
	if err == nil {
		err = s.queueForming(c, request, f.typed)
	}
	if errors.Is(err, survey.ErrStale) {
		p := s.page(c, "teams_title")
		f.both = view.NewBoth(p.T("sizes_changed"), kept.Lines(p), f.typed.Lines(p))
		return s.teamsPage(c, http.StatusConflict, p, f)
	}
	if err != nil {
		p := s.page(c, "teams_title")
		var bad *survey.InvalidError
		if !errors.As(err, &bad) {
			return err
		}
		p.Errors = append(p.Errors, view.FieldError{Field: formField(bad.Field), Message: s.wordWith(c, f.names, bad)})
		f.wrong = bad
		return s.teamsPage(c, http.StatusUnprocessableEntity, p, f)
	}
	return nil
}

// nextName is the name of one more proposal of a season.
func (s *server) nextName(c echo.Context, season survey.SeasonID) (string, error) {
	all, err := s.Store.Proposals(ctx(c), season)
	return s.translator(c)("proposal_name", "N", len(all)+1), err
}

func (s *server) queueForming(c echo.Context, request team.Request, typed view.FormTeams) error {
	id := scopeOf(c).Season.ID
	name, err := s.nextName(c, id)
	if err != nil {
		return err
	}
	request.By = scopeOf(c).Organizer.ID
	data, err := json.Marshal(request)
	settings, wrong := json.Marshal(typed)
	if err := errors.Join(err, wrong); err != nil {
		return err
	}
	proposal, err := s.Store.FormTeams(ctx(c), id, name, data, string(settings), s.Now())
	if err != nil {
		return err
	}
	return seeOther(c, proposalPath(id, proposal, ""))
}

func typedSizes(c echo.Context) view.FormTeams {
	get := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	return view.FormTeams{Ideal: get("ideal"), Min: get("min"), Max: get("max"), Teams: get("teams"), List: get("list"), Seed: get("seed"), Seconds: get("seconds"), Rounds: get("rounds"),
		Unanswered: get("unanswered"), Robust: get("robust")}
}

// formField is the field of the page at which an error of the optimiser is shown.
func formField(field string) string {
	switch field {
	case "ideal", "min", "max", "teams", "list", "seed", "seconds", "rounds":
		return field
	case "size":
		return "ideal"
	}
	return ""
}

// maxRounds is the most rounds that are formed at once.
const maxRounds = 12

// readRequest makes a request of what was typed.
func readRequest(typed view.FormTeams) (team.Request, error) {
	read := reader{}
	count := func(field, text string) int {
		n := read.whole(field, text)
		if n == nil {
			return 0
		}
		return *n
	}
	r := team.Request{Sizes: team.Sizes{
		Ideal: count("ideal", typed.Ideal), Min: count("min", typed.Min), Max: count("max", typed.Max), Teams: count("teams", typed.Teams),
	}}
	r.Robust = typed.Robust != ""
	r.WithoutUnanswered = typed.Unanswered == view.WithoutUnanswered
	r.Seed, r.Seconds = uint64(count("seed", typed.Seed)), count("seconds", typed.Seconds)
	if r.Seconds > 300 {
		read.reject("seconds", "seconds_range")
	}
	if r.Rounds = count("rounds", typed.Rounds); r.Rounds > maxRounds {
		read.reject("rounds", "rounds_range")
	}
	list, wrong := team.ParseSizes(typed.List)
	if wrong != "" {
		return r, &survey.InvalidError{Field: "list", Reason: "size_list_invalid", Args: map[string]any{"Part": wrong}}
	}
	r.Sizes.List = list
	return r, read.err
}

// tryRequest finds out, without searching, whether teams can be formed at all.
func tryRequest(ctx context.Context, season team.Season, r team.Request) error {
	season = season.Forming(r, team.Lineup{})
	if len(season.Members) < 2 {
		return &survey.InvalidError{Reason: "teams_few_members"}
	}
	in, _, err := season.Pinned(r)
	if err != nil {
		return err
	}
	_, err = team.Propose(ctx, in, team.Options{Moves: 1, Workers: 1, Plain: true}, nil)
	return err
}
