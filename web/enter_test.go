package web_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// The club link goes on where a device was, and makes nobody twice of who comes again on it.
func TestTheClubLinkGoesOnWhereADeviceWas(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	club := "/s/" + string(s.season.Token)
	phone := s.visitor()
	phone.get(club).want(200, "Start answering").lacks("Go on as")
	mine := strings.TrimSuffix(phone.join("mina").want(200, "Why?").path, "/answers")
	phone.get(club).want(200, "Go on as mina", `href="`+mine+`"`, "Somebody else on this device")
	if again := phone.join("mina").want(200, "Why?"); again.path != mine {
		t.Errorf("who joins again on the same device is led to %s, want %s", again.path, mine)
	}
	phone.join("jun").want(200, "Why?")
	phone.get(club).want(200, "Go on as mina", "Go on as jun")
	s.visitor().get(club).want(200).lacks("Go on as", mine)
	own := s.member("Bora")
	phone.own(own)
	phone.get(club).want(200, "Go on as Bora")
}

// The personal link stands on the first page already, and where there is something to agree to before it.
func TestThePersonalLinkIsShownFromTheFirstPageOn(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	v := s.visitor()
	link := s.url + v.join("mina").want(200, "Why?", "Your personal link").path
	v.get(strings.TrimPrefix(link, s.url)).want(200, `value="`+link+`"`, `data-share="link"`, `data-copy="link"`)
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), survey.Survey{Season: s.season.ID, Opens: s.now, Consent: survey.Text{"en": "I agree."}}))
	v.get(strings.TrimPrefix(link, s.url)).want(200, "I agree.", `value="`+link+`"`)
}

// Who comes after the teams were published answers first, and is told then that there is no team yet.
func TestALateJoinerAnswersFirst(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	s.roster(3)
	v := s.visitor()
	form := v.join("late").want(200, `id="answers"`).lacks("The teams are out")
	form.submit(v, form.path+"/answers", url.Values{"q1": {"fun"}}).want(200, "Thank you", "The teams are out.</strong> ", "Once an organizer has agreed and you are in a team, you see it here")
}

// Whoever comes by the club link is shown the same, byte for byte, whether the list has the name, the address, both or neither, whether somebody has
// begun under them, and whether the place is theirs by now.
func TestKnownNamesAndAddressesAreAnsweredAlike(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}}, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Illness"}, Sensitive: true})
	for i := range 3 {
		m := survey.Member{Season: s.season.ID, Name: fmt.Sprint("Listopad", i), Email: fmt.Sprint("listopad", i, "@example.org"), Ref: fmt.Sprint("student", i)}
		_, err := s.db.AddMember(t.Context(), m, s.now)
		s.must("enter a member", err)
	}
	begun := s.called("Bohdan", "bohdan@example.org")
	own := s.visitor()
	own.post("/m/"+string(begun.Token)+"/answers", url.Values{"q1": {"opening"}}).want(200, "Thank you")
	varies := regexp.MustCompile(`[A-Z2-7]{26,52}|name\d@example.org|name\d|value="\d+"|localhost:\d+|127.0.0.1:\d+`)
	var pages []string
	for i, who := range [][2]string{
		{"Qwerta", "qwerta@example.org"}, {"Listopad0", "wertz@example.org"}, {"Ertzui", "LISTOPAD1@example.org"}, {"listopad 2", "listopad2@example.org"},
		{"Bohdan", "bohdan@example.org"}, {"Bohdan", "rtzuio@example.org"},
	} {
		v, all := s.visitor(), ""
		add := func(r reply) reply {
			typed := survey.Member{Name: who[0], Email: who[1]} // the form for one's own name shows a mark of what was typed, and of nothing else
			now := typed
			now.Name += " Sol" // as it is corrected below
			page := strings.NewReplacer(who[0], fmt.Sprint("name", i), who[1], fmt.Sprint("name", i, "@example.org"), typed.OwnMark(), "mark", now.OwnMark(), "mark").Replace(r.path + "\n" + r.body)
			all += varies.ReplaceAllString(page, "…")
			return r
		}
		form := add(v.post("/s/"+string(s.season.Token), url.Values{"name": {who[0]}, "email": {who[1]}}).want(200, "Why?").lacks("opening"))
		add(form.submit(v, form.path+"/answers", url.Values{"q1": {"mine"}, "q2": {"mine"}}).want(200, "Thank you").lacks("opening"))
		for _, path := range []string{"", "/answers", "/data", "/data.html", "/data.json", "/devices"} {
			add(v.get(form.path+path).want(200).lacks("opening", "student"))
		}
		add(v.get(form.path+"/data").submit(v, form.path+"/data", url.Values{"name": {who[0] + " Sol"}, "email": {who[1]}}).want(200).lacks("opening", "student"))
		if pages = append(pages, all); all != pages[0] {
			t.Errorf("%s is answered with\n%s\nand somebody new with\n%s", who, apart(all, pages[0]), apart(pages[0], all))
		}
	}
	own.get("/m/"+string(begun.Token)+"/answers").want(200, "opening")
}

