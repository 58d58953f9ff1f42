package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
)

// FormStore is what forming teams needs of storage.
type FormStore interface {
	Proposal(context.Context, team.ProposalID) (team.Saved, error)
	SeasonStore
	SetProgress(context.Context, team.ProposalID, json.RawMessage) error
	Finish(ctx context.Context, id team.ProposalID, result json.RawMessage, l team.Lineup, now time.Time) error
}

// SeasonStore is what it takes to read a season's members and answers.
type SeasonStore interface {
	Survey(context.Context, survey.SeasonID) (survey.Survey, error)
	QuestionVersions(context.Context, survey.SeasonID) ([]survey.Question, error)
	Members(context.Context, survey.SeasonID) ([]survey.Member, error)
	Responses(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Response, error)
	Sums(context.Context, survey.SeasonID) (survey.Sums, error)
	// SeasonModel returns the file of the fit model that the season's club uses, or [survey.ErrNotFound].
	SeasonModel(context.Context, survey.SeasonID) ([]byte, error)
	Season(context.Context, survey.SeasonID) (survey.Season, error)
	FitHistory(context.Context, survey.ClubID) ([]survey.PastSeason, error)
	Roster(context.Context, survey.SeasonID) (team.Roster, error)
	Proposal(context.Context, team.ProposalID) (team.Saved, error)
}

// reportEvery is how often progress is kept.
const reportEvery = 250 * time.Millisecond

// searchTime is the time to search where the request gives none, and the most that it may ask for.
const (
	searchTime    = time.Second
	maxSearchTime = 5 * time.Minute
)

// Form forms the teams of a proposal. If ctx ends with [team.ErrStopped], the best teams so far are kept; if it
// ends otherwise, nothing is, and the work can begin again. What the organizer must correct is an
// [survey.InvalidError].
func Form(ctx context.Context, store FormStore, id team.ProposalID, now func() time.Time) error {
	whole := context.WithoutCancel(ctx) // a stop ends the search, not what stands around it
	p, err := store.Proposal(whole, id)
	if errors.Is(err, survey.ErrNotFound) || err == nil && p.State.Ended() {
		return nil // deleted, or formed before the program ended
	}
	if err != nil {
		return err
	}
	var r team.Request
	if err := json.Unmarshal(p.Request, &r); err != nil {
		return err
	}
	_, season, err := ReadSeason(whole, store, p.Season)
	if err != nil {
		return err
	}
	season = season.Forming(r, p.Lineup)
	opt := team.Options{Seed: r.Seed, Robust: r.Robust, Budget: min(time.Duration(r.Seconds)*time.Second, maxSearchTime), Now: now, Workers: min(2, runtime.GOMAXPROCS(0))}
	if opt.Budget <= 0 {
		opt.Budget = searchTime
	}
	keep, so := keeping[team.Forming](now, func(p json.RawMessage) error { return store.SetProgress(ctx, id, p) }), team.Forming{}
	report := func(p team.Progress) {
		so.Add(p)
		keep(so)
	}
	form := formed
	if r.From > 1 {
		form = formedLater
	}
	result, lineup, err := form(ctx, season, r, p, opt, report)
	if err != nil {
		return err
	}
	if ctx.Err() != nil && !errors.Is(context.Cause(ctx), team.ErrStopped) {
		return ctx.Err()
	}
	return store.Finish(whole, id, result, lineup, now())
}

// formed forms all rounds, and returns what is kept of the first, and the teams.
func formed(ctx context.Context, season team.Season, r team.Request, p team.Saved, opt team.Options, report func(team.Progress)) (json.RawMessage, team.Lineup, error) {
	in, before := season.Input(r, p.Lineup), p.Lineup
	if len(before.Teams) == 0 {
		var err error
		if in, _, err = in.Pinned(); err != nil {
			return nil, before, err
		}
		before.Locked = season.Locked(in)
	}
	if r.GoOn && r.Rounds < 2 {
		in.Begin = season.Division(p.Lineup)
	}
	found, later, err := rounds(ctx, in, r.Rounds, opt, report)
	if err != nil {
		return nil, p.Lineup, err
	}
	lineup := season.Lineup(found.Teams, before)
	lineup.Later = teamsOf(season, later)
	result, err := json.Marshal(found)
	return result, lineup, err
}

