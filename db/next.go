package db

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// Beginning the next season. Members and what they answered are copied some in each write, so that others' writes do not wait for all of them. Nobody sees the
// season until the last write: one that is not finished goes by [DB.Chores] as if it had been deleted. Who is erased meanwhile is not
// copied, and is searched for in what was copied once all is.

// BeginNext makes a season of the club of an earlier one, with its survey, not open yet; its cards as deck has them; the settings to form
// teams, and whether the list is closed; and those of its members who go on, under new links. Past are the club's seasons whose teams were published. Left is
// what of the cards is on something that is not there any more, and did not come along. A name that a season of the club has is refused.
func (d *DB) BeginNext(ctx context.Context, f survey.Following, deck team.Deck, past []survey.SeasonID, now time.Time) (next survey.Season, left team.Behind, err error) {
	if err := f.Members.Check(); err != nil {
		return next, left, err
	}
	end, err := d.takeErasingTurn(ctx)
	if err != nil {
		return next, left, err
	}
	defer end()
	n, err := d.hiddenNext(ctx, f, now)
	if err != nil {
		return next, left, wrap(err, "begin a season after season %d", f.From)
	}
	if err = d.copyMembers(ctx, n, f, now); err == nil {
		left, err = d.showNext(ctx, n, deck, past)
	}
	if err != nil {
		err = errors.Join(err, d.sweepSeason(survey.Doing(context.WithoutCancel(ctx), survey.Doer{}), int64(n.season.ID)))
	}
	return n.season, left, wrap(err, "begin a season after season %d", f.From)
}

// nextUnseen is how long a season that is begun may take until it is seen.
const nextUnseen = time.Hour

// A nextSeason is one that is being begun.
type nextSeason struct {
	season    survey.Season
	asked     survey.Survey                         // in the season before
	questions map[survey.QuestionID]survey.Question // that ask the same, by the ids of those
	members   map[survey.MemberID]survey.MemberID   // by who they were
}

// hiddenNext makes the season with its survey.
func (d *DB) hiddenNext(ctx context.Context, f survey.Following, now time.Time) (n nextSeason, err error) {
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		before, err := t.Season(ctx, int64(f.From))
		if err != nil {
			return missing(err)
		}
		sizes, err := t.FormSettings(ctx, int64(f.From))
		if err != nil {
			return err
		}
		n = nextSeason{season: survey.Season{Club: survey.ClubID(before.ClubID), Name: f.Name, Before: f.From}, members: map[survey.MemberID]survey.MemberID{}}
		if err := d.insertSeason(ctx, t, &n.season, sizes, now); err != nil {
			return err
		}
		n.season.Closed = before.Closed
		if err := one(t.ChangeSeason(ctx, query.ChangeSeasonParams{ID: int64(n.season.ID), Name: n.season.Name, Closed: before.Closed})); err != nil {
			return err
		}
		if n.asked, err = surveyOf(ctx, t.Queries, f.From); err != nil {
			return err
		}
		if n.questions, err = copySurvey(ctx, t, n.asked, n.season.ID); err != nil {
			return err
		}
		return one(t.HideSeason(ctx, query.HideSeasonParams{ID: int64(n.season.ID), Gone: millis(time.Now().Add(nextUnseen))}))
	})
	return n, err
}

// showNext gives the season its cards and lets it be seen.
func (d *DB) showNext(ctx context.Context, n nextSeason, deck team.Deck, past []survey.SeasonID) (left team.Behind, err error) {
	id := int64(n.season.ID)
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		if _, err := freeName(ctx, t, int64(n.season.Club), n.season.Name); err != nil {
			return err
		}
		var cards team.Deck
		cards, left = deck.Following(team.Renaming{Asked: n.asked, Columns: columnsOf(n.asked, n.questions), Members: n.members, Past: past})
		text, err := encode(cards)
		if err != nil {
			return err
		}
		t.changes(n.season.ID)
		return errors.Join(t.SaveDeck(ctx, query.SaveDeckParams{ID: id, Deck: text}), one(t.ShowSeason(ctx, query.ShowSeasonParams{ID: id, Gone: goneAtOnce})), t.made(ctx, id))
	})
	return left, err
}

// copySurvey asks the same in a new season. Options keep their keys, so that rules and answers mean the same there. It returns the questions
// by the ids of those that they are copies of.
func copySurvey(ctx context.Context, t tx, asked survey.Survey, next survey.SeasonID) (map[survey.QuestionID]survey.Question, error) {
	copied := map[survey.QuestionID]survey.Question{}
	if err := t.InsertSurvey(ctx, query.InsertSurveyParams{SeasonID: int64(next), Title: "{}", Intro: "{}", Consent: "{}", Settings: "{}"}); err != nil {
		return nil, err
	}
	wording := survey.Survey{Season: next, Title: asked.Title, Intro: asked.Intro, Consent: asked.Consent, Settings: asked.Settings, Remind: asked.Remind}
	if err := saveSurvey(ctx, t, wording); err != nil {
		return nil, err
	}
	for i, q := range asked.Questions {
		option, err := nextOption(ctx, t, q)
		if err != nil {
			return nil, err
		}
		id, err := t.InsertQuestion(ctx, query.InsertQuestionParams{SeasonID: int64(next), Position: int64(i + 1), NextOption: option})
		if err != nil {
			return nil, err
		}
		was := q.ID
		q = asked.Copy(q, copied)
		q.ID, q.Version, q.Revision = survey.QuestionID(id), 1, 0
		copied[was] = q
		if err := insertVersion(ctx, t, q); err != nil {
			return nil, err
		}
	}
	return copied, nil
}