// Organizers see who took a place on the list, first those who typed something else than it has, and leave it to them or free it again.
func TestOrganizersSeeWhoTookAPlace(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	bora, mina := s.called("Bora", "bora@example.org"), s.called("Mina", "mina@example.org")
	take := func(name, email string) (*visitor, string) {
		v := s.visitor()
		form := v.post("/s/"+string(s.season.Token), url.Values{"name": {name}, "email": {email}}).want(200, "Why?")
		form.submit(v, form.path+"/answers", url.Values{"q1": {"because of " + name}}).want(200, "Thank you")
		return v, form.path
	}
	take("bora", "bora@example.org")
	_, hers := take("Stranger", "mina@example.org")
	o := s.organizer()
	page := o.get(s.at("/members")).want(200, "2 of 2", "2 came by the club link as somebody on the list", "typed: Stranger, mina@example.org").lacks("typed: bora")
	s.colleague(survey.Viewer).get(s.at("/members")).want(200).lacks("came by the club link as somebody")
	page.submit(o, s.at("/members/taken"), url.Values{"undo": {fmt.Sprint(mina.ID)}}).want(200, "The place on the list is free again", "1 of 2", "One who joined by the club link waits to be let in")
	s.visitor().get("/m/"+string(mina.Token)).want(200, "Why?", "Mina").lacks("because of", "Stranger")
	s.visitor().get(hers).want(200, "Stranger", "because of Stranger")
	o.get(s.at("/members")).submit(o, s.at("/members/taken"), url.Values{}).want(200, "One is on the list under the name that you entered").lacks("came by the club link as somebody")
	s.visitor().get("/m/"+string(bora.Token)).want(200, "Bora", "because of bora")
}

