package db

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/survey"
)

// published makes a season whose roster has the named teams of so many members each, and opens the main round.
func published(t *testing.T, d *DB, sizes ...int) (survey.Season, [][]survey.MemberID) {
	t.Helper()
	ctx := t.Context()
	_, season := newSeason(t, d)
	var teams [][]survey.MemberID
	var l team.Lineup
	for i, n := range sizes {
		var ids []survey.MemberID
		for j := range n {
			ids = append(ids, newMember(t, d, season.ID, fmt.Sprintf("m%d-%d", i, j)).ID)
		}
		teams = append(teams, ids)
		l.Teams = append(l.Teams, team.SavedTeam{Name: fmt.Sprintf("Team %d", i+1), Members: ids})
	}
	id := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "First", json.RawMessage(`{}`), now))
	ok(t, d.Finish(ctx, id, nil, l, now))
	ok(t, d.Publish(ctx, id, now))
	r := round(t, d, season.ID, survey.MainFeedback)
	ok(t, d.SaveFeedbackRound(ctx, r.OpenNow(now), now))
	return season, teams
}

func round(t *testing.T, d *DB, season survey.SeasonID, kind survey.FeedbackKind) survey.FeedbackRound {
	t.Helper()
	for _, r := range must[[]survey.FeedbackRound](t)(d.FeedbackRounds(t.Context(), season)) {
		if r.Kind == kind {
			return r
		}
	}
	t.Fatalf("season %d has no round of kind %s", season, kind)
	return survey.FeedbackRound{}
}

func opinion(fit int) survey.Opinion {
	again := survey.AgainYes
	if fit < 3 {
		again = survey.AgainNo
	}
	return survey.Opinion{Fit: fit, Again: again, HelpedText: fmt.Sprintf("text %d", fit)}
}

// tell gives the members' feedback.
func tell(t *testing.T, d *DB, fit int, members ...survey.MemberID) {
	t.Helper()
	for _, id := range members {
		ok(t, d.SaveFeedback(t.Context(), id, survey.MainFeedback, opinion(fit), now))
	}
}

func results(t *testing.T, d *DB, season survey.SeasonID, at time.Time) survey.FeedbackResults {
	t.Helper()
	given := must[[]survey.Feedback](t)(d.Feedback(t.Context(), season, survey.MainFeedback))
	return survey.SumUpFeedback(round(t, d, season, survey.MainFeedback), given, at)
}

func testFeedbackRounds(t *testing.T, d *DB) {
	ctx := t.Context()
	p, _ := formed(t, d)
	r := survey.FeedbackRound{Season: p.Season, Kind: survey.MainFeedback, Opens: now, Closes: now.Add(time.Hour)}
	if err := d.SaveFeedbackRound(ctx, r, now); !isInvalid(err, "") {
		t.Errorf("a round without a roster: %v", err)
	}
	ok(t, d.Publish(ctx, p.ID, now))
	planned := must[[]survey.FeedbackRound](t)(d.FeedbackRounds(ctx, p.Season))
	if len(planned) != 2 || planned[0].Kind != survey.Pulse || !planned[0].Opens.Equal(now.AddDate(0, 0, 21)) ||
		!planned[1].Opens.Equal(now.AddDate(0, 0, 42)) || planned[0].Key == planned[1].Key || planned[0].Key == "" {
		t.Errorf("planned on publishing: %+v", planned)
	}
	ok(t, d.SaveFeedbackRound(ctx, r, now))
	ok(t, d.Publish(ctx, p.ID, now.Add(time.Minute)))
	if got := round(t, d, p.Season, survey.MainFeedback); !got.Opens.Equal(now) {
		t.Errorf("publishing again moved the round to %v, want %v", got.Opens, now)
	}
	ok(t, d.Unpublish(ctx, p.Season))
	if got := must[[]survey.FeedbackRound](t)(d.FeedbackRounds(ctx, p.Season)); len(got) != 0 {
		t.Errorf("after unpublishing: %+v", got)
	}
	r.Closes = r.Opens
	if err := d.SaveFeedbackRound(ctx, r, now); !isInvalid(err, "closes") {
		t.Errorf("a round that closes as it opens: %v", err)
	}
}