// nextOption is the key that a question's next option gets, which none ever had: of one that came in a file after the highest.
func nextOption(ctx context.Context, t tx, q survey.Question) (next int64, err error) {
	for _, o := range q.Options {
		next = max(next, int64(o.Key))
	}
	row, err := t.Question(ctx, int64(q.ID))
	if err == nil {
		next = max(next, row.NextOption-1)
	}
	return next + 1, ifThere(missing(err))
}

// columnsOf are the new names of the columns of a survey's questions.
func columnsOf(asked survey.Survey, copied map[survey.QuestionID]survey.Question) map[string]string {
	names := map[string]string{}
	for _, q := range asked.Questions {
		is := copied[q.ID].Blank()
		for i, was := range q.Blank() {
			names[was.Name] = is[i].Name
		}
	}
	return names
}

// copyMembers makes members of those who go on, as they are when it is their turn.
func (d *DB) copyMembers(ctx context.Context, n nextSeason, f survey.Following, now time.Time) error {
	if f.Members == survey.CarryNone {
		return nil
	}
	var rows []query.Member
	goes := func(survey.MemberID) bool { return true }
	err := d.snapshot(ctx, func(t tx) (err error) {
		if rows, err = t.Members(ctx, int64(f.From)); err == nil && f.Members == survey.CarryTeam {
			goes, err = inTeams(ctx, t, f.From)
		}
		return err
	})
	rows = slices.DeleteFunc(rows, func(r query.Member) bool { return !goes(survey.MemberID(r.ID)) })
	for err == nil && len(rows) > 0 {
		var copied map[survey.MemberID]survey.MemberID
		var passed int
		err = d.updateLazily(ctx, func(ctx context.Context, t tx) (err error) {
			copied, passed, err = copySome(ctx, t, n, f, rows, now, d.sliceTime)
			return err
		})
		rows = rows[passed:]
		maps.Copy(n.members, copied)
	}
	return err
}

// copySome copies the first of the members, until so much time has gone. It returns those who were copied, and how many rows it has passed.
func copySome(ctx context.Context, t tx, n nextSeason, f survey.Following, rows []query.Member, now time.Time, most time.Duration) (copied map[survey.MemberID]survey.MemberID, passed int, err error) {
	copied = map[survey.MemberID]survey.MemberID{}
	v, err := versionsOf(ctx, t, n.season.ID)
	if err != nil {
		return nil, 0, err
	}
	for end := time.Now().Add(most); passed < len(rows) && (passed == 0 || time.Now().Before(end)); passed++ {
		row, err := t.Member(ctx, rows[passed].ID)
		if err := ifThere(err); err != nil {
			return nil, passed, err
		}
		m := member(row)
		if err != nil || !m.Active() {
			continue
		}
		is, err := addMember(ctx, t, survey.Member{Season: n.season.ID, Name: m.Name, Email: m.Email, Ref: m.Ref}, now)
		if err != nil {
			return nil, passed, err
		}
		copied[m.ID] = is.ID
		err = errors.Join(t.CopyDevices(ctx, query.CopyDevicesParams{NewMember: int64(is.ID), OldMember: row.ID}),
			t.CopyKnownEmail(ctx, query.CopyKnownEmailParams{NewMember: int64(is.ID), OldMember: row.ID}))
		if err == nil && f.Answers {
			err = offerAnswers(ctx, t, v, n, m.ID, is.ID)
		}
		if err != nil {
			return nil, passed, err
		}
	}
	return copied, passed, nil
}

// inTeams tells who is in a published team of a season.
func inTeams(ctx context.Context, t tx, season survey.SeasonID) (func(survey.MemberID) bool, error) {
	var lineup team.Lineup
	row, err := t.RosterLineup(ctx, int64(season))
	if err == nil {
		err = decode(row.Lineup, &lineup)
	}
	at := lineup.Finder()
	return func(id survey.MemberID) bool { return at(id) >= 0 }, missing(err)
}

// offerAnswers puts what a member answered into a draft that nobody has saved: it counts for nothing, not even as begun, until the member does.
func offerAnswers(ctx context.Context, t tx, v versions, n nextSeason, was, is survey.MemberID) error {
	row, err := t.Response(ctx, int64(was))
	if err != nil {
		return ifThere(err)
	}
	r, err := response(row)
	if err != nil {
		return err
	}
	carried, err := n.asked.CarryAll(map[survey.MemberID]survey.Response{was: r}, func() ([]survey.Question, error) { return questionVersions(ctx, t.Queries, n.asked.Season) })
	if err != nil {
		return err
	}
	draft := carried[was].Answers.Offered(n.questions)
	if len(draft) == 0 {
		return nil
	}
	return saveResponse(ctx, t, v, survey.Response{Member: is, Season: n.season.ID, Draft: draft, Lang: r.Lang})
}
