package web_test

import (
	"fmt"
	"testing"
	"time"

	"dure/ml/fit"
	"dure/survey"
	"dure/web/job"
)

// pastSeasons has the club learn from a file of past seasons.
func (s *site) pastSeasons() {
	s.Helper()
	file, err := s.db.StoreHistory(s.Context(), fit.File{Club: s.club.ID, By: s.owner.ID, Name: "past.csv", Data: s.pastData()}, s.now)
	s.must("keep the file", err)
	s.must("name its columns", s.db.MapHistory(s.Context(), file, `{"columns":["season","team","as:Plans","as:Energy","out","rating"]}`))
}

// usedModel trains a model from a file of past seasons, outside of the queue, and has the club use it.
func (s *site) usedModel() {
	s.Helper()
	ctx := s.Context()
	s.pastSeasons()
	id, err := s.db.CreateModel(ctx, s.club.ID, []byte(`{"seed":1}`), s.now)
	s.must("make a version", err)
	s.must("train it", job.Train(ctx, s.db, id, func() time.Time { return s.now }))
}

// observed is how many ratings the model in use has learned from since it was trained, and what it then expects of the season's first team.
func (s *site) observed() (n int, expected float64) {
	s.Helper()
	ctx := s.Context()
	m, _, err := job.LoadModel(ctx, s.db, s.club.ID)
	s.must("load the model", err)
	past, err := s.db.FitHistory(ctx, s.club.ID)
	s.must("read the past", err)
	m, n, err = job.Observed(m, past)
	s.must("learn on", err)
	of, _, _ := job.Placed(past[0])
	scorer, err := m.Scorer(m.MembersTable(of.Survey, of.Members, of.Responses))
	s.must("ready the model", err)
	return n, scorer.Expect([]int32{0, 1, 2, 3}).Value
}

// Ratings that arrive after the training are learned from, five at a time, until their members are erased.
func TestRatingsThatArriveAreLearnedFrom(t *testing.T) {
	s := newSite(t)
	teams := s.ratedSeason()
	s.usedModel()
	v := s.organizer()
	if n, _ := s.observed(); n != 0 {
		t.Errorf("right after the training %d ratings are fresh", n)
	}
	_, before := s.observed()
	s.must("change a rating", s.db.SaveFeedback(t.Context(), teams[0][0].ID, survey.MainFeedback, survey.Opinion{Fit: 5, Again: survey.AgainYes}, s.now))
	if n, again := s.observed(); n != 0 || again != before {
		t.Errorf("a rating that was learned and is changed makes %d fresh ones and %v, want none and %v", n, again, before)
	}
	late := s.lateTeam(6)
	rate := func(members []survey.Member) {
		for _, m := range members {
			s.must("give feedback", s.db.SaveFeedback(t.Context(), m.ID, survey.MainFeedback, survey.Opinion{Fit: 1, Again: survey.AgainNo}, s.now))
		}
	}
	rate(late[:4])
	if n, after := s.observed(); n != 0 || after != before {
		t.Errorf("with four fresh ratings %d are learned from and %v is expected, before it was %v", n, after, before)
	}
	rate(late[4:])
	if n, after := s.observed(); n != 5 || after == before {
		t.Errorf("with six fresh ratings %d are learned from and %v is expected, before it was %v", n, after, before)
	}
	v.get(s.at("/fit")).want(200, "6 ratings have come in since the last training", "already learned from 5 of them")

	s.must("erase", s.db.EraseMember(t.Context(), late[0].ID, false, nil, s.now))
	s.must("erase", s.db.EraseMember(t.Context(), late[1].ID, false, nil, s.now))
	if n, _ := s.observed(); n != 0 {
		t.Errorf("with two of the six erased %d ratings are learned from, want none below five", n)
	}
	s.must("erase", s.db.EraseMember(t.Context(), teams[0][0].ID, false, nil, s.now))
	v.get(s.at("/fit")).want(200, "withdrawn")
	if m, _, err := job.LoadModel(t.Context(), s.db, s.club.ID); err == nil {
		t.Errorf("a model is in use that learned from somebody who was erased: %+v", m.Report().VerdictFact)
	}
}

// lateTeam publishes the roster anew with one more team, of n members who answered.
func (s *site) lateTeam(n int) []survey.Member {
	s.Helper()
	asked, err := s.db.Survey(s.Context(), s.season.ID)
	s.must("read the survey", err)
	members := s.roster(n)[0]
	for _, m := range members {
		plans, energy := 2.0, 3.0
		s.say(m, survey.Answers{asked.Questions[0].ID: {Version: 1, Number: &plans}, asked.Questions[1].ID: {Version: 1, Number: &energy}})
	}
	return members
}