func testFeedback(t *testing.T, d *DB) {
	ctx := t.Context()
	season, teams := published(t, d, 3, 1)
	a := teams[0][0]
	about := must[survey.FeedbackTeam](t)(d.FeedbackTeam(ctx, a))
	if about.Number != 0 || !cmp.Equal(about.People, teams[0]) {
		t.Errorf("the team of the first member: %+v", about)
	}
	ok(t, d.SaveFeedbackDraft(ctx, a, survey.MainFeedback, survey.Opinion{Fit: 2}, now))
	given := must[map[survey.FeedbackKind]survey.Feedback](t)(d.MemberFeedback(ctx, a))[survey.MainFeedback]
	if given.Current().Fit != 2 || given.Answers != nil || !given.Submitted.IsZero() {
		t.Errorf("a draft: %+v", given)
	}
	if err := d.SaveFeedback(ctx, a, survey.MainFeedback, survey.Opinion{Fit: 2}, now); !isInvalid(err, "again") {
		t.Errorf("half an opinion: %v", err)
	}
	o := opinion(4)
	o.Shares = map[survey.MemberID]int{teams[0][0]: 100, teams[0][1]: 100, teams[1][0]: 100}
	if err := d.SaveFeedback(ctx, a, survey.MainFeedback, o, now); !isInvalid(err, "shares") {
		t.Errorf("shares of another team: %v", err)
	}
	tell(t, d, 4, a)
	given = must[map[survey.FeedbackKind]survey.Feedback](t)(d.MemberFeedback(ctx, a))[survey.MainFeedback]
	if given.Draft != nil || !given.Answered(about) || given.Shown != nil {
		t.Errorf("submitted: %+v", given)
	}
	if err := d.SaveFeedback(ctx, a, survey.Pulse, opinion(3), now); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("a pulse that is not open: %v", err)
	}
	ok(t, d.DropMember(ctx, a, now))
	if err := d.SaveFeedback(ctx, a, survey.MainFeedback, opinion(3), now); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("feedback of a dropped member: %v", err)
	}
	stray := newMember(t, d, season.ID, "stray").ID
	if err := d.SaveFeedback(ctx, stray, survey.MainFeedback, opinion(3), now); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("feedback of a member without a team: %v", err)
	}
	late := now.AddDate(1, 0, 0)
	if err := d.SaveFeedbackDraft(ctx, teams[0][1], survey.MainFeedback, opinion(3), late); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("feedback after the close: %v", err)
	}
}

// No view may differ from another by fewer than five answers.
func testFeedbackBatches(t *testing.T, d *DB) {
	season, teams := published(t, d, 6, 6)
	tell(t, d, 4, teams[0][:4]...)
	if got := results(t, d, season.ID, now); got.Answered != 4 || got.Shown != 0 || got.Mean != 0 || got.HelpedTexts != nil {
		t.Errorf("four answers show %+v", got)
	}
	tell(t, d, 4, teams[1][0])
	first := results(t, d, season.ID, now)
	if first.Shown != 5 || first.Fit != [5]int{0, 0, 0, 5, 0} || first.Again != 5 || len(first.HelpedTexts) != 5 {
		t.Errorf("five answers show %+v", first)
	}
	tell(t, d, 1, teams[1][1], teams[0][0], teams[1][2], teams[1][3])
	if got := results(t, d, season.ID, now); got.Answered != 8 || !cmp.Equal(got.Fit, first.Fit) || !cmp.Equal(got.HelpedTexts, first.HelpedTexts) {
		t.Errorf("three new answers and a changed one change the figures: %+v, before %+v", got, first)
	}
	tell(t, d, 1, teams[1][4])
	if got := results(t, d, season.ID, now); got.Shown != 9 || got.Fit != [5]int{5, 0, 0, 4, 0} {
		t.Errorf("five new or changed answers show %+v", got)
	}
}

