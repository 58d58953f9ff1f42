package db

import (
	"errors"
	"testing"
	"time"

	"dure/survey"
)

// Two devices that answer different questions about the team both keep what they say, drafts and what is sent; the same question is not overwritten.
func testFeedbackOfTwoDevices(t *testing.T, d *DB) {
	_, teams := published(t, d, 4)
	m := teams[0][0]
	read := func(of survey.Opinion) survey.Doer { return survey.Doer{Kind: survey.ByMember, Read: of.Mark()} }
	kept := func() survey.Feedback {
		return must[map[survey.FeedbackKind]survey.Feedback](t)(d.MemberFeedback(t.Context(), m))[survey.MainFeedback]
	}
	empty := survey.Doing(t.Context(), read(survey.Opinion{}))
	ok(t, d.SaveFeedbackDraft(empty, m, survey.MainFeedback, survey.Opinion{Fit: 4}, now))
	ok(t, d.SaveFeedbackDraft(empty, m, survey.MainFeedback, survey.Opinion{HelpedText: "tea"}, now))
	if got := kept().Draft; got.Fit != 4 || got.HelpedText != "tea" {
		t.Errorf("two devices' drafts make %+v, want both answers", got)
	}
	if err := d.SaveFeedbackDraft(empty, m, survey.MainFeedback, survey.Opinion{HelpedText: "cake"}, now); !errors.Is(err, survey.ErrStale) || kept().Draft.HelpedText != "tea" {
		t.Errorf("the same question from elsewhere: %v, kept %+v; want it refused", err, kept().Draft)
	}
	ok(t, d.SaveFeedback(survey.Doing(t.Context(), read(survey.Opinion{Fit: 4})), m, survey.MainFeedback, survey.Opinion{Fit: 4, Again: survey.AgainYes}, now))
	if got := kept().Answers; got == nil || got.HelpedText != "tea" || got.Again != survey.AgainYes {
		t.Errorf("sent is %+v, want the other device's words in it", got)
	}
}

// What is said of teammates makes no figures of organizers, goes with whom it is about, and is told to nobody any more once its round opened again or
// somebody who said something was erased.
func testPeers(t *testing.T, d *DB) {
	ctx := t.Context()
	season, teams := published(t, d, 5, 5)
	r := round(t, d, season.ID, survey.MainFeedback)
	r.Peers = true
	ok(t, d.SaveFeedbackRound(survey.Doing(ctx, survey.Doer{Kind: survey.ByOrganizer, At: now}), r, now))
	if acts := must[[]survey.Act](t)(d.Acts(ctx, season.Club, survey.ActFilter{What: survey.ChangedPeers, Most: 9})); len(acts) != 1 || acts[0].What != survey.ChangedPeers {
		t.Errorf("the log has %+v, want that members are asked about each other", acts)
	}
	about := teams[0][0]
	say := func(by survey.MemberID, comment string) {
		o := opinion(4)
		o.Peers = map[survey.MemberID]survey.Peer{about: {Comment: comment}}
		ok(t, d.SaveFeedback(ctx, by, survey.MainFeedback, o, now))
	}
	tell(t, d, 4, about)
	for _, id := range teams[0][1:] {
		say(id, "steady")
	}
	tell(t, d, 4, teams[1][:4]...)
	shown := func() int { return results(t, d, season.ID, now).Shown }
	if got := shown(); got != 5 {
		t.Errorf("%d answers are in the figures, want 5", got)
	}
	before := must[[]survey.Feedback](t)(d.Feedback(ctx, season.ID, survey.MainFeedback))
	for _, id := range teams[0][1:] {
		say(id, "steady as ever")
	}
	if got := shown(); got != 5 {
		t.Errorf("after changes to what teammates said %d answers are in the figures, want 5 as before of %d", got, len(before))
	}
	closed := r.CloseNow(now)
	told := func() (survey.PeersSaid, bool) {
		given := must[[]survey.Feedback](t)(d.Feedback(ctx, season.ID, survey.MainFeedback))
		return survey.PeersOf(round(t, d, season.ID, survey.MainFeedback), given, must[survey.FeedbackTeam](t)(d.FeedbackTeam(ctx, about)), about, now.Add(time.Hour))
	}
	ok(t, d.SaveFeedbackRound(ctx, closed, now))
	if said, yes := told(); !yes || said.Raters != 4 || len(said.Comments) != 4 {
		t.Errorf("after the close %+v (%t) is told, want four comments", said, yes)
	}
	ok(t, d.EraseMember(ctx, teams[0][4], false, nil, now.Add(time.Hour)))
	if said, yes := told(); yes {
		t.Errorf("after one who said something was erased %+v is told", said)
	}
	ok(t, d.EraseMember(ctx, about, false, nil, now.Add(time.Hour)))
	for _, f := range must[[]survey.Feedback](t)(d.Feedback(ctx, season.ID, survey.MainFeedback)) {
		if _, there := f.Answers.Peers[about]; there {
			t.Errorf("what %d said of the erased one is still there", f.Member)
		}
	}
}
