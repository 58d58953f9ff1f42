package web_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"dure/survey"
)

var matesListed = regexp.MustCompile(`(?s)<datalist id="mates">.*?</datalist>`)

// Without a script there is a list to choose from, which tells members of one name apart; who is not on it can be typed and is marked, and a name that
// waits is asked where it was typed.
func TestTeammatesAreChosenFromAList(t *testing.T) {
	n := newNamesake(t)
	v := n.visitor().own(n.ana)
	link := "/m/" + string(n.ana.Token)
	form := v.get(link+"/answers").want(200, `value="Kim Minjun (k…1@e…)"`, `value="Kim Minjun (k…2@e…)"`, `value="José García"`, `list="mates"`).
		lacks(`<option value="Ana Soto"`, "kim1@", `href="#names"`, `-says">Not on this list`)
	if at := strings.Index(form.body, "Did you mean"); at < strings.Index(form.body, `id="q1"`) || at > strings.Index(form.body, `id="q1-1"`) || strings.Contains(form.body, `id="names"`) {
		t.Error("whom a name means is not asked at the field in which it was typed, and there alone")
	}
	v.post(link+"/meant?typed", url.Values{"q1w": {slip, "Zed Nobody", "bo lind"}, "q1a": {avoided}, "meant": {form.sent("José García")}}).want(200, "is kept", `id="names"`, "It counts for José García")
	n.wantMeant("at the field", survey.WishedSide, slip, n.jose.ID, true)

	v.post(link+"/draft", url.Values{"q1w": {"Di Fell", "Kim Minjun", "BO  lind"}, "q1a": {"Kim Minjun (k…2@e…)"}})
	page := v.get(link+"/answers").want(200, `id="q1-says">Not on this list`, `id="q1-1-says">Several have this name`, `id="q1-2-says"></p>`, `id="q1-3-says"></p>`)
	page.submit(v, link+"/answers", url.Values{"q1w": {"Bo Lind"}, "q1a": {"Kim Minjun (k…2@e…)"}}).want(200, "Thank you").lacks("is not certain")
	n.wantMeant("from the list", survey.AvoidedSide, "Kim Minjun (k…2@e…)", n.kim2.ID, true)
	n.organizer().get(n.at("/members")).want(200).lacks("avoidance", "k…2@e…")
}

// The list tells who comes by the club link of nobody whom organizers entered, and nothing of whether a name or an address is known; on a closed list it
// tells who waits of nobody.
func TestTheListOfTeammatesTellsNothingOfTheList(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Sensitive: true})
	s.called("Listopad", "listopad@example.org")
	begun := s.called("Bohdan", "bohdan@example.org")
	s.visitor().post("/m/"+string(begun.Token)+"/answers", url.Values{"q1w": {"Listopad"}}).want(200, "Thank you")
	control := s.visitor()
	seen := control.join("control").want(200, "With whom?").path
	for i, who := range [][2]string{{"Qwerta", "qwerta@example.org"}, {"Listopad", "wertz@example.org"}, {"Ertzui", "LISTOPAD@example.org"}, {"Bohdan", "bohdan@example.org"}} {
		v := s.visitor()
		form := v.post("/s/"+string(s.season.Token), url.Values{"name": {who[0]}, "email": {who[1]}}).want(200, "With whom?")
		for _, when := range []string{"before", "after"} {
			own, other := matesListed.FindString(v.get(form.path+"/answers").body), matesListed.FindString(control.get(seen+"/answers").body)
			if n := strings.Count(own, "<option"); n != i+1 || strings.Count(other, "<option") != i+1 || !strings.Contains(other, fmt.Sprintf(`value="%s`, who[0])) {
				t.Errorf("%s sending answers %s is shown %s, and who came before is shown %s, want %d who came by the club link", when, who, own, other, i+1)
			}
			form.submit(v, form.path+"/answers", url.Values{"q1w": {"control"}}).want(200, "Thank you")
		}
	}
	s.must("close the list", s.db.ChangeSeason(t.Context(), s.season.ID, s.season.Name, true))
	late := s.visitor().join("late").want(200, "With whom?")
	late.lacks("<datalist", "data-mates")
}

// crowd adds so many members.
func (s *site) crowd(n int) {
	s.Helper()
	const family, given = "김이박최정강조윤장임", "민서지우하준도윤예은시현수아채원"
	var added sync.WaitGroup
	for i := range n {
		added.Go(func() {
			f, g := []rune(family), []rune(given)
			s.called(string([]rune{f[i%10], g[i/10%16], g[(i*7+i/160)%16]}), fmt.Sprintf("%d@example.org", 7919*i))
		})
	}
	added.Wait()
}