func testFeedbackTeams(t *testing.T, d *DB) {
	ctx := t.Context()
	season, teams := published(t, d, 6, 5, 3)
	closed := now.AddDate(0, 1, 0)
	for _, ids := range teams[:2] {
		tell(t, d, 5, ids...)
	}
	verdicts := func(at time.Time) []survey.FeedbackVerdict {
		t.Helper()
		return must[[]survey.FeedbackVerdict](t)(d.FeedbackVerdicts(ctx, round(t, d, season.ID, survey.MainFeedback), at))
	}
	if got := verdicts(now); len(got) != 2 || got[0].Trouble() || got[1].Trouble() {
		t.Errorf("two complete teams that fit: %+v", got)
	}
	tell(t, d, 1, teams[2][:2]...)
	if got := verdicts(closed); len(got) != 2 {
		t.Errorf("two answers of three judge a team: %+v", got)
	}
	tell(t, d, 1, teams[2][2])
	if got := verdicts(now); len(got) != 3 || !got[2].Low {
		t.Errorf("a complete team that does not fit: %+v", got)
	}
	tell(t, d, 5, teams[2]...)
	if got := verdicts(closed); len(got) != 3 || !got[2].Low {
		t.Errorf("a verdict turned: %+v", got)
	}
	if got := results(t, d, season.ID, now); got.Teams != nil {
		t.Errorf("an open round shows teams: %+v", got.Teams)
	}
	// 10 of the first batches are shown, and 4 wait: team figures must leave none or five.
	for _, tf := range results(t, d, season.ID, closed).Teams {
		if tf.Shown < survey.MinTotal {
			t.Errorf("a team of %d answers is shown", tf.Shown)
		}
	}
	r := round(t, d, season.ID, survey.MainFeedback)
	r.Closes = closed.Add(time.Hour)
	ok(t, d.SaveFeedbackRound(ctx, r, closed))
	if r = round(t, d, season.ID, survey.MainFeedback); !r.SeasonOnly {
		t.Error("a round that opened again goes on to show teams")
	}
}

func testEraseWithFeedback(t *testing.T, d *DB) {
	ctx := t.Context()
	season, teams := published(t, d, 6, 6)
	sv := openSurvey(t, d, season.ID, survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2})
	gone, mate := teams[0][0], teams[0][1]
	for _, id := range teams[0] {
		o := opinion(5)
		o.Shares = map[survey.MemberID]int{}
		for _, of := range teams[0] {
			o.Shares[of] = survey.EvenShare
		}
		ok(t, d.SaveFeedback(ctx, id, survey.MainFeedback, o, now))
	}
	tell(t, d, 3, teams[1]...)
	ok(t, d.SaveResponse(ctx, survey.Response{Member: mate, Answers: survey.Answers{sv.Questions[0].ID: {Wished: []string{"M0-0", "m1-1"}}}}, now))
	e := must[survey.Erasure](t)(d.Erasure(ctx, gone))
	if len(e.Seasons) != 1 || e.Seasons[0].Feedback != 1 || e.Seasons[0].Proposals != 1 ||
		!e.Seasons[0].Published || e.Seasons[0].Answers {
		t.Errorf("what would be erased: %+v", e)
	}
	before := results(t, d, season.ID, now)
	ok(t, d.EraseMember(ctx, gone, false, nil, now))
	after := results(t, d, season.ID, now)
	if before.Shown-after.Shown < survey.MinTotal {
		t.Errorf("erasing one took the figures from %d answers to %d", before.Shown, after.Shown)
	}
	for _, f := range must[[]survey.Feedback](t)(d.Feedback(ctx, season.ID, survey.MainFeedback)) {
		if _, rated := f.Answers.Shares[gone]; rated || cmp.Equal(f.Answers.Team.People, teams[0]) || f.Member == gone {
			t.Errorf("feedback still names the erased member: %+v", f)
		}
	}
	r := must[survey.Response](t)(d.Response(ctx, mate))
	if got := r.Answers[sv.Questions[0].ID].Wished; !cmp.Equal(got, []string{"m1-1"}) {
		t.Errorf("wishes after erasing: %v", got)
	}
	if s := round(t, d, season.ID, survey.MainFeedback); !s.SeasonOnly {
		t.Error("team figures go on after one of a team is erased")
	}
}