// Who had begun elsewhere waits beside that until an own device, a letter or an organizer says that both are the same; nothing that was there before is
// seen or replaced by a stranger, nor by who is let in by an organizer.
func TestWhoBeganElsewhereIsJoined(t *testing.T) {
	p := newPostedSite(t)
	s := p.site
	secret, _, motto := confided(s)
	var m survey.Member
	begin := func(name string) (*visitor, string) {
		m = s.called(name, strings.ToLower(name)+"@example.org")
		v, path := s.visitor(), "/m/"+string(m.Token)
		form := v.get(path + "/answers").want(200)
		v.post(path+"/draft", form.fields(path+"/answers", url.Values{secret.Field(): {"asthma of " + name}})).want(200)
		return v, path
	}
	come := func(name string) (*visitor, string) {
		s.now = s.now.Add(time.Minute)
		v := s.visitor()
		form := v.post("/s/"+string(s.season.Token), url.Values{"name": {name}, "email": {strings.ToLower(name) + "@example.org"}}).want(200, "Illness").lacks("asthma of")
		form.submit(v, form.path+"/answers", url.Values{secret.Field(): {"hay fever"}, motto.Field(): {"carpe diem"}}).want(200, "Thank you").lacks("asthma of")
		return v, form.path
	}
	// By the older device: what was typed last stands in the form, and both devices are own.
	phone, own := begin("Mina")
	other, link := come("Mina")
	phone.get(own).want(200, "Is it you?")
	other.get(link).want(200, "carpe diem").lacks("Is it you?", "asthma of")
	page := phone.get(own+"/devices").want(200, "Is this you, on another device?", "Mina, mina@example.org")
	page.submit(phone, own+"/devices/beside", url.Values{"do": {"same"}}).want(200, "Both are one now", "carpe diem")
	other.get(link+"/answers").want(200, "carpe diem", "hay fever")
	s.wantKept(m, true, map[survey.QuestionID]string{secret.ID: "hay fever", motto.ID: "carpe diem"})

	// By a letter: its code makes the device the member's own.
	p.wantLetter("mina@example.org")
	_, own = begin("Jun")
	other, _ = come("Jun")
	code := regexp.MustCompile(`[A-Z2-7]{5} [A-Z2-7]{5}`).FindString(p.wantLetter("jun@example.org", "came by the club link under your name or address", own))
	other.get(own + "/devices").want(200).lacks("asthma of")
	other.post(own+"/devices", url.Values{"code": {code}}).want(200, "This device is yours now", "Is it you?")

	// By an organizer: the device shows nothing that was said in confidence, and what was there stays.
	_, own = begin("Bora")
	other, link = come("Bora")
	o := s.organizer()
	page = o.get(s.at("/members?state=waiting")).want(200)
	ids := regexp.MustCompile(`name="m" value="(\d+)"`).FindAllStringSubmatch(page.body, -1)
	o.get(s.at("/members/bulk?do=admit&m=%s", ids[len(ids)-1][1])).want(200, "Bora becomes Bora").submit(o, s.at("/members/bulk"), url.Values{}).want(200, "One member was let in")
	other.get(link+"/answers").want(200, "carpe diem", "not shown on this device").lacks("asthma of", "hay fever")
	s.visitor().get(own+"/answers").want(200, "carpe diem").lacks("asthma of", "hay fever")

	// Somebody else stays so.
	phone, own = begin("Dan")
	other, link = come("Dan")
	phone.get(own+"/devices").submit(phone, own+"/devices/beside", url.Values{"do": {"apart"}}).want(200, "The organizers decide on them").lacks("Is this you")
	phone.get(own+"/answers").want(200, "asthma of Dan").lacks("carpe diem")
	other.get(link).want(200, "carpe diem")
}

// apart is where a page is another than the other.
func apart(page, other string) string {
	at := 0
	for at < min(len(page), len(other)) && page[at] == other[at] {
		at++
	}
	return page[max(0, at-300):min(len(page), at+300)]
}

// Nothing is kept before somebody who comes by the club link has agreed: not the name either. Who agreed is asked the questions at once.
func TestTheClubLinkAsksForConsentFirst(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}}, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Illness"}, Sensitive: true})
	asked := survey.Survey{Season: s.season.ID, Opens: s.now, Consent: survey.Text{"en": "I agree."}}
	asked.Settings = survey.Settings{MinAge: 14, Guardian: true}
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), asked))
	v, club := s.visitor(), "/s/"+string(s.season.Token)
	page := v.get(club).want(200, "I agree.", "Your age", "Chess asks, to form teams for Spring", "organizers see your answers", "totals only", "kept until", "You need not take part")
	who := url.Values{"name": {"Mina"}, "email": {"mina@example.org"}, "shown": {html.UnescapeString(regexp.MustCompile(`name="shown" value="([^"]*)"`).FindStringSubmatch(page.body)[1])}}
	v.post(club, who).want(422, "I agree.", `value="Mina"`, `value="mina@example.org"`)
	if members, err := s.db.Members(t.Context(), s.season.ID); len(members) > 0 || err != nil {
		t.Fatalf("before somebody agreed, %v is kept (%v)", members, err)
	}
	who["consent"], who["age"], who["guardian"], who["agreed"] = []string{"yes"}, []string{"younger"}, []string{"Her mother"}, []string{"yes"}
	form := v.post(club, who).want(200, "Why?").lacks("I agree.")
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read who joined", err)
	r, err := s.db.Response(t.Context(), members[0].ID)
	if err != nil || !r.Consented || r.Agreed.Words != "I agree." || r.Guardian != "Her mother" {
		t.Errorf("of who agreed %+v is kept (%v), want what they agreed to and who agreed for them", r, err)
	}
	// Again where the words change.
	asked.Consent = survey.Text{"en": "I agree to more."}
	s.must("change what is agreed to", s.db.SaveSurvey(t.Context(), asked))
	v.get(form.path).want(200, "I agree to more.", "You agreed before and are asked once more").lacks("Why?")
}