// The model's view of a proposal: each team's chance with its uncertainty, the reasons, and trades as sentences.
func TestPredictedFitOfAProposal(t *testing.T) {
	s := newSite(t)
	teams := s.ratedSeason()
	id := s.divided("Second", teams[2], teams[0], nil, teams[1])
	page := s.at("/proposals/%d/fit", id)
	v := s.organizer()
	v.get(page).want(404)
	v.get(s.at("/proposals/%d", id)).want(200).lacks("Predicted fit")
	s.usedModel()
	v.get(s.at("/proposals/%d", id)).want(200, `href="`+page+`"`)
	v.get(page+"?team=2").want(200, "Predicted fit of Second", "Why Team 2 is at", "Plans", "Swap ", " ± ", fmt.Sprintf("/proposals/%d/move?member=", id))
	v.get(page).want(200, page+"?team=1", page+"?team=4").lacks(page + "?team=3")
	v.get(page+"?team=99").want(200, "Why Team")
	v.get(page+"?team=x").want(200, "Why Team")
	v.lang = "ko"
	v.get(page).want(200, "Second의 예상 적합도", "맞바꾸기", "인 까닭")
	s.colleague(survey.Viewer).get(page).want(200, "Swap ").lacks("/move?member=")
}

// versions returns the club's versions of the model, the newest first.
func (s *site) versions() []fit.Version {
	s.Helper()
	all, err := s.db.Models(s.Context(), s.club.ID)
	s.must("read the versions", err)
	return all
}

// A training is queued, stopped, and goes on; one at a time. What is not done yet is not used.
func TestTrainStopAndGoOn(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	v.post(s.at("/fit/train"), nil).want(422, "There are no rated teams yet.")
	if all := s.versions(); len(all) != 0 {
		t.Fatalf("without a past season the club has %d versions, want none", len(all))
	}
	s.pastSeasons()
	v.post(s.at("/fit/train"), nil).want(200, "data-live", "Stop", `http-equiv="refresh"`)
	v.post(s.at("/fit/train"), nil).want(422, "A training is under way.")
	all := s.versions()
	if len(all) != 1 || all[0].State != survey.JobQueued {
		t.Fatalf("after training was asked for twice the versions are %+v, want one that waits", all)
	}
	of := s.at("/fit/models/%d", all[0].ID)
	v.get(of).want(404)
	v.post(of+"/resume", nil).want(422)
	v.post(of+"/use", nil).want(422, "Teams cannot be formed with this version.")
	v.post(of+"/stop", nil).want(200, "disabled")
	if m := s.versions()[0]; !m.Stop {
		t.Errorf("after the button the version is %+v, want one that is asked to stop", m)
	}
	s.must("end the training", s.db.StopModel(t.Context(), all[0].ID))
	v.get(s.at("/fit")).want(200, "Go on", "Train anew").lacks("data-live")
	s.colleague(survey.Viewer).get(s.at("/fit")).want(200, "Version 1").lacks("Go on", "Train anew")
	v.post(of+"/resume", nil).want(200, "data-live")
	if m := s.versions()[0]; m.State != survey.JobQueued || m.Stop {
		t.Errorf("a version that goes on is %+v, want one that waits", m)
	}
	stranger := s.stranger()
	for _, what := range []string{"/stop", "/resume", "/use"} {
		stranger.post(of+what, nil).want(404)
		v.post(s.at("/fit/models/999%s", what), nil).want(404)
		v.post(s.at("/fit/models/x%s", what), nil).want(404)
	}
}

// The club uses a version, none, and the version again. What it predicts stands beside what came in a season that it has not seen.
func TestUseAVersion(t *testing.T) {
	s := newSite(t)
	s.usedModel()
	v := s.organizer()
	used := func() bool { return s.versions()[0].InUse }
	id := s.versions()[0].ID
	of := s.at("/fit/models/%d", id)
	v.get(of).want(200, "What version 1 can tell", "Plans", "Energy", `class="chart"`)
	v.lang = "ko"
	v.get(of).want(200, "Plans", `class="chart"`)
	v.lang = "en"
	v.get(s.at("/fit")).want(200, "in use", "Use no model").lacks("What was predicted, and what came")
	v.post(s.at("/fit/none"), nil).want(200).lacks("in use")
	if used() {
		t.Error("the version is in use after the club chose none")
	}
	v.post(of+"/use", nil).want(200, "in use")
	if !used() {
		t.Error("the version that was put back is not in use")
	}

	s.ratedSeason()
	v.get(s.at("/fit")).want(200, "What was predicted, and what came", `<th scope="row">Spring</th><td class="num">1</td><td class="num">12</td>`)
}
