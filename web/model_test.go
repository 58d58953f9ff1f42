package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dure/ml/fit"
	"dure/survey"
	"dure/web/job"
)

// usedModel trains a model from a file of past seasons, outside of the queue, and has the club use it.
func (s *site) usedModel() {
	s.Helper()
	ctx := s.Context()
	data, err := os.ReadFile(pastFile(s.T))
	s.must("read the file", err)
	file, err := s.db.StoreHistory(ctx, fit.File{Club: s.club.ID, By: s.owner.ID, Name: filepath.Base("past.csv"), Data: data}, s.now)
	s.must("keep the file", err)
	s.must("name its columns", s.db.MapHistory(ctx, file, `{"columns":["season","team","as:Plans","as:Energy","out","rating"]}`))
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

	s.must("erase", s.db.EraseMember(t.Context(), late[0].ID, false, s.now))
	s.must("erase", s.db.EraseMember(t.Context(), late[1].ID, false, s.now))
	if n, _ := s.observed(); n != 0 {
		t.Errorf("with two of the six erased %d ratings are learned from, want none below five", n)
	}
	s.must("erase", s.db.EraseMember(t.Context(), teams[0][0].ID, false, s.now))
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
