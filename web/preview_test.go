package web_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"dure/survey"
)

func TestPreviewOfWhatIsTyped(t *testing.T) {
	s := newSite(t)
	q := s.ask(shortText("Motto"), shortText("Food")).Questions[0]
	v := s.organizer()
	frame := s.at("/survey/preview/frame")
	draft := func(of string, typed url.Values) url.Values {
		typed.Set("draft", of)
		return typed
	}
	v.get(frame).want(200, "Motto", "Food").lacks("<nav", "Sign out")
	typed := url.Values{"kind": {"short_text"}, "title_en": {"Saying"}, "title_ko": {"좌우명"}, "required": {"1"}}
	v.post(frame, draft("1", typed)).want(200, "Saying", "Food", "must be answered").lacks("Motto")
	v.post(frame+"?lang=ko", draft("1", typed)).want(200, "좌우명", `lang="ko"`)
	v.post(frame+"?lang=tlh", draft("1", typed)).want(200, "Saying")
	v.post(frame, draft("1", url.Values{"kind": {"short_text"}})).want(200, "Untitled question", "Food")
	v.post(frame, draft("wording", url.Values{"title_en": {"Welcome"}, "consent_en": {"I agree"}})).want(200, "Welcome</h1>", "I agree", "Motto")
	below := v.post(frame, draft("0", url.Values{"kind": {"long_text"}, "title_en": {"Story"}, "below": {"1"}})).want(200)
	if m, st, f := strings.Index(below.body, "Motto"), strings.Index(below.body, "Story"), strings.Index(below.body, "Food"); m > st || st > f {
		t.Errorf("a question that is typed below the first stands at %d, want it between %d and %d", st, m, f)
	}
	v.post(frame, draft("0", url.Values{"kind": {"king"}})).want(200, "Motto")
	if got := s.stored().Questions[0]; got.Title.In(survey.English) != q.Title.In(survey.English) {
		t.Errorf("a preview changed the question to %v", got.Title)
	}
}

// The preview shows all that members go through, in their order: what is said before the first question, every page with its buttons, also one that
// is asked of some only, and the closing text. None of the buttons sends anything.
func TestPreviewIsWhatMembersGoThrough(t *testing.T) {
	s := newSite(t)
	page := func(title string) survey.Question {
		return survey.Question{Kind: survey.NewPage, Title: survey.Text{survey.English: title}}
	}
	asked := s.ask(shortText("Motto"), page("More of you"), shortText("Food"), page("Only some"), shortText("Drink"))
	only := asked.Questions[3]
	only.Show = &survey.Condition{Question: asked.Questions[0].ID}
	_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, only)
	s.must("ask a page of some only", err)
	asked = s.stored()
	asked.Consent, asked.Settings = survey.Text{"en": "My answers may be used."}, survey.Settings{MinAge: 16, Guardian: true, Thanks: survey.Text{"en": "See you on Monday."}}
	s.must("set the survey", s.db.SaveSurvey(t.Context(), asked))
	v := s.organizer()
	for _, path := range []string{"/survey/preview", "/survey/preview/frame"} {
		r := v.get(s.at("%s", path)).want(200, `data-if="q1"`)
		rest := r.body
		for _, want := range []string{"I am younger than 16", "Name of the guardian", "My answers may be used.", "Begin", "Page 1 of 3 at most", "Motto", "Next", "Page 2 of 3 at most", "More of you", "Food", "Back", "Page 3 of 3 at most", "Only some", "Drink", "Send", "After sending", "See you on Monday."} {
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Errorf("%s does not show %q where members see it", path, want)
				continue
			}
			rest = after
		}
		for _, off := range []string{"Begin", "Next", "Send my answers"} {
			before, _, _ := strings.Cut(r.body, ">"+off+"</button>")
			if strings.LastIndex(before, "<fieldset disabled>") < strings.LastIndex(before, "</fieldset>") {
				t.Errorf("%s has a button %q that does something", path, off)
			}
		}
	}
}

// While its settings cannot be asked yet, a question of every kind is shown as far as it goes.
func TestPreviewOfHalfAQuestion(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	for _, k := range survey.Kinds {
		fresh := url.Values(k.New().Form())
		for name, typed := range map[string]url.Values{"nothing": {}, "only settings": fresh, "no number": {"min": {"x"}, "max": {"1"}, "from": {"9"}, "most": {"-"}}} {
			form := url.Values{"kind": {string(k)}, "draft": {"0"}, "title_en": {"Half"}}
			maps.Copy(form, typed)
			if r := v.post(s.at("/survey/preview/frame"), form); r.status != 200 || !strings.Contains(r.body, "Half") {
				t.Errorf("the preview of a question of the kind %s with %s typed: status %d, %.400s", k, name, r.status, r.body)
			}
		}
	}
}

// Only the preview may stand in a frame, and only in one of this site.
func TestFramedPages(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	for path, want := range map[string]string{s.at("/survey/preview/frame"): "frame-ancestors 'self'", s.at("/survey/preview"): "frame-ancestors 'none'", s.at("/survey"): "frame-ancestors 'none'"} {
		res, err := v.client.Get(s.url + path)
		s.must("get "+path, err)
		res.Body.Close()
		if got := res.Header.Get("Content-Security-Policy"); !strings.Contains(got, want) {
			t.Errorf("%s has the policy %q, want %s in it", path, got, want)
		}
	}
}