// formedLater forms the rounds from r.From on: the first of them without who is missing, then those after it, beside all that have been. What was found of the
// first round stays.
func formedLater(ctx context.Context, season team.Season, r team.Request, p team.Saved, opt team.Options, report func(team.Progress)) (json.RawMessage, team.Lineup, error) {
	lineup := p.Lineup
	lineup.Later = slices.Clone(lineup.Later[:r.From-2])
	add := func(season team.Season, n int) error {
		in, opt := season.Later(r, lineup), opt
		opt.Budget *= time.Duration(n)
		all, err := team.Rounds(ctx, in, n, opt, report)
		lineup.Later = append(lineup.Later, teamsOf(season, all)...)
		return err
	}
	n := r.Rounds - r.From + 1
	if len(r.Missing) > 0 {
		if err := add(season.Without(r.Missing), 1); err != nil {
			return nil, p.Lineup, err
		}
		n--
	}
	if n > 0 {
		if err := add(season, n); err != nil {
			return nil, p.Lineup, err
		}
	}
	return p.Result, lineup, nil
}

// teamsOf are the teams of rounds as they are kept.
func teamsOf(season team.Season, rounds []team.Proposal) (all [][]team.SavedTeam) {
	for _, round := range rounds {
		all = append(all, season.Lineup(round.Teams, team.Lineup{}).Teams)
	}
	return all
}

// rounds forms teams for a number of rounds, and returns the first with what can be said of it, and the others.
func rounds(ctx context.Context, in team.Input, n int, opt team.Options, report func(team.Progress)) (team.Proposal, []team.Proposal, error) {
	if n < 2 {
		found, err := team.Propose(ctx, in, opt, report)
		return found, nil, err
	}
	opt.Budget *= time.Duration(n)
	all, err := team.Rounds(ctx, in, n, opt, report)
	if err != nil || len(all) == 0 {
		return team.Proposal{}, nil, errors.Join(err, ctx.Err())
	}
	in.GaveWay, in.Activities = all[0].GaveWay, all[0].Activities()
	first, err := team.Evaluate(in, all[0].Divisions()) // without what stands for the other rounds
	first.Seed, first.Moves, first.Stopped, first.TooSmall = all[0].Seed, all[0].Moves, all[0].Stopped, all[0].TooSmall
	first.Clash = all[0].Clash
	return first, all[1:], err
}

// A Reading is a season as it was read once. It may be shared by all who read the season: nothing of it is changed.
type Reading struct {
	Survey    survey.Survey // which knows what it asked before
	Asked     survey.Survey // as it is stored
	Members   []survey.Member
	Responses map[survey.MemberID]survey.Response // carried to the questions as they are asked now
	Given     map[survey.MemberID]survey.Response // as they were given
	Versions  []survey.Question                   // that were ever asked
	season    team.Season
}

// Read reads a season.
func Read(ctx context.Context, store SeasonStore, id survey.SeasonID) (r *Reading, err error) {
	r = new(Reading)
	if r.Asked, err = store.Survey(ctx, id); err != nil {
		return nil, err
	}
	if r.Members, err = store.Members(ctx, id); err != nil {
		return nil, err
	}
	if r.Versions, err = store.QuestionVersions(ctx, id); err != nil {
		return nil, err
	}
	r.Survey = r.Asked
	r.Survey.Questions = slices.Clone(r.Asked.Questions)
	r.Survey.Recall(r.Versions)
	if r.Given, err = store.Responses(ctx, id); err == nil {
		r.Responses, err = r.Survey.CarryAll(r.Given, func() ([]survey.Question, error) { return r.Versions, nil })
	}
	if err != nil {
		return nil, err
	}
	r.season = team.NewSeason(r.Survey, r.Members, r.Responses)
	r.season.Table, err = pooled(ctx, store, r.Survey, r.season.Table)
	return r, err
}

// Season is what teams are formed of. What else it takes is read from the store when it is asked for.
func (r *Reading) Season(ctx context.Context, store SeasonStore) team.Season {
	of := r.season
	of.Fit = lastScorer(func(members []survey.Member) (team.Scorer, error) {
		return fitScorer(ctx, store, r.Survey, members, r.Responses)
	})
	of.Past = func(past survey.SeasonID) ([][]int, error) {
		return pastTeams(ctx, store, r.Survey.Season, past, of.Members)
	}
	return of
}

