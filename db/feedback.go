package db

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dure/db/query"
	"dure/survey"
)

// FeedbackRounds returns the rounds of feedback of a season in the order in which they open: none before
// its teams are published.
func (d *DB) FeedbackRounds(ctx context.Context, season survey.SeasonID) ([]survey.FeedbackRound, error) {
	rows, err := d.read.FeedbackRounds(ctx, int64(season))
	return each(rows, feedbackRound), wrap(classify(err), "feedback rounds of season %d", season)
}

func feedbackRound(r query.FeedbackRound) survey.FeedbackRound {
	return survey.FeedbackRound{
		Season: survey.SeasonID(r.SeasonID), Kind: survey.FeedbackKind(r.Kind), Opens: fromMillis(r.Opens), Closes: fromMillis(r.Closes),
		SeasonOnly: r.SeasonOnly, Peers: r.Peers, Key: r.Secret,
	}
}

// planFeedback plans the rounds of a season whose teams are published, unless they are planned.
func planFeedback(ctx context.Context, t tx, season survey.SeasonID, published time.Time) error {
	for _, r := range survey.PlanFeedback(season, published) {
		err := t.PlanFeedbackRound(ctx, query.PlanFeedbackRoundParams{
			SeasonID: int64(season), Kind: string(r.Kind), Opens: millis(r.Opens), Closes: millis(r.Closes), Secret: string(newToken()),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// SaveFeedbackRound sets when a round opens and closes. Without a roster there is none, which is an
// [survey.InvalidError] "no_roster". Before a closed round opens again, its teams are judged as they were.
func (d *DB) SaveFeedbackRound(ctx context.Context, r survey.FeedbackRound, now time.Time) error {
	if err := r.Check(); err != nil {
		return err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		roster, err := t.Roster(ctx, int64(r.Season))
		if errors.Is(missing(err), survey.ErrNotFound) {
			return &survey.InvalidError{Reason: "no_roster"}
		}
		if err != nil {
			return err
		}
		if err := planFeedback(ctx, t, r.Season, fromMillis(roster.Published)); err != nil {
			return err
		}
		old, err := t.FeedbackRound(ctx, query.FeedbackRoundParams{SeasonID: int64(r.Season), Kind: string(r.Kind)})
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, feedbackRound(old).Mark(), r.Mark()); err != nil {
			return err
		}
		seasonOnly, err := reopen(ctx, t, feedbackRound(old), r, now)
		if err != nil {
			return err
		}
		err = one(t.SetFeedbackRound(ctx, query.SetFeedbackRoundParams{
			SeasonID: int64(r.Season), Kind: string(r.Kind), Opens: millis(r.Opens), Closes: millis(r.Closes), SeasonOnly: seasonOnly, Peers: r.Peers,
		}))
		if err != nil || old.Peers == r.Peers {
			return err
		}
		return t.log(ctx, survey.Act{Season: r.Season, Everybody: true, What: survey.ChangedPeers})
	})
	return wrap(err, "feedback round of season %d", r.Season)
}

// reopen reports whether a round has been opened again after results could be seen, and keeps those on teams.
func reopen(ctx context.Context, t tx, old, r survey.FeedbackRound, now time.Time) (bool, error) {
	if old.SeasonOnly || old.State(now) != survey.Closed || r.State(now) == survey.Closed {
		return old.SeasonOnly, nil
	}
	n, err := t.CountSubmittedFeedback(ctx, query.CountSubmittedFeedbackParams{SeasonID: int64(r.Season), Kind: string(r.Kind)})
	least := int64(survey.MinTotal)
	if old.Peers {
		least = survey.MinPeers
	}
	if err != nil || n < least {
		return false, err
	}
	return true, judgeRound(ctx, t, old)
}

// judgeRound keeps verdicts on the teams of a round that have none and enough answers.
func judgeRound(ctx context.Context, t tx, r survey.FeedbackRound) error {
	given, err := feedbackOf(ctx, t.Queries, r.Season, r.Kind)
	if err != nil {
		return err
	}
	return judge(ctx, t, r, given, false)
}

// judgeTeam keeps a verdict on the team, unless it has one, if everybody of it has answered.
func judgeTeam(ctx context.Context, t tx, r survey.FeedbackRound, about survey.FeedbackTeam) error {
	var given []survey.Feedback
	for _, id := range about.People {
		row, err := t.TeamFeedback(ctx, query.TeamFeedbackParams{MemberID: int64(id), Kind: string(r.Kind)})
		if errors.Is(missing(err), survey.ErrNotFound) {
			return nil // not everybody has
		}
		if err != nil {
			return err
		}
		f, err := feedback(row)
		if err != nil {
			return err
		}
		if !f.Answered(about) {
			return nil
		}
		given = append(given, f)
	}
	return judge(ctx, t, r, given, true)
}

func judge(ctx context.Context, t tx, r survey.FeedbackRound, given []survey.Feedback, complete bool) error {
	old, err := verdictsOf(ctx, t.Queries, r.Season, r.Kind)
	if err != nil {
		return err
	}
	for _, v := range survey.JudgeTeams(given, old, complete) {
		err := t.InsertFeedbackVerdict(ctx, query.InsertFeedbackVerdictParams{
			SeasonID: int64(r.Season), Kind: string(r.Kind), ProposalID: v.Proposal, Team: int64(v.Number), Low: v.Low, Uneven: v.Uneven,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// FeedbackTeam returns the team that a member is in by the roster, or [survey.ErrNotFound] where there is none.
func (d *DB) FeedbackTeam(ctx context.Context, id survey.MemberID) (survey.FeedbackTeam, error) {
	var about survey.FeedbackTeam
	err := d.view(ctx, func(q *query.Queries) error {
		m, err := q.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		about, err = rosterTeam(ctx, q, m)
		return err
	})
	return about, wrap(err, "team of member %d", id)
}

// rosterTeam is none for who took a place by the club link: they give no feedback on people of whom they are not told.
func rosterTeam(ctx context.Context, q *query.Queries, m query.Member) (survey.FeedbackTeam, error) {
	if _, took, err := held(ctx, q, member(m)); took || err != nil {
		return survey.FeedbackTeam{}, cmp.Or(err, survey.ErrNotFound)
	}
	roster, err := q.Roster(ctx, m.SeasonID)
	if err != nil {
		return survey.FeedbackTeam{}, missing(err)
	}
	seat, err := seatOf(ctx, q, m.SeasonID, m.ID)
	own, ok := seat.First()
	people := slices.Sorted(slices.Values(own.Members))
	if _, active := slices.BinarySearch(people, survey.MemberID(m.ID)); err != nil || !ok || !active {
		return survey.FeedbackTeam{}, cmp.Or(err, survey.ErrNotFound)
	}
	return survey.FeedbackTeam{Proposal: roster.ProposalID, Number: own.At, People: people}, nil
}

// MemberFeedback returns what a member has said, by kind.
func (d *DB) MemberFeedback(ctx context.Context, id survey.MemberID) (map[survey.FeedbackKind]survey.Feedback, error) {
	all, err := memberFeedback(ctx, d.read, id)
	return all, wrap(classify(err), "feedback of member %d", id)
}

func memberFeedback(ctx context.Context, q *query.Queries, id survey.MemberID) (map[survey.FeedbackKind]survey.Feedback, error) {
	rows, err := q.MemberFeedback(ctx, int64(id))
	if err != nil {
		return nil, err
	}
	all := map[survey.FeedbackKind]survey.Feedback{}
	for _, row := range rows {
		f, err := feedback(row)
		if err != nil {
			return nil, err
		}
		all[f.Kind] = f
	}
	return all, nil
}

func feedback(row query.Feedback) (survey.Feedback, error) {
	f := survey.Feedback{
		Member: survey.MemberID(row.MemberID), Kind: survey.FeedbackKind(row.Kind),
		Submitted: fromMillis(row.Submitted), Saved: fromMillis(row.Saved),
	}
	for _, part := range []struct {
		text string
		into **survey.Opinion
	}{{row.Draft, &f.Draft}, {row.Answers, &f.Answers}, {row.Shown, &f.Shown}} {
		if err := decode(part.text, part.into); err != nil {
			return f, fmt.Errorf("feedback of member %d: %w", row.MemberID, err)
		}
	}
	return f, nil
}

// Feedback returns what the members of a season have said in one of its rounds.
func (d *DB) Feedback(ctx context.Context, season survey.SeasonID, kind survey.FeedbackKind) ([]survey.Feedback, error) {
	all, err := feedbackOf(ctx, d.read, season, kind)
	return all, wrap(classify(err), "feedback of season %d", season)
}

func feedbackOf(ctx context.Context, q *query.Queries, season survey.SeasonID, kind survey.FeedbackKind) ([]survey.Feedback, error) {
	rows, err := q.Feedback(ctx, query.FeedbackParams{SeasonID: int64(season), Kind: string(kind)})
	if err != nil {
		return nil, err
	}
	return decodeEach(rows, feedback)
}

// FeedbackVerdicts returns what was said of teams in a round so far. Nothing is said before the season has enough
// answers in it. In a closed round all teams that can be judged are.
func (d *DB) FeedbackVerdicts(ctx context.Context, r survey.FeedbackRound, now time.Time) ([]survey.FeedbackVerdict, error) {
	var all []survey.FeedbackVerdict
	err := d.view(ctx, func(q *query.Queries) error {
		given, err := feedbackOf(ctx, q, r.Season, r.Kind)
		if err != nil {
			return err
		}
		n := 0
		for _, f := range given {
			if f.Answers != nil {
				n++
			}
		}
		if n < survey.MinTotal {
			return nil
		}
		all, err = verdictsOf(ctx, q, r.Season, r.Kind)
		if err == nil && r.State(now) == survey.Closed {
			all = append(all, survey.JudgeTeams(given, all, false)...)
		}
		return err
	})
	return all, wrap(err, "verdicts of season %d", r.Season)
}

func verdictsOf(ctx context.Context, q *query.Queries, season survey.SeasonID, kind survey.FeedbackKind) ([]survey.FeedbackVerdict, error) {
	rows, err := q.FeedbackVerdicts(ctx, query.FeedbackVerdictsParams{SeasonID: int64(season), Kind: string(kind)})
	var all []survey.FeedbackVerdict
	for _, v := range rows {
		all = append(all, survey.FeedbackVerdict{Proposal: v.ProposalID, Number: int(v.Team), Low: v.Low, Uneven: v.Uneven})
	}
	return all, err
}

// SaveFeedbackDraft keeps what a member has typed so far; what was submitted stays. It returns [survey.ErrClosed] unless
// the round is open and the member takes part, and [survey.ErrNotFound] for a member without a team.
func (d *DB) SaveFeedbackDraft(ctx context.Context, id survey.MemberID, kind survey.FeedbackKind, o survey.Opinion, now time.Time) error {
	return d.giveFeedback(ctx, id, kind, now, func(f *survey.Feedback, about survey.FeedbackTeam) error {
		said, err := overKept(ctx, o, f.Current(), about)
		f.Draft = &said
		return err
	})
}

// overKept is an opinion about a team that a form brings, with what another device kept of other questions since the form was shown.
func overKept(ctx context.Context, o, kept survey.Opinion, about survey.FeedbackTeam) (survey.Opinion, error) {
	o.Team = about
	said, clash := o.Merge(kept, survey.DoneBy(ctx).Read)
	if clash {
		return o, survey.ErrStale
	}
	return said, nil
}

// SaveFeedback submits what a member says, which is checked against the team as it is now: an
// [survey.InvalidError] if it does not fit. Its other errors are those of [DB.SaveFeedbackDraft].
func (d *DB) SaveFeedback(ctx context.Context, id survey.MemberID, kind survey.FeedbackKind, o survey.Opinion, now time.Time) error {
	return d.giveFeedback(ctx, id, kind, now, func(f *survey.Feedback, about survey.FeedbackTeam) error {
		said, err := overKept(ctx, o, f.Current(), about)
		if err != nil {
			return err
		}
		if wrong := said.Check(kind, about.People); len(wrong) > 0 {
			return wrong[0]
		}
		f.Answers, f.Draft, f.Submitted = &said, nil, now
		return nil
	})
}

func (d *DB) giveFeedback(ctx context.Context, id survey.MemberID, kind survey.FeedbackKind, now time.Time, change func(*survey.Feedback, survey.FeedbackTeam) error) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		m, err := t.Member(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		row, err := t.FeedbackRound(ctx, query.FeedbackRoundParams{SeasonID: m.SeasonID, Kind: string(kind)})
		if errors.Is(missing(err), survey.ErrNotFound) {
			return survey.ErrClosed
		}
		if err != nil {
			return err
		}
		r := feedbackRound(row)
		if r.State(now) != survey.Open || m.Dropped != 0 {
			return survey.ErrClosed
		}
		about, err := rosterTeam(ctx, t.Queries, m)
		if err != nil {
			return err
		}
		all, err := memberFeedback(ctx, t.Queries, id)
		if err != nil {
			return err
		}
		f, was := all[kind], all[kind].Answers
		if err := change(&f, about); err != nil {
			return err
		}
		f.Member, f.Kind, f.Saved = id, kind, now
		return saveFeedback(ctx, t, r, f, was)
	})
	return wrap(err, "feedback of member %d", id)
}

// saveFeedback stores feedback. As soon as enough answers are new or changed, they enter the figures together.
func saveFeedback(ctx context.Context, t tx, r survey.FeedbackRound, f survey.Feedback, was *survey.Opinion) error {
	p := query.SaveFeedbackParams{
		MemberID: int64(f.Member), Kind: string(f.Kind), SeasonID: int64(r.Season),
		Pending: f.Answers != nil && (f.Shown == nil || !f.Answers.Figures(*f.Shown)), Submitted: millis(f.Submitted), Saved: millis(f.Saved),
	}
	var err1, err2 error
	p.Draft, err1 = encodeGiven(f.Draft != nil, f.Draft)
	p.Answers, err2 = encodeGiven(f.Answers != nil, f.Answers)
	if err := errors.Join(err1, err2, t.SaveFeedback(ctx, p)); err != nil {
		return err
	}
	if f.Answers == was {
		return nil
	}
	n, err := t.CountPendingFeedback(ctx, query.CountPendingFeedbackParams{SeasonID: p.SeasonID, Kind: p.Kind})
	if err != nil {
		return err
	}
	if n >= survey.MinTotal {
		if err := t.ShowPendingFeedback(ctx, query.ShowPendingFeedbackParams{SeasonID: p.SeasonID, Kind: p.Kind}); err != nil {
			return err
		}
	}
	return judgeTeam(ctx, t, r, f.Answers.Team)
}

// ResponseLangs returns the language in which each member answered the survey.
func (d *DB) ResponseLangs(ctx context.Context, season survey.SeasonID) (map[survey.MemberID]survey.Lang, error) {
	rows, err := d.read.ResponseLangs(ctx, int64(season))
	all := map[survey.MemberID]survey.Lang{}
	for _, r := range rows {
		all[survey.MemberID(r.MemberID)] = survey.Lang(r.Lang)
	}
	return all, wrap(classify(err), "languages of season %d", season)
}
