package fit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// season is a made-up season of the app; the second asks a new question and drops none.
func season(name string, first int, extra bool) Past {
	number := func(v float64) *float64 { return &v }
	s := survey.Survey{Questions: []survey.Question{
		{ID: survey.QuestionID(first + 1), Version: 1, Kind: survey.Scale, Title: survey.Text{"en": "How committed are you?"}, Min: number(1), Max: number(5)},
		{ID: survey.QuestionID(first + 2), Version: 1, Kind: survey.OneOf, Title: survey.Text{"en": "Which role suits you?"}, Options: []survey.Option{{Key: 1, Label: survey.Text{"en": "Leads"}}, {Key: 2, Label: survey.Text{"en": "Builds"}}}},
		{ID: survey.QuestionID(first + 3), Version: 1, Kind: survey.OneOf, Title: survey.Text{"ko": "성별"}, Options: []survey.Option{{Key: 1, Label: survey.Text{"en": "a"}}, {Key: 2, Label: survey.Text{"en": "b"}}}},
		{ID: survey.QuestionID(first + 4), Version: 1, Kind: survey.Scale, Title: survey.Text{"en": "How is your health?"}, Sensitive: true, Min: number(1), Max: number(5)},
		{ID: survey.QuestionID(first + 5), Version: 1, Kind: survey.Availability, Title: survey.Text{"en": "When are you free?"}, Days: []int{0, 2}, From: 9, To: 12, Zones: extra},
		{ID: survey.QuestionID(first + 6), Version: 1, Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 1},
		{ID: survey.QuestionID(first + 8), Version: 1, Kind: survey.NewPage, Title: survey.Text{"en": "About your weeks"}},
	}}
	if extra {
		s.Questions = append(s.Questions, survey.Question{ID: survey.QuestionID(first + 7), Version: 1, Kind: survey.Number, Title: survey.Text{"en": "Hours a week"}})
	}
	p := Past{Name: name, Survey: s, Responses: map[survey.MemberID]survey.Response{}, Team: map[survey.MemberID]string{}, Rating: map[survey.MemberID]float64{}}
	for i := range 24 {
		m := survey.Member{ID: survey.MemberID(first + i + 1), Name: fmt.Sprintf("Member %d", i+1)}
		p.Members = append(p.Members, m)
		as := survey.Answers{}
		for k, q := range s.Questions {
			a := survey.Answer{Version: 1}
			switch q.Kind {
			case survey.Scale, survey.Number:
				a.Number = number(float64(1 + (i*(k+3)+i/5)%5))
			case survey.OneOf:
				a.Choices = []int{1 + i*i%7%2}
			case survey.Availability:
				a.Slots = []int{9, 10 + i*i%5%2, 24*2 + 10 + i/9}
				if q.Zones {
					a.Zone = "Asia/Seoul"
				}
			case survey.Teammates:
				a.Wished, a.Avoided = []string{fmt.Sprintf("Member %d", (i+1)%24+1)}, []string{fmt.Sprintf("member %d", (i+7)%24+1)}
			}
			as[q.ID] = a
		}
		p.Responses[m.ID] = survey.Response{Member: m.ID, Answers: as}
		if i < 22 { // the last two are in no team
			p.Team[m.ID] = fmt.Sprint("Team ", i/4+1)
		}
		if i%3 > 0 {
			p.Rating[m.ID] = float64(1 + i%5)
		}
	}
	return p
}

func TestFromPastJoinsSeasonsByTheWordsOfQuestions(t *testing.T) {
	h, err := FromPast([]Past{season("spring", 0, false), season("autumn", 100, true)}, map[Part]string{Commitment: "How committed are you?", Kindness: "gone"})
	if err != nil {
		t.Fatal(err)
	}
	if n := h.Table.N; n != 44 {
		t.Errorf("%d rows, want the 44 members with teams", n)
	}
	kinds := map[string]Kind{}
	for _, c := range h.Columns {
		if _, ok := kinds[c.Name]; ok {
			t.Errorf("column %q comes twice", c.Name)
		}
		kinds[c.Name] = c.Kind
		if strings.HasSuffix(c.Name, survey.ZoneMark) {
			t.Errorf("there is a column %q, and hours have their zones with them", c.Name)
		}
		if c.Name == "How committed are you?" && c.Theory != Commitment {
			t.Errorf("commitment is not of the theory score: %+v", c)
		}
	}
	want := map[string]Kind{"How committed are you?": Number, "Which role suits you?": Category, "When are you free? (available) [Monday]": Hours,
		"With whom? (wished)": Wished, "With whom? (avoided)": "", "Hours a week": Number}
	for name, kind := range want {
		if kinds[name] != kind {
			t.Errorf("column %q is %q, want %q", name, kinds[name], kind)
		}
	}
	if slices.Contains(h.Table.Names(), "How is your health?") || kinds["성별"] != "" {
		t.Errorf("sensitive answers or protected traits are learned from: %v, %v", h.Table.Names(), kinds)
	}
	if !slices.Contains(h.LeftOut, "성별") || !slices.Contains(h.LeftOut, "How is your health?") {
		t.Errorf("left out are %v", h.LeftOut)
	}
}

func TestModelOfPastRatesASeason(t *testing.T) {
	h, err := FromPast([]Past{season("spring", 0, true), season("autumn", 100, true)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Train(t.Context(), h, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Report.Seasons != 2 || r.Report.Teams != 12 {
		t.Errorf("%d seasons, %d teams; want 2 and 12", r.Report.Seasons, r.Report.Teams)
	}
	now := season("now", 200, false) // does not ask for hours a week
	s, err := r.Model.Scorer(r.Model.MembersTable(now.Survey, now.Members, now.Responses))
	if err != nil {
		t.Fatal(err)
	}
	if v, sd := s.worker().rate([]int32{0, 1, 2, 3}); !(v >= 1 && v <= 5) || !(sd >= 0) {
		t.Errorf("a team is rated %v with standard error %v", v, sd)
	}
}

func TestFeaturesOfAppKindsDiffer(t *testing.T) {
	h, err := FromPast([]Past{season("spring", 0, true)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDesign(h, schemaOf(h))
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, f := range d.features {
		have[f.Measure] = true
	}
	for _, m := range []string{"mean", "sd", "least", "most", "share", "blau", "covered", "distance_mean", "distance_least", "distance_most", "wishes_met", "hours_all", "size", "apart", "gap", "like", "distance"} {
		if !have[m] {
			t.Errorf("no feature %s in %v", m, d.features)
		}
	}
}
