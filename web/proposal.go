package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

func proposalPath(season survey.SeasonID, id team.ProposalID, path string) string {
	return seasonPath(season, fmt.Sprintf("/proposals/%d%s", id, path))
}

// A sheet of work: the proposal that the address names, with the season that it divides.
type work struct {
	saved        team.Saved
	request      team.Request
	result       team.Proposal // as formed, as far as it may be told
	survey       survey.Survey
	all          team.Season // everybody who takes part
	season       team.Season // those whom the teams are of: without who is left out by choice
	names        view.Names
	asked        survey.MemberID // about whose place the page is asked, 0 if about nobody's
	gone         int             // rules on questions that the survey no longer has
	draft        *team.Draft     // of the teams as they are now, once [work.open] made it
	shown        *team.Draft     // the same for what is said of them, once [work.openDisclosed] did
	silent       map[survey.MemberID]bool
	shownColumns []survey.Column // whose answers stand beside names on the board
	coloured     string          // the one by which names are coloured, "" for none
	unpredicted  survey.Message  // why rules on a model are not scored; zero where they are
	read         *reading
	rulesOf      team.ProposalID // by whose rules it is scored
	opening      func(of string, in team.Input, teams [][]int) (*team.Draft, error)
	clock        clock // on which hours are shown that were answered on several
}

// input asks for what the proposal was formed by, or is being edited by.
func (w work) input() team.Input {
	in := w.season.Input(w.request, w.saved.Lineup)
	in.GaveWay = w.result.GaveWay
	return in
}

// division is the teams as they are now, by rows of the season's members.
func (w *work) division() [][]int { return w.season.Division(w.saved.Lineup) }

// open reads the teams as they are now, once for all that a page says of them.
func (w *work) open() (*team.Draft, error) {
	if w.draft != nil {
		return w.draft, nil
	}
	d, err := w.openAs("all", w.input())
	w.draft = d
	return d, err
}

// openAnyway opens the teams without their rules where those are outdated, such as on a question of which the kind was changed since: the teams
// still show, and can be edited.
func (w *work) openAnyway() (draft *team.Draft, outdated bool, err error) {
	draft, err = w.open()
	if _, outdated = errors.AsType[*survey.InvalidError](err); outdated {
		w.request.Rules = nil
		draft, err = w.open()
	}
	return draft, outdated, err
}

// saved returns the proposal that the address names, which must be of the season.
func (s *server) saved(c echo.Context) (team.Saved, error) {
	saved, err := named(c, "proposal", s.Store.Proposal, func(p team.Saved) bool { return p.Season == scopeOf(c).Season.ID })
	saved.Stored, saved.Name = saved.Name, s.proposalName(c, saved.Name)
	return saved, err
}

// proposalName is the name of a proposal, in the visitor's language where forming gave it in any.
func (s *server) proposalName(c echo.Context, name string) string {
	n, err := strconv.Atoi(strings.TrimFunc(name, func(r rune) bool { return !unicode.IsDigit(r) }))
	if err != nil {
		return name
	}
	for _, t := range s.words {
		if t("proposal_name", "N", n) == name {
			return s.translator(c)("proposal_name", "N", n)
		}
	}
	return name
}

func (s *server) work(c echo.Context) (work, error) {
	saved, err := s.saved(c)
	if err != nil {
		return work{}, err
	}
	return s.workOn(c, saved)
}

