package web_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// answering is what a member's form sends for a question of each kind that presets and tiles ask.
func answering(q survey.Question) url.Values {
	field := q.Field()
	switch q.Kind {
	case survey.Rank:
		return url.Values{q.PlaceField(q.Options[0]): {"2"}, q.PlaceField(q.Options[1]): {"1"}}
	case survey.Level:
		return url.Values{q.LevelField(q.Options[0]): {"native"}, q.LevelField(q.Options[1]): {"B1"}}
	case survey.Teammates:
		return url.Values{field + survey.WishedField: {"Jun"}}
	case survey.Availability:
		return url.Values{field: {fmt.Sprint(24*q.Days[0] + q.From)}, q.ZoneField(): {"Asia/Seoul"}}
	case survey.LongText:
		return url.Values{field: {"no"}}
	case survey.Number, survey.Scale:
		return url.Values{field: {"3"}}
	case survey.OneOf, survey.AnyOf:
		return url.Values{field: {"1"}}
	}
	return nil
}

// Each preset is looked at, added, opened, answered in full and seen by an organizer, in both languages.
func TestEveryPresetIsAnswered(t *testing.T) {
	for _, p := range survey.Presets() {
		t.Run(p.Code, func(t *testing.T) {
			s := newSite(t)
			o, v, m := s.organizer(), s.visitor(), s.member("Mina")
			for _, lang := range []string{"en", "ko"} {
				o.lang, v.lang = lang, lang
				in := survey.Lang(lang)
				shown := o.get(s.at("/survey")).want(200)
				for _, x := range []survey.Text{p.Name, p.About, p.Title, p.Intro, p.Consent, p.Thanks, p.Questions[1].Title} {
					shown.want(200, x.In(in))
				}
				if lang == "en" {
					o.post(s.at("/survey/preset"), url.Values{"preset": {p.Code}}).want(200, fmt.Sprintf("%d questions are in.", len(p.Questions)))
					o.post(s.at("/survey/open"), nil).want(200)
				}
				form := url.Values{}
				for _, q := range s.stored().Questions {
					maps.Copy(form, answering(q))
				}
				if lang == "en" {
					answers := "/m/" + string(m.Token) + "/answers"
					v.get(answers).want(200, p.Consent.In(in)).lacks(p.Questions[0].Title.In(in)).
						submit(v, answers, url.Values{"consent": {"yes"}, "go": {"start"}}).want(200)
				}
				v.get("/m/"+string(m.Token)+"/answers").want(200, p.Questions[0].Title.In(in))
				s.now = s.now.Add(time.Minute)
				v.post("/m/"+string(m.Token)+"/answers", form).want(200)
				o.get(s.at("/responses")).want(200, p.Questions[0].Title.In(in))
			}
			all, err := s.db.Responses(t.Context(), s.season.ID)
			s.must("read the responses", err)
			for _, q := range s.stored().Questions {
				if all[m.ID].Answers[q.ID].IsZero() {
					t.Errorf("%s: the answer to %q was not kept", p.Code, q.Title.In("en"))
				}
			}
		})
	}
}

// A preset is added to a survey that asks something, too, and what is asked already is not asked twice.
func TestAPresetIsAddedToASurvey(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	v.post(s.at("/survey/preset"), url.Values{"preset": {"hackathon"}}).want(200, "8 questions")
	v.post(s.at("/survey/preset"), url.Values{"preset": {"first_meeting"}}).want(200, "6 questions are in.", "2 that ask what the survey asks already were left out.", "14 questions", "Hackathon: find your team")
	v.post(s.at("/survey/preset"), url.Values{"preset": {"first_meeting"}}).want(422, "asks all of these questions already")
	v.post(s.at("/survey/preset"), url.Values{"preset": {"horoscope"}}).want(404)
	if n := len(s.stored().Questions); n != 14 {
		t.Errorf("the survey asks %d questions, want 14", n)
	}
	other := newSite(t)
	other.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "Mates?"}, Wishes: 1})
	other.organizer().post(other.at("/survey/preset"), url.Values{"preset": {"hackathon"}}).want(200, "7 questions are in.", "One that asks what the survey asks already was left out.")
	isMates := func(q survey.Question) bool { return q.Kind == survey.Teammates }
	if n := len(other.stored().Questions) - len(slices.DeleteFunc(other.stored().Questions, isMates)); n != 1 {
		t.Errorf("with a preset the survey asks for teammates %d times, want once", n)
	}
}

// A single question is added at the end, or below another one, as it is offered.
func TestTilesAreAdded(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	for _, tile := range survey.Tiles() {
		v.get(s.at("/survey")).want(200, tile.Title.In("en"))
		v.post(s.at("/survey/tiles"), url.Values{"tile": {tile.Code}}).want(200, "The question was added.")
	}
	stored := s.stored().Questions
	first := stored[0].ID
	v.get(s.at("/survey/questions/new?below=%d", first)).want(200, "What do you study?")
	v.post(s.at("/survey/tiles"), url.Values{"tile": {"gender"}, "below": {fmt.Sprint(first)}}).want(200)
	v.post(s.at("/survey/tiles"), url.Values{"tile": {"horoscope"}}).want(404)
	var want, got []string
	for i, tile := range survey.Tiles() {
		want = append(want, tile.Title.In("ko"))
		if i == 0 {
			want = append(want, "성별이 어떻게 되나요?")
		}
	}
	for _, q := range s.stored().Questions {
		got = append(got, q.Title.In("ko"))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the survey asks\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
