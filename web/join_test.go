package web_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// Who joins learns nothing of who is here: a known address is answered like a new one, on an open list and on a closed one, and opens nothing of
// who has it.
func TestAKnownAddressIsAnsweredLikeANewOne(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	listed := s.member("mina")
	s.visitor().join("first") // who comes later is shown who came before: TestTheListOfTeammatesTellsNothingOfTheList
	own := regexp.MustCompile(`(?s)[A-Z2-7]{26}|name\d|value="\d+"|<datalist id="mates">.*?</datalist>`)
	for _, closed := range []bool{false, true} {
		s.must("close or open the list", s.db.ChangeSeason(t.Context(), s.season.ID, s.season.Name, closed))
		var pages []string
		for i, email := range []string{fmt.Sprint("new", closed, "@example.org"), "MINA@example.org", "mina@example.org"} {
			r := s.visitor().post("/s/"+string(s.season.Token), url.Values{"name": {fmt.Sprint("name", i)}, "email": {email}}).want(200)
			if r.path == "/m/"+string(listed.Token) {
				t.Fatal("a known address opens its owner's page")
			}
			pages = append(pages, own.ReplaceAllString(r.path+"\n"+r.body, "…"))
		}
		for i, page := range pages {
			if page != pages[0] {
				t.Errorf("on a list that is closed (%v) the known address %d is answered with\n%s\nand a new one with\n%s", closed, i, apart(page, pages[0]), apart(pages[0], page))
			}
		}
	}
}

// Organizers let in who waits, or refuse them; until then they count nowhere.
func TestWhoWaitsIsLetInOrRefused(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	s.member("mina")
	o := s.organizer()
	o.get(s.at("/members")).want(200).lacks("to be let in")
	v := s.visitor()
	form := v.join("mina").want(200, "Why?")
	form.submit(v, form.path+"/answers", url.Values{"q1": {"for fun"}}).want(200, "Thank you")
	o.get(s.at("/responses")).want(200, "for fun")
	o.get(s.at("/members")).want(200, "1 of 1", "One came by the club link as somebody on the list").lacks("typed:").
		submit(o, s.at("/members/taken"), url.Values{"undo": {"1"}}).want(200, "The place on the list is free again")
	o.get(s.at("/responses")).want(200).lacks("for fun")
	v.get(form.path).want(200, "Thank you")
	page := o.get(s.at("/members?state=waiting")).want(200, "Waiting")
	id := regexp.MustCompile(`name="m" value="(\d+)"`).FindStringSubmatch(page.body)[1]
	o.get(s.at("/members/bulk?do=refuse&m=%s", id)).submit(o, s.at("/members/bulk"), url.Values{}).want(200, "One was refused and erased")

	v = s.visitor()
	form = v.join("mina").want(200, "Why?")
	v.post(form.path+"/draft", form.fields(form.path+"/answers", url.Values{"q1": {"for fun"}})).want(200)
	o.get(s.at("/members")).want(200, "One who joined by the club link waits to be let in", "0 of 1")
	o.get(s.at("/next")).want(200, "One who waits to be let in stays out.").lacks("dropped out")
	page = o.get(s.at("/members?state=waiting")).want(200, "Waiting")
	id = regexp.MustCompile(`name="m" value="(\d+)"`).FindStringSubmatch(page.body)[1]
	o.get(s.at("/members/%s", id)).want(200, "Let them in", "Refuse them")
	o.get(s.at("/members/bulk?do=admit&m=%s", id)).want(200, "One who joined by the club link takes part", "mina becomes mina, who is on the list").
		submit(o, s.at("/members/bulk"), url.Values{}).want(200, "One member was let in")
	o.get(s.at("/members")).want(200, "0 of 1").lacks("to be let in")
	v.get(form.path).want(200, "for fun").submit(v, form.path+"/answers", url.Values{"q1": {"for fun"}}).want(200, "Thank you")

	// Who has answered is not written over, and who is refused is gone.
	w := s.visitor()
	again := w.join("mina").want(200, "Why?").lacks("for fun")
	page = o.get(s.at("/members?state=waiting")).want(200, "Waiting")
	id = regexp.MustCompile(`name="m" value="(\d+)"`).FindStringSubmatch(page.body)[1]
	o.get(s.at("/members/bulk?do=refuse&m=%s", id)).submit(o, s.at("/members/bulk"), url.Values{}).want(200, "One was refused and erased")
	w.get(again.path).want(404)
}