// Who took a place on the list by the club link is shown nobody of its team, on a closed list as on an open one, and gives no feedback on it, until an
// organizer says that it is right: anybody can type a name. Nor is the team shown how to reach them.
func TestWhoTookAPlaceIsShownNoTeam(t *testing.T) {
	for _, closed := range []bool{false, true} {
		s := newSite(t)
		why := s.ask(survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "When?"}, Days: []int{0}, From: 7, To: 20}, survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2}).Questions[0]
		cat, xan := s.called("Cat Cole", "cat@example.org"), s.called("Xan Xu", "xan@example.org")
		s.must("close the list", s.db.ChangeSeason(t.Context(), s.season.ID, s.season.Name, closed))
		at := "/m/" + string(cat.Token)
		c := s.visitor()
		c.post(at+"/answers", url.Values{why.Field(): {"0-10"}}).want(200, "Thank you")
		c.post(at+"/contacts", url.Values{"contact_kakao": {"cat-kakao"}}).want(200, "cat-kakao")
		id := s.dividedBy(team.Request{}, []survey.Member{cat, xan})
		s.must("publish", s.db.Publish(t.Context(), id, s.now))
		s.openRound(survey.MainFeedback)

		v := s.visitor()
		form := v.post("/s/"+string(s.season.Token), url.Values{"name": {"xan xu"}, "email": {"mallory@example.org"}}).want(200, "When?")
		typed := map[bool]string{true: "Cat Cola", false: ""}[closed] // on an open list a slip of a name is asked back of everybody who joins
		page := form.submit(v, form.path+"/answers", url.Values{why.Field(): {"0-10"}, "q2w": {typed}}).want(200, "The teams are out.</strong> ", "Once an organizer has agreed")
		secret := []string{"Cat Cole", "cat-kakao", "Team 1"}
		page.lacks(secret...)
		own := strings.TrimSuffix(page.path, "?sent")
		v.post(own+"/contacts", url.Values{"contact_kakao": {"mallory-kakao"}}).want(200, "mallory-kakao", "if an organizer has to look first whether it is you, nobody sees it before").lacks(secret...)
		for _, path := range []string{"", "/answers", "/mates", "/contacts", "/data", "/data.json", "/data.html", "/devices", "/letters"} {
			v.get(own + path).want(200).lacks(secret...)
		}
		for _, path := range []string{"/team.ics", "/feedback", "/pulse"} {
			v.get(own + path).want(404)
		}
		v.post(own+"/feedback", url.Values{"fit": {"2"}}).want(404)
		s.visitor().get("/m/" + string(xan.Token)).want(200).lacks(secret...)
		s.now = s.now.Add(48 * time.Hour) // and once the survey is closed
		c.get(at).want(200, "Team 1", "xan xu").lacks("mallory-kakao")

		o, check := s.organizer(), s.at("/proposals/%d/publish", id)
		o.get(check).want(200, "One came by the club link as somebody on the list, and sees a team only once")
		for _, kind := range []string{"feedback", "team"} {
			o.get(s.at("/feedback/reminders?kind=%s", kind)).want(200, "Cat Cole", "One came by the club link as somebody on the list").lacks("xan xu", "/m/"+strings.Split(own, "/")[2])
			o.get(s.at("/feedback/reminders.csv?kind=%s", kind)).want(200, "Cat Cole").lacks("xan xu", "mallory")
		}
		o.get(s.at("/members")).want(200, "they are shown no team").submit(o, s.at("/members/taken"), url.Values{}).want(200, "One is on the list")
		o.get(check).want(200).lacks("by the club link as somebody")
		v.get(own).want(200, "Team 1", "Cat Cole", "cat-kakao")
		v.get(own+"/feedback").want(200, "How")
		o.get(s.at("/feedback/reminders?kind=feedback")).want(200, "Xan Xu").lacks("by the club link as somebody")
		c.get(at).want(200, "Team 1", "Xan Xu", "mallory-kakao")
	}
}
