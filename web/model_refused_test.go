package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/web/job"
)

// oldModel has the club use a model that was kept before a model had to beat the mean.
func (s *site) oldModel() fit.VersionID {
	s.Helper()
	data, err := os.ReadFile("testdata/theory.fit")
	s.must("read the model", err)
	m, err := fit.Load(bytes.NewReader(data))
	s.must("load the model", err)
	report, err := json.Marshal(m.Report())
	s.must("write its report", err)
	id, err := s.db.CreateModel(s.Context(), s.club.ID, []byte(`{"seed":1}`), s.now)
	s.must("make a version", err)
	s.must("keep it", s.db.FinishModel(s.Context(), id, fit.Trained{Report: report, Model: data, Data: "old", Use: true}, s.now))
	return id
}

// noise is a file of past seasons in which ratings follow nothing.
func noise(teams int) []byte {
	rng := rand.New(rand.NewPCG(5, 5))
	var b strings.Builder
	b.WriteString("term,team,Commitment,Energy,Gender,rating\n")
	for g := range teams {
		for range 4 {
			fmt.Fprintf(&b, "%d,T%d,%d,%d,f,%d\n", 2020+g%4, g, 1+rng.IntN(7), 1+rng.IntN(7), 1+rng.IntN(5))
		}
	}
	return []byte(b.String())
}

// A model that is in use and would now be refused is told of wherever it stood, is applied nowhere, and keeps nothing else from working.
func TestAModelInUseThatIsRefused(t *testing.T) {
	s := newSite(t)
	teams := s.ratedSeason()
	old := s.oldModel()
	use := s.at("/fit/models/%d/use", old)
	v := s.organizer()
	v.get(s.at("/fit")).want(200, "was in use and is not applied any more", "Rated teams so far: 20. Below 30 no model can be told from chance, the theory score neither.", "not used any more").
		lacks("Teams can be formed with it", ">in use<")
	v.lang = "ko"
	v.get(s.at("/fit")).want(200, "쓰던 버전이지만 이제는 쓰지 않습니다", "이론 점수를 포함해", "이제 쓰지 않음")
	v.lang = "en"
	v.get(s.at("/teams/rules/new?kind=fit")).want(404)
	v.post(s.at("/teams/rules?kind=fit"), url.Values{"strength": {"should"}, "share": {"20"}}).want(404)
	v.get(s.at("/teams")).want(200).lacks(`value="fit"`)

	apart := team.Rule{Kind: team.Apart, Members: []team.Text{team.Text(teams[0][0].ID.Code()), team.Text(teams[1][0].ID.Code())}}
	rules := []team.Rule{{Kind: team.Fit, Model: team.ClubModel, Share: 0.2}, apart}
	s.must("keep cards", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
		d.Kept = true
		for _, r := range rules {
			d.Add(r)
		}
		return nil
	}))
	v.get(s.at("/teams")).want(200, "is not used to form teams. Rated teams so far: 20.", "or leave the rule out").lacks("away from the mean is used")
	v.post(s.at("/proposals"), url.Values{"ideal": {"4"}}).want(422, "is not used to form teams. Rated teams so far: 20.")

	request, err := json.Marshal(team.Request{Rules: rules})
	s.must("write the request", err)
	id, err := s.db.CreateProposal(t.Context(), s.season.ID, "Formed before", request, s.now)
	s.must("make a proposal", err)
	var l team.Lineup
	for g, members := range teams {
		l.Teams = append(l.Teams, team.SavedTeam{Name: fmt.Sprint("Team ", g+1)})
		for _, m := range members {
			l.Teams[g].Members = append(l.Teams[g].Members, m.ID)
		}
	}
	s.must("finish it", s.db.Finish(t.Context(), id, json.RawMessage(`{}`), l, s.now))
	v.get(s.at("/proposals/%d", id)).want(200, "The rule “Fit” is not scored any more. Rated teams so far: 20.", "are in different teams").
		lacks("The teams are shown without scores", "Predicted fit is high", s.at("/proposals/%d/fit", id))
	v.get(s.at("/proposals/%d/fit", id)).want(404)
	v.post(s.at("/proposals/%d/again", id), url.Values{}).want(200, "is not used to form teams.")

	v.post(use, nil).want(422, "Teams cannot be formed with it. Rated teams so far: 20.")
	v.post(s.at("/fit/none"), nil).want(200, "Teams cannot be formed with it.")
	v.post(use, nil).want(422)
	if s.versions()[0].InUse {
		t.Error("a refused version is in use after the form was sent")
	}
	v.get(s.at("/proposals/%d", id)).want(200, "The rule “Fit” is not scored any more. The club uses no model.")
}

// What ratings by chance teach is never used, and the page says with figures why.
func TestNoiseIsRefused(t *testing.T) {
	s := newSite(t)
	ctx := t.Context()
	file, err := s.db.StoreHistory(ctx, fit.File{Club: s.club.ID, By: s.owner.ID, Name: "past.csv", Data: noise(45)}, s.now)
	s.must("keep the file", err)
	s.must("name its columns", s.db.MapHistory(ctx, file, `{"columns":["season","team","answer","answer","out","rating"]}`))
	id, err := s.db.CreateModel(ctx, s.club.ID, []byte(`{"seed":1}`), s.now)
	s.must("make a version", err)
	s.must("train it", job.Train(ctx, s.db, id, func() time.Time { return s.now }))
	if s.versions()[0].InUse {
		t.Fatal("a model of ratings by chance is in use after its training")
	}
	v := s.organizer()
	v.get(s.at("/fit")).want(200, "Teams cannot be formed with it.", "does not beat predicting the mean for everybody", "95 % interval", "AUC").lacks("Teams can be formed with it")
	v.post(s.at("/fit/models/%d/use", id), nil).want(422, "does not beat predicting the mean for everybody")
	v.lang = "ko"
	v.get(s.at("/fit/models/%d", id)).want(200, "더 평균을 앞서지 못합니다", "95% 구간")
	if s.versions()[0].InUse {
		t.Error("a model of ratings by chance is in use after the form was sent")
	}
}

// How much of a model is used is told on its page and at its card.
func TestHowMuchOfAModelIsUsed(t *testing.T) {
	s := newSite(t)
	s.ratedSeason()
	s.usedModel()
	var r fit.Report
	s.must("read the report", json.Unmarshal(s.versions()[0].Report, &r))
	says := fmt.Sprintf("%.0f %% of what it predicts away from the mean is used.", 100*r.Share)
	v := s.organizer()
	v.get(s.at("/fit")).want(200, "Teams can be formed with it", says)
	v.post(s.at("/teams/rules?kind=fit"), url.Values{"strength": {"should"}, "share": {"20"}}).want(200, "Predicted fit is high", says)
	v.lang = "ko"
	v.get(s.at("/teams")).want(200, fmt.Sprintf("예측한 값의 %.0f%%만 씁니다", 100*r.Share))
}