// Nor does anything that they are shown later tell them apart: not the file of what is kept, not whether a name that they typed is asked back, and not
// whether others who type their name are asked about it.
func TestAKnownAddressIsAnsweredLikeANewOneLater(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2})
	s.member("mina")
	field := asked.Questions[0].Field() + survey.WishedField
	send := func(name, email string, wishes ...string) (*visitor, string) {
		v := s.visitor()
		r := v.post("/s/"+string(s.season.Token), url.Values{"name": {name}, "email": {email}}).want(200)
		path := strings.TrimSuffix(r.path, "/answers")
		v.get(path+"/answers").submit(v, path+"/answers", url.Values{field: wishes}).want(200)
		return v, path
	}
	known, hers := send("Qwerta Probe", "mina@example.org", "Xyzzy Nobody")
	fresh, theirs := send("Yuiopa Probe", "new@example.org", "Xyzzy Nobody")
	for v, path := range map[*visitor]string{known: hers, fresh: theirs} {
		v.get(path).want(200, "Xyzzy Nobody", "name in your answers is not certain")
		v.get(path + "/data.json").want(200).lacks("dropped")
		v.get(path + "/data.html").want(200).lacks("Dropped out")
	}
	third, path := send("Third Person", "third@example.org", "Qwerta Probe", "Yuiopa Probe")
	third.get(path).want(200).lacks("not certain")
}

// What who is let in by an organizer answered otherwise than the member on the list is not lost: what was sent counts meanwhile, the member is told on both
// devices, and says which answer counts. What the member said in confidence stands on the own device alone.
func TestWhatWhoIsLetInAnsweredOtherwiseIsAsked(t *testing.T) {
	for _, sent := range []bool{true, false} {
		for _, counts := range []string{"here", "there"} {
			s := newSite(t)
			secret, _, motto := confided(s)
			m := s.called("Mina", "mina@example.org")
			phone, own := s.visitor(), "/m/"+string(m.Token)
			to := map[bool]string{true: "/answers", false: "/draft"}[sent]
			form := phone.get(own + "/answers").want(200)
			phone.post(own+to, form.fields(own+"/answers", url.Values{secret.Field(): {"asthma"}, motto.Field(): {"carpe diem"}})).want(200)

			s.now = s.now.Add(time.Minute)
			tablet := s.visitor()
			form = tablet.join("Mina").want(200, "Motto")
			tablet.post(form.path+"/draft", form.fields(form.path+"/answers", url.Values{secret.Field(): {"hay fever"}, motto.Field(): {"festina lente"}})).want(200)
			o := s.organizer()
			id := regexp.MustCompile(`name="m" value="(\d+)"`).FindStringSubmatch(o.get(s.at("/members?state=waiting")).want(200).body)[1]
			o.get(s.at("/members/bulk?do=admit&m=%s", id)).want(200, "Mina is shown both answers and says which counts").submit(o, s.at("/members/bulk"), url.Values{}).want(200, "One member was let in")

			typed, other := "carpe diem", "festina lente"
			if sent {
				typed, other = other, typed
			}
			s.wantKept(m, sent, map[survey.QuestionID]string{secret.ID: "asthma", motto.ID: typed})
			tablet.get(form.path+"/answers").want(200, `value="`+typed+`"`, "<li>"+other, "One question is answered differently").lacks("asthma", "hay fever")
			o.get(s.at("/members/%d", m.ID)).want(200).lacks("festina lente", "hay fever")
			page := phone.get(own+"/answers").want(200, `value="`+typed+`"`, "<li>"+other, `value="asthma"`, "<li>hay fever", "2 questions are answered differently")
			phone.get(own+"/data.html").want(200, "festina lente", "hay fever", "What you answered differently on another device")

			// Nothing is sent before the member has said what counts; what is typed meanwhile is kept, and the other answers wait.
			fields := url.Values{secret.Field(): {"asthma"}, motto.Field(): {typed + "!"}}
			page.submit(phone, own+"/answers", fields).want(409, "Say which answer counts", `value="`+typed+`!"`, "<li>"+other, "<li>hay fever")
			s.wantKept(m, sent, map[survey.QuestionID]string{secret.ID: "asthma", motto.ID: typed + "!"})
			want := map[survey.QuestionID]string{secret.ID: "asthma", motto.ID: typed + "!"}
			which := "The answer here counts"
			if counts == "there" {
				which, want = "That answer counts", map[survey.QuestionID]string{secret.ID: "hay fever", motto.ID: other}
			}
			for left, q := range []survey.Question{motto, secret} {
				says := map[int]string{0: "One question is answered differently"}[left]
				page = phone.get(own + "/answers")
				page = phone.post(own+"/draft", page.fields(own+"/answers", url.Values{motto.Field(): {page.typed(motto.Field())}, secret.Field(): {page.typed(secret.Field())}, q.CountsField(): {page.counts(q.Field(), which)}})).want(200, says)
			}
			page.lacks("answered differently", "-newer")
			page.submit(phone, own+"/answers", url.Values{motto.Field(): {page.typed(motto.Field())}, secret.Field(): {page.typed(secret.Field())}}).want(200, "Thank you")
			s.wantKept(m, true, want)
			phone.get(own + "/data.html").want(200).lacks("What you answered differently")
		}
	}
}