func (s *server) workOn(c echo.Context, saved team.Saved) (w work, err error) {
	w.saved = saved
	if err := json.Unmarshal(saved.Request, &w.request); err != nil {
		return w, err
	}
	w.request.From, w.request.Missing, w.request.GoOn = 0, nil, false // were asked for once
	if err := kept(saved.Result, &w.result); err != nil {
		return w, err
	}
	read, err := s.reading(ctx(c), saved.Season)
	if err != nil {
		return w, err
	}
	w.read, w.rulesOf = read, saved.ID
	w.opening = func(of string, in team.Input, teams [][]int) (*team.Draft, error) {
		return s.openTeams(c, read, of, in, teams)
	}
	w.survey, w.all = read.Survey, read.Season(ctx(c), s.Store)
	w.season = w.all.Dividing(w.request, saved.Lineup)
	w.result = w.result.Told(w.season.Table)
	past, err := s.pastSeasons(c)
	if err != nil {
		return w, err
	}
	w.names = view.NewNames(s.lang(c), s.translator(c), w.survey, read.called, past).OfTeams(saved.Lineup)
	if id, err := strconv.ParseInt(c.QueryParam("why"), 10, 64); err == nil {
		w.asked = survey.MemberID(id)
	}
	w.request.Rules, w.gone = w.season.Standing(w.request.Rules)
	w.request.Rules = team.Silenced(w.request.Rules, w.season.Table)
	w.leaveUnpredicted()
	w.silent = unanswered(w.all, w.request.Rules)
	return w, nil
}

func (s *server) proposal(c echo.Context, w work) error {
	p := s.page(c, "page_of", "Name", w.saved.Name)
	if !w.saved.State.Ended() {
		p.Refresh = 2
	}
	d, err := s.proposalPage(c, &p, &w)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, view.Proposal(p, d))
}

// proposalPage says all that can be said of a proposal.
func (s *server) proposalPage(c echo.Context, p *view.Page, w *work) (view.ProposalPage, error) {
	d := view.ProposalPage{
		ID: w.saved.ID, Name: w.saved.Name, Stored: w.saved.Stored, State: w.saved.State, Revision: w.saved.Revision, Undo: w.saved.Undo, Redo: w.saved.Redo,
		Stopping: w.saved.Stop, Seed: w.request.Seed, Stopped: w.result.Stopped, Formed: w.result.Objective,
		Untold: w.input().Confides(),
	}
	if err := kept(w.saved.Progress, &d.Progress); err != nil {
		return d, err
	}
	if w.saved.Problem != nil {
		d.Problem = s.wordWith(c, w.names, w.saved.Problem)
	}
	published, err := s.published(ctx(c), w.saved.Season)
	if err != nil {
		return d, err
	}
	d.Published, d.FormMark = published.Proposal == w.saved.ID, w.saved.FormMark(published.Proposal)
	d.Briefed = published.Briefs.Any()
	if d.Plan, err = s.rosterPlan(c, w.saved, published); err != nil {
		return d, err
	}
	d.Read = d.Plan.Read
	if d.Published {
		if d.Gone, err = s.erasedSince(c, published.Published); err != nil {
			return d, err
		}
	}
	if len(w.saved.Lineup.Teams) == 0 || !w.saved.State.Ended() {
		return d, nil
	}
	if d.Anew, err = s.lastFormed(c, *w); err != nil {
		return d, err
	}
	m, err := s.fitModel(ctx(c), scopeOf(c).Club.ID)
	if err != nil {
		return d, err
	}
	d.Fit = m != nil
	s.answersShown(c, w, &d)
	w.clock = s.clock(c)
	formed, err := s.Store.Formed(ctx(c), w.saved)
	if err != nil {
		return d, err
	}
	d.Window = w.window(c, *p, onBoard)
	if err := s.addTeams(p, w, formed, &d); err != nil {
		return d, err
	}
	cutRounds(c, d.Rounds, w.saved.Lineup, w.all.Members, onBoard)
	if d.Later, err = s.laterMusts(c, *p, w); err != nil {
		return d, err
	}
	if w.result.Clash != nil && d.AsFormed {
		for _, line := range w.result.Clash.Lines(w.result.Rules, w.names.In(p.T)) {
			d.Clash = append(d.Clash, p.T.Say(line))
		}
		if w.saved.Lineup.LocksAs(formed) { // around what is locked they may not lead where they did
			d.Ways = w.wayOptions(*p, view.ClashWays)
		}
	}
	return d, nil
}

