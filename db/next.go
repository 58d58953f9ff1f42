package db

import (
	"context"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// BeginNext makes a season of the club of an earlier one, with its survey, not open yet; its cards as deck has them; the settings to form
// teams, and whether the list is closed; and those of its members who go on, under new links. Past are the club's seasons whose teams were published. Left is
// what of the cards is on something that is not there any more, and did not come along. A name that a season of the club has is refused.
func (d *DB) BeginNext(ctx context.Context, f survey.Following, deck team.Deck, past []survey.SeasonID, now time.Time) (next survey.Season, left team.Behind, err error) {
	if err := f.Members.Check(); err != nil {
		return next, left, err
	}
	err = d.update(ctx, func(ctx context.Context, t tx) error {
		before, err := t.Season(ctx, int64(f.From))
		if err != nil {
			return missing(err)
		}
		sizes, err := t.FormSettings(ctx, int64(f.From))
		if err != nil {
			return err
		}
		next = survey.Season{Club: survey.ClubID(before.ClubID), Name: f.Name, Before: f.From}
		if err := d.insertSeason(ctx, t, &next, sizes, now); err != nil {
			return err
		}
		if next.Closed = before.Closed; next.Closed {
			if err := one(t.ChangeSeason(ctx, query.ChangeSeasonParams{ID: int64(next.ID), Name: next.Name, Closed: true})); err != nil {
				return err
			}
		}
		left, err = carry(ctx, t, f, next.ID, deck, past, now)
		return err
	})
	return next, left, wrap(err, "begin a season after season %d", f.From)
}

// carry fills a new season with what it has of the one before, and returns what of the cards it cannot have.
func carry(ctx context.Context, t tx, f survey.Following, next survey.SeasonID, deck team.Deck, past []survey.SeasonID, now time.Time) (left team.Behind, err error) {
	asked, err := surveyOf(ctx, t.Queries, f.From)
	if err != nil {
		return left, err
	}
	questions, err := copySurvey(ctx, t, asked, next)
	if err != nil {
		return left, err
	}
	members, err := copyMembers(ctx, t, f, next, now)
	if err != nil {
		return left, err
	}
	if f.Answers {
		if err := offerAnswers(ctx, t, asked, questions, members, next); err != nil {
			return left, err
		}
	}
	cards, left := deck.Following(team.Renaming{Asked: asked, Columns: columnsOf(asked, questions), Members: members, Past: past})
	text, err := encode(cards)
	if err != nil {
		return left, err
	}
	return left, t.SaveDeck(ctx, query.SaveDeckParams{ID: int64(next), Deck: text})
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

// copyMembers makes members of those who go on and returns them by who they were.
func copyMembers(ctx context.Context, t tx, f survey.Following, next survey.SeasonID, now time.Time) (map[survey.MemberID]survey.MemberID, error) {
	on := map[survey.MemberID]survey.MemberID{}
	if f.Members == survey.CarryNone {
		return on, nil
	}
	rows, err := t.Members(ctx, int64(f.From))
	if err != nil {
		return nil, err
	}
	goes := func(survey.MemberID) bool { return true }
	if f.Members == survey.CarryTeam {
		if goes, err = inTeams(ctx, t, f.From); err != nil {
			return nil, err
		}
	}
	for _, m := range each(rows, member) {
		if !m.Active() || !goes(m.ID) {
			continue
		}
		copied, err := addMember(ctx, t, survey.Member{Season: next, Name: m.Name, Email: m.Email, Ref: m.Ref}, now)
		if err != nil {
			return nil, err
		}
		if err := t.CopyDevices(ctx, query.CopyDevicesParams{NewMember: int64(copied.ID), OldMember: int64(m.ID)}); err != nil {
			return nil, err
		}
		if err := t.CopyKnownEmail(ctx, query.CopyKnownEmailParams{NewMember: int64(copied.ID), OldMember: int64(m.ID)}); err != nil {
			return nil, err
		}
		on[m.ID] = copied.ID
	}
	return on, nil
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

// offerAnswers puts what members answered into drafts that nobody has saved: it counts for nothing, not even as begun, until they do.
func offerAnswers(ctx context.Context, t tx, asked survey.Survey, copied map[survey.QuestionID]survey.Question, members map[survey.MemberID]survey.MemberID, next survey.SeasonID) error {
	given, err := responsesOf(ctx, t.Queries, asked.Season)
	if err != nil {
		return err
	}
	given, err = asked.CarryAll(given, func() ([]survey.Question, error) { return questionVersions(ctx, t.Queries, asked.Season) })
	if err != nil {
		return err
	}
	v, err := versionsOf(ctx, t, next)
	if err != nil {
		return err
	}
	for was, is := range members {
		r := given[was]
		draft := r.Answers.Offered(copied)
		if len(draft) == 0 {
			continue
		}
		if err := saveResponse(ctx, t, v, survey.Response{Member: is, Season: next, Draft: draft, Lang: r.Lang}); err != nil {
			return err
		}
	}
	return nil
}