// typed is what stands in the page's field of a question of text.
func (r reply) typed(field string) string {
	r.Helper()
	found := regexp.MustCompile(`name="` + field + `"[^>]* value="([^"]*)"`).FindStringSubmatch(r.body)
	if found == nil {
		r.Fatalf("%s has no field %s:\n%s", r.path, field, r.body)
	}
	return html.UnescapeString(found[1])
}

// counts is what the page's button sends that says which of two answers to a question counts.
func (r reply) counts(field, says string) string {
	r.Helper()
	found := regexp.MustCompile(`name="` + field + `counts" value="([^"]*)"[^>]*>` + says + `<`).FindStringSubmatch(r.body)
	if found == nil {
		r.Fatalf("%s has no button %q of %s:\n%s", r.path, says, field, r.body)
	}
	return html.UnescapeString(found[1])
}

// A receipt, the page after the close and what stands there of a question that is sensitive no more tell of answers that differ, too: of what was said in
// confidence a device that an organizer let in hears only that it is not shown.
func TestAnswersThatDifferAreToldWhereverTheMemberLooks(t *testing.T) {
	s := newSite(t)
	secret, _, motto := confided(s)
	m := s.called("Mina", "mina@example.org")
	phone, tablet, own := s.visitor(), s.visitor(), "/m/"+string(m.Token)
	form := tablet.join("Mina").want(200, "Motto")
	at := form.path
	tablet.post(at+"/draft", form.fields(at+"/answers", url.Values{motto.Field(): {"festina lente"}})).want(200)
	s.now = s.now.Add(time.Minute)
	phone.get(own+"/answers").submit(phone, own+"/answers", url.Values{secret.Field(): {"asthma"}, motto.Field(): {"carpe diem"}}).want(200, "Thank you")
	q, _ := s.stored().Question(secret.ID)
	q.Sensitive = false
	_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
	s.must("ask openly", err)
	form = tablet.get(form.path + "/answers")
	tablet.post(at+"/draft", form.fields(at+"/answers", url.Values{secret.Field(): {"hay fever"}, motto.Field(): {"festina lente"}})).want(200)
	s.now = s.now.Add(time.Minute)
	o := s.organizer()
	id := regexp.MustCompile(`name="m" value="(\d+)"`).FindStringSubmatch(o.get(s.at("/members?state=waiting")).want(200).body)[1]
	o.get(s.at("/members/bulk?do=admit&m=%s", id)).submit(o, s.at("/members/bulk"), url.Values{}).want(200, "One member was let in")
	hidden := "There is an answer from another device that was given in confidence. It is not shown here."
	page := tablet.get(at+"/answers").want(200, hidden, "hay fever", "2 questions are answered differently").lacks("asthma")
	phone.get(own+"/answers").want(200, "asthma", "hay fever").lacks(hidden)
	phone.get(own).want(200, "carpe diem", "2 questions are answered differently")
	for _, left := range []string{"One question", ""} {
		which := map[string]survey.Question{"One question": secret, "": motto}[left]
		page = tablet.post(own+"/draft", page.fields(own+"/answers", url.Values{which.CountsField(): {page.counts(which.Field(), "That answer counts")},
			secret.Field(): {page.typed(secret.Field())}, motto.Field(): {page.typed(motto.Field())}})).want(200, left).lacks("asthma")
	}
	s.wantKept(m, true, map[survey.QuestionID]string{secret.ID: "asthma", motto.ID: "festina lente"})
	phone.get(own).lacks("answered differently")
}

// Who takes a place on the list by the club link gets no letter with a code: there is no other device. Nor does who is new, so that a letter tells nobody
// who types a name beside an address of their own whether it is on the list.
func TestWhoTakesAPlaceGetsNoCode(t *testing.T) {
	p := newPostedSite(t)
	s := p.site
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	s.called("Mina", "mina@example.org")
	s.called("Jun", "")
	for name, email := range map[string]string{"Mina": "mina@example.org", "Jun": "mallory@example.org", "Nobody Here": "new@example.org"} {
		v := s.visitor()
		form := v.post("/s/"+string(s.season.Token), url.Values{"name": {name}, "email": {email}}).want(200, "Why?")
		form.submit(v, form.path+"/answers", url.Values{"q1": {"for fun"}}).want(200, "Thank you")
		if all := p.sent(); len(all) > 0 {
			t.Errorf("to %s of %s, who took the place, %d letters are sent, want none: %s", name, email, len(all), all[0].Raw)
		}
	}
}