// addTeams scores the teams as they are now, beside those that were formed.
func (s *server) addTeams(p *view.Page, w *work, formed team.Lineup, d *view.ProposalPage) error {
	all, outdated, err := w.openAnyway()
	if err != nil {
		return err
	}
	draft, err := w.openDisclosed()
	if err != nil {
		return err
	}
	w.warn(p, outdated)
	d.Outdated = outdated || w.gone > 0
	division, scored := w.division(), scoredAs(w.input().Rules, draft.Score())
	d.Why = w.why(*p, draft, division)
	d.Rounds, d.Repeats = rounds(p.T, w.saved.Lineup, w.names.ByID), w.saved.Lineup.Repeats()
	found, asFormed := w.found(formed, draft, scored)
	d.Score, d.AsFormed, d.OnlyMusts = scored.Objective, asFormed, scored.OnlyMusts()
	d.Resized = !w.saved.Lineup.SizedAs(formed)
	d.Chance, d.Bound, d.Optimum = view.NewChance(*p, found), found.Bound, found.LocalOptimum
	d.TooSmall = w.tooSmall(*p, draft, scored, d.AsFormed && w.saved.Lineup.LocksAs(formed))
	unread := all.NotUnderstood()
	if say := unread.Message(); say.Key != "" {
		d.Unread = append(d.Unread, p.T.Say(say))
	}
	if unread.Waiting > 0 { // how many wait may be known
		d.Unread = append(d.Unread, p.T("doubts_avoidances", "Count", unread.Waiting))
	}
	d.Rules = w.ruleRows(*p, scored)
	for i := range found.Rules { // other teams, in other sizes, may do better than the bound
		if !d.Rules[i].Secret {
			d.Rules[i].Bound = found.Rules[i].Bound
		}
	}
	addShares(*p, d.Rules, draft)
	for i, why := range all.Idle() {
		if d.Rules[i].Idle = why != ""; d.Rules[i].Idle {
			d.Rules[i].Fact = p.T(why, "Least", team.MinMixed)
		}
	}
	needed := draft.Needed()
	if n, of := draft.Standing(); of > 0 {
		d.Standing = p.T("standing", "Teams", n, "Of", of, "Robust", w.request.Robust)
	}
	d.Locked = w.locks()
	for _, t := range d.Window.Teams {
		card := w.teamCard(*p, t, division[t], draft.ExplainTeam(t), scored, d.Rules)
		card.Weeks = w.weeks(*p, division[t])
		for k, i := range division[t] {
			card.Members[k].Needed = d.Needs(needed[i])
		}
		d.Teams = append(d.Teams, card)
	}
	d.Unplaced, d.LeftOut = w.memberLines(w.season.Unplaced(w.saved.Lineup)), w.memberLines(w.season.LeftOut)
	d.Unanswered = len(w.silent)
	return nil
}

// warn says at the head of the page which rules say nothing of the teams.
func (w *work) warn(p *view.Page, outdated bool) {
	say := func(text string) { p.Errors = append(p.Errors, view.FieldError{Message: text}) }
	if w.gone > 0 {
		say(p.T("rules_gone", "Count", w.gone))
	}
	if w.unpredicted.Key != "" {
		say(p.T.Say(w.unpredicted))
	}
	if outdated {
		say(p.T("rules_outdated"))
	}
}

// locks reports whether a team is locked, or somebody in theirs.
func (w *work) locks() bool {
	l := w.saved.Lineup
	in := l.Finder()
	return slices.ContainsFunc(l.Teams, func(g team.SavedTeam) bool { return g.Locked }) || slices.ContainsFunc(l.Locked, func(id survey.MemberID) bool {
		_, ok := w.season.Row(id)
		return ok && in(id) >= 0
	})
}