// ReadSeason returns the season's survey and what teams are formed of.
func ReadSeason(ctx context.Context, store SeasonStore, id survey.SeasonID) (survey.Survey, team.Season, error) {
	r, err := Read(ctx, store, id)
	if err != nil {
		return survey.Survey{}, team.Season{}, err
	}
	return r.Survey, r.Season(ctx, store), nil
}

// pooled returns the table in which teams may be mixed by what enough members answered in confidence.
func pooled(ctx context.Context, store SeasonStore, s survey.Survey, t survey.Table) (survey.Table, error) {
	if len(s.Secrets()) == 0 {
		return t, nil
	}
	sums, err := store.Sums(ctx, s.Season)
	if err != nil {
		return t, err
	}
	versions, err := store.QuestionVersions(ctx, s.Season)
	return t.Pool(s, s.Pooled(sums, versions)), err
}

// pastTeams returns the published teams of another season of the club, of all its rounds, as rows of members. It has none where none are
// published, or the season is gone.
func pastTeams(ctx context.Context, store SeasonStore, id, past survey.SeasonID, members []survey.Member) ([][]int, error) {
	season, err := store.Season(ctx, past)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	now, wrong := store.Season(ctx, id)
	if err := errors.Join(err, wrong); err != nil || now.Club != season.Club {
		return nil, err
	}
	roster, err := store.Roster(ctx, past)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	published, err := store.Proposal(ctx, roster.Proposal)
	if err != nil {
		return nil, err
	}
	were, err := store.Members(ctx, past)
	if err != nil {
		return nil, err
	}
	row, at := map[string]int{}, map[survey.MemberID]int{}
	for i, m := range members {
		row[m.Key()] = i
	}
	for _, m := range were {
		if i, again := row[m.Key()]; again {
			at[m.ID] = i
		}
	}
	var teams [][]int
	for _, round := range published.Lineup.Rounds() {
		for _, t := range round {
			var rows []int
			for _, m := range t.Members {
				if i, again := at[m]; again {
					rows = append(rows, i)
				}
			}
			teams = append(teams, rows)
		}
	}
	return teams, nil
}

// lastScorer keeps the scorer that was readied last: most ask for the same members again.
func lastScorer(ready func([]survey.Member) (team.Scorer, error)) func([]survey.Member) (team.Scorer, error) {
	var mu sync.Mutex
	var last []survey.Member
	var scorer team.Scorer
	return func(members []survey.Member) (_ team.Scorer, err error) {
		mu.Lock()
		defer mu.Unlock()
		same := func(a, b survey.Member) bool { return a.ID == b.ID }
		if last == nil || !slices.EqualFunc(last, members, same) {
			if scorer, err = ready(members); err != nil {
				return nil, err
			}
			last = members
		}
		return scorer, nil
	}
}

// fitScorer readies the model that the club uses, with the ratings that came since it was trained, for the members; nil where
// it uses none, a [team.RefusedError] where it tells no more than the mean.
func fitScorer(ctx context.Context, store SeasonStore, s survey.Survey, members []survey.Member, responses map[survey.MemberID]survey.Response) (team.Scorer, error) {
	file, err := store.SeasonModel(ctx, s.Season)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m, err := fit.Load(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	if m.Level() != fit.MemberLevel {
		return nil, nil
	}
	if err := m.Refused(); err != nil {
		return nil, err
	}
	season, err := store.Season(ctx, s.Season)
	if err != nil {
		return nil, err
	}
	past, err := store.FitHistory(ctx, season.Club)
	if err != nil {
		return nil, err
	}
	if m, _, err = Observed(m, past); err != nil {
		return nil, err
	}
	return m.Scorer(m.MembersTable(s, members, responses))
}

// keeping returns a function that keeps what it is told, a few times a second. Progress that cannot be kept is no
// reason to end the work.
func keeping[P any](now func() time.Time, keep func(json.RawMessage) error) func(P) {
	var last time.Time
	return func(p P) {
		if at := now(); at.Sub(last) >= reportEvery {
			last = at
			if data, err := json.Marshal(p); err == nil {
				_ = keep(data)
			}
		}
	}
}