func testEraseEverywhere(t *testing.T, d *DB) {
	ctx := t.Context()
	o, first := newSeason(t, d)
	second := must[survey.Season](t)(d.CreateSeason(ctx, first.Club, "Autumn", now.AddDate(0, 6, 0)))
	a, b := newMember(t, d, first.ID, "ara"), newMember(t, d, second.ID, "ara")
	other := must[survey.Club](t)(d.CreateClub(ctx, o.ID, "Other", "", now))
	third := must[survey.Season](t)(d.CreateSeason(ctx, other.ID, "Spring", now))
	c := newMember(t, d, third.ID, "ara")
	if e := must[survey.Erasure](t)(d.Erasure(ctx, b.ID)); len(e.Seasons) != 2 || e.Seasons[0].Season != "Autumn" || e.Seasons[1].Member.ID != a.ID {
		t.Errorf("the seasons of a person: %+v", e)
	}
	ok(t, d.EraseMember(ctx, b.ID, true, nil, now))
	for _, m := range []survey.Member{a, b} {
		if _, err := d.Member(ctx, m.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("member %d after erasing everywhere: %v", m.ID, err)
		}
	}
	must[survey.Member](t)(d.Member(ctx, c.ID))
}

// An import that somebody was told is under way is not taken away by an erasing, which waits for it.
func testEraseDuringImport(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	m := newMember(t, d, season.ID, "ara")
	id := startedImport(t, d, season, o.ID)
	for _, state := range []survey.JobState{survey.JobQueued, survey.JobRunning} {
		if im := must[survey.Import](t)(d.Import(ctx, id)); im.State != state {
			t.Fatalf("the import is %s, want %s", im.State, state)
		}
		if err := d.EraseMember(ctx, m.ID, true, nil, now); !isInvalid(err, "") {
			t.Errorf("erase a member while an import is %s: %v, want that it is to wait", state, err)
		}
		if e := must[survey.Erasure](t)(d.Erasure(ctx, m.ID)); !e.Running {
			t.Errorf("before an erasing nothing says that it waits for an import that is %s", state)
		}
		ok(t, d.SetImportProgress(ctx, id, `{"rows":1}`))
	}
	must[survey.Member](t)(d.Member(ctx, m.ID))
	rows := []survey.Imported{{Member: survey.Member{Name: "Bo", Ref: "12"}}}
	if done := must[survey.Imports](t)(d.ApplyImport(ctx, id, rows, nil, now)); done.Added != 1 {
		t.Errorf("the import added %d members, want 1", done.Added)
	}
	if e := must[survey.Erasure](t)(d.Erasure(ctx, m.ID)); e.Running {
		t.Error("an erasing is to wait for an import that has ended")
	}
	ok(t, d.EraseMember(ctx, m.ID, true, nil, now))
}

func testFitHistory(t *testing.T, d *DB) {
	ctx := t.Context()
	season, teams := published(t, d, 3, 2)
	if got := must[[]survey.PastSeason](t)(d.FitHistory(ctx, season.Club)); len(got) != 0 {
		t.Errorf("history without ratings: %+v", got)
	}
	sv := openSurvey(t, d, season.ID, scale("a"))
	ok(t, d.SaveResponse(ctx, survey.Response{Member: teams[0][2], Answers: survey.Answers{sv.Questions[0].ID: {Number: new(2.0)}}}, now))
	tell(t, d, 4, teams[0][0], teams[0][1])
	got := must[[]survey.PastSeason](t)(d.FitHistory(ctx, season.Club))
	if len(got) != 1 || len(got[0].Members) != 5 || len(got[0].Survey.Questions) != 1 || len(got[0].Responses) != 1 {
		t.Fatalf("history: %+v", got)
	}
	want := []survey.PastTeam{{Proposal: got[0].Teams[0].Proposal, Members: teams[0], Ratings: []survey.Rating{
		{Member: teams[0][0], Fit: 4, Again: true, Given: now}, {Member: teams[0][1], Fit: 4, Again: true, Given: now}}}}
	if diff := cmp.Diff(want, got[0].Teams); diff != "" {
		t.Errorf("rated teams (-want +got):\n%s", diff)
	}
}