// teamCard says who is in a team, by rows, and how it does by each rule.
func (w *work) teamCard(p view.Page, t int, rows []int, facts []team.Fact, scored team.Proposal, rules []view.RuleRow) view.TeamCard {
	saved := w.saved.Lineup.Teams[t]
	card := view.TeamCard{Number: t, Name: teamName(p.T, t, saved.Name), Locked: saved.Locked}
	for _, i := range rows {
		line := w.memberLine(w.season.Members[i])
		line.Answers = w.answersOf(p.T, line.ID)
		card.Members = append(card.Members, line)
	}
	for r := range scored.Rules {
		card.Cells = append(card.Cells, view.ScoreCell{Score: scored.Teams[t].Scores[r], OK: scored.Teams[t].OK[r], Binary: scored.Rules[r].TeamsOK != nil || rules[r].Limits && !scored.Teams[t].OK[r], Secret: rules[r].Secret, Moot: rules[r].Moot || len(card.Members) == 0 || slices.Contains(scored.Teams[t].Outside, r),
			Unknown: slices.Contains(scored.Teams[t].Unknown, r), Partly: slices.Contains(scored.Teams[t].Partly, r)})
	}
	for _, f := range facts {
		card.Facts = append(card.Facts, w.names.Fact(p, f))
	}
	return card
}

// weeks are the hours that a team has in common, by each question on them that is not sensitive.
func (w *work) weeks(p view.Page, rows []int) (all []view.TeamWeek) {
	for _, c := range w.season.Table.Columns {
		h, hours := c.Values.(survey.Hours)
		if q, asked := w.survey.Of(c.Name); hours && asked && c.Confidence == survey.Public && len(rows) > 1 {
			all = append(all, view.NewTeamWeek(p, q, h.Common(rows, w.clock.zone), w.clock.name))
		}
	}
	return all
}

func (w *work) memberLine(m survey.Member) view.MemberLine {
	return view.MemberLine{ID: m.ID, Name: w.names.Called(m), Locked: slices.Contains(w.saved.Lineup.Locked, m.ID), Unanswered: w.silent[m.ID]}
}

// memberLines words members of the season, by rows.
func (w *work) memberLines(members []survey.Member) (all []view.MemberLine) {
	for _, m := range members {
		all = append(all, w.memberLine(m))
	}
	return all
}

// ruleRows says how each rule does in the whole division.
func (w *work) ruleRows(p view.Page, scored team.Proposal) []view.RuleRow {
	var rows []view.RuleRow
	for i, r := range scored.Rules {
		shown, secret := r.Rule.Disclosed(w.season.Table)
		if secret {
			shown = r.Rule
		}
		ok, of := scored.Known(i)
		row := view.RuleRow{
			Sentence: w.names.Sentence(p, shown), Strength: r.Rule.Power(), Score: r.Score, TeamsOK: ok,
			Teams: of, Met: r.Met, Limits: r.Rule.Limits(), Unknown: scored.InDoubt(i), Confides: r.Rule.Confides(w.season.Table), Binds: r.Rule.BindsInConfidence(w.season.Table), Secret: secret,
		}
		rows = append(rows, row)
	}
	return rows
}

// proposalEvents streams the progress of a search, and an event "done" at its end; or, to who looks at the teams as of a revision, that event when they are
// changed. Both lie in the row, so that any server can stream them.
func (s *server) proposalEvents(c echo.Context, saved team.Saved) (err error) {
	p := s.page(c, "page_of", "Name", saved.Name)
	since := c.QueryParam("since")
	return s.stream(c, following{topics: []survey.Topic{survey.ProposalTopic.Of(int64(saved.ID))}, least: followEvery, look: func() (bool, error) {
		if saved, err = s.Store.ProposalPulse(ctx(c), saved.ID); err != nil || since != "" {
			return strconv.Itoa(saved.Revision) != since, err
		}
		if saved.State.Ended() {
			return true, nil
		}
		return false, sendProgress(c, p, saved)
	}})
}

func sendProgress(c echo.Context, p view.Page, saved team.Saved) error {
	d := view.ProposalPage{ID: saved.ID, State: saved.State}
	if err := kept(saved.Progress, &d.Progress); err != nil {
		return err
	}
	return send(c, "progress", view.FormingProgress(p, d))
}
