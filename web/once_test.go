package web_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dure/survey"
)

// pressed is how often a form is sent in the same moment.
const pressed = 10

// Whoever sends a form twice, or ten times at once, has made one thing and comes to the same page each time: of every address of the table that makes
// something, and of every form on a page that leads there, whichever of several servers each comes to.
func TestWhatIsSentAgainIsMadeOnce(t *testing.T) {
	s := matrixSite(t)
	s.several(3)
	_, owner, own, _ := s.everybody()
	k := s.keep()
	makes := map[string]bool{}
	for _, l := range lines(t, matrix, 8) {
		if l.method == http.MethodPost && l.want[3] == "done" {
			if k.once(owner, fill(l.path, own), fill(l.form, own)) {
				makes[fill(l.path, own)] = true
			}
		}
	}
	k.wantKeys(owner, own, makes)
}

// The same by links, and without a sign-in.
func TestWhatIsSentAgainByALinkIsMadeOnce(t *testing.T) {
	s := matrixSite(t)
	s.several(3)
	teams := s.ratedSeason()
	s.openRound(survey.Pulse)
	links := s.everyLink(teams[0])
	k := s.keep()
	for _, l := range lines(t, linkMatrix, len(links)) {
		for i, link := range links {
			if l.method == http.MethodPost && l.want[i] == "done" {
				k.once(s.visitor(), strings.ReplaceAll(l.path, ":token", link.token), l.form)
			}
		}
	}
}

// once sends a form with a key once, and after that many times at once as if it had not been: as much stands in the database then, and where something
// was made the answers lead to the same page. It reports whether something was made, but for what follows from the names of members.
func (k *kept) once(v *visitor, path, form string) (made bool) {
	k.Helper()
	if form == "" || strings.HasSuffix(form, ";") {
		form = ";"
	}
	form += "&once=ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	before := k.rows()
	first := k.answers(v, path, form, 1)
	after := k.rows()
	k.restore()
	all := k.answers(v, path, form, pressed)
	again := k.rows()
	k.restore()
	for table, n := range again {
		if n != after[table] {
			k.Errorf("POST %s %s, sent %d times at once, makes %d rows of %s, want %d", path, form, pressed, n-before[table], table, after[table]-before[table])
		}
		made = made || after[table] > before[table] && table != "once" && table != "member_names"
	}
	where := slices.Compact(slices.Sorted(slices.Values(all)))
	if made && (len(where) != 1 || strings.HasPrefix(where[0], "303") != strings.HasPrefix(first[0], "303")) {
		k.Errorf("POST %s %s, sent %d times at once, is answered by %q, want by one and the same", path, form, pressed, where)
	}
	return made
}

// answers are the statuses of a form that is sent so many times in the same moment, and where they lead.
func (k *kept) answers(v *visitor, path, form string, times int) []string {
	k.Helper()
	all := make([]string, times)
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() {
			res := k.send(context.Background(), v, http.MethodPost, path, form)
			all[i] = strings.TrimSpace(fmt.Sprint(res.StatusCode, " ", res.Header.Get("Location")))
			res.Body.Close()
		})
	}
	wait.Wait()
	return all
}

// rows counts what stands in each table, but for who did what, what counts toward limits, and where organizers are signed in.
func (k *kept) rows() map[string]int {
	k.Helper()
	all := map[string]int{}
	for _, table := range k.tables {
		if slices.Contains([]string{"attempts", "audit", "sessions", "signins", "sqlite_sequence", "river_notification"}, table) {
			continue
		}
		var n int
		k.must("count "+table, k.disk.QueryRowContext(context.Background(), "SELECT COUNT(*) FROM main."+table).Scan(&n))
		all[table] = n
	}
	var cards int
	k.must("count the cards", k.disk.QueryRowContext(context.Background(), "SELECT COALESCE(SUM(json_array_length(deck, '$.cards')), 0) FROM main.seasons WHERE deck <> ''").Scan(&cards))
	all["cards"] = cards
	return all
}

var (
	postForm  = regexp.MustCompile(`(?s)<form method="post"([^>]*)>(.*?)</form>`)
	actionOf  = regexp.MustCompile(`action="([^"]*)"`)
	onceField = regexp.MustCompile(`name="once"`)
)

// wantKeys wants a form for each address that makes something on some page of the matrix, and a key in each.
func (k *kept) wantKeys(v *visitor, own map[string]string, makes map[string]bool) {
	k.Helper()
	pages := []string{"/seasons/:season/survey/questions/new", "/seasons/:season/proposals/:proposal/move?member=:member&target=1"}
	for _, l := range lines(k.T, matrix, 8) {
		if l.method == http.MethodGet && l.want[3] == "200" {
			query, _, _ := strings.Cut(l.form, ";")
			pages = append(pages, strings.TrimSuffix(l.path+"?"+query, "?"))
		}
	}
	found := map[string]bool{}
	for _, page := range pages {
		if strings.HasSuffix(page, "events") {
			continue
		}
		path := fill(page, own)
		r := v.get(path)
		for _, form := range postForm.FindAllStringSubmatch(r.body, -1) {
			action := path
			if a := actionOf.FindStringSubmatch(form[1]); a != nil {
				action = a[1]
			}
			action, _, _ = strings.Cut(action, "?")
			found[action] = true
			if makes[action] && !onceField.MatchString(form[2]) {
				k.Errorf("%s has a form for %s without a key: what is sent twice is made twice", page, action)
			}
		}
	}
	for _, action := range slices.Sorted(maps.Keys(makes)) {
		if !found[action] && !strings.HasSuffix(action, "/members/reminders") { // whose form is that of /feedback/reminders, and asks about nobody here
			k.Errorf("no page of the matrix has a form for %s", action)
		}
	}
}

// A form that is sent again after its answer was lost, and the program was killed, leads to what it made; in other words it is another request, and
// after a month it is forgotten.
func TestAFormIsKnownAfterARestart(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	form := v.get("/clubs").want(200).fields("/clubs", url.Values{"name": {"Rowing"}})
	first := v.post("/clubs", form).want(200, "Rowing")
	s.restart()
	if again := v.post("/clubs", form).want(200, "Rowing"); again.path != first.path {
		t.Errorf("the same form leads to %s after a restart, want %s", again.path, first.path)
	}
	edited := maps.Clone(form)
	edited.Set("name", "Sailing")
	if other := v.post("/clubs", edited).want(200, "Sailing"); other.path == first.path {
		t.Errorf("another name with the key of the same page leads to %s, want a club of its own", other.path)
	}
	other := s.colleague(survey.Editor)
	other.post("/clubs", form).want(200, "Rowing").lacks("error")
	if clubs, err := s.db.Clubs(t.Context(), s.owner.ID); err != nil || len(clubs) != 3 {
		t.Errorf("the organizer has %d clubs (%v), want the first, Rowing and Sailing", len(clubs), err)
	}
	s.must("do the chores", s.db.Chores(t.Context(), s.now.Add(31*24*time.Hour)))
	var known int
	if err := s.beside().QueryRow("SELECT COUNT(*) FROM once").Scan(&known); err != nil || known != 0 {
		t.Errorf("after a month %d forms are known (%v), want none", known, err)
	}
}

// Who presses twice to join, or whose answer is lost, is one member on one device of their own, and so is who sends the first answers twice.
func TestJoiningTwiceLocksNobodyOut(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Secret?"}, Sensitive: true})
	path := "/s/" + string(s.season.Token)
	page := s.visitor().get(path).want(200)
	form := url.Values{"name": {"Mina"}, "email": {"mina@example.org"}, "once": {onceKey.FindStringSubmatch(page.body)[1]}}
	s.visitor().post(path, form).want(200) // whose answer is lost, with its cookie
	s.restart()
	v := s.visitor()
	start := v.post(path, form).want(200, "Secret?")
	start.submit(v, start.path+"/answers", url.Values{"q1": {"a dragon"}}).want(200, "Thank you")
	members, err := s.db.Members(t.Context(), s.season.ID)
	if err != nil || len(members) != 1 {
		t.Fatalf("joining twice made %d members (%v), want one", len(members), err)
	}
	v.get(start.path+"/answers").want(200, "a dragon")
	devices, err := s.db.Devices(t.Context(), members[0].ID, "", s.now)
	if err != nil || len(devices) != 1 {
		t.Errorf("who joined twice has %d devices (%v), want one", len(devices), err)
	}

	m := s.member("Bo")
	link := "/m/" + string(m.Token)
	answers := s.visitor().get(link+"/answers").want(200).fields(link+"/answers", url.Values{"q1": {"a phoenix"}})
	s.visitor().post(link+"/answers", answers) // likewise
	w := s.visitor()
	w.post(link+"/answers", answers).want(200, "Thank you")
	w.get(link+"/answers").want(200, "a phoenix")
	s.visitor().get(link + "/answers").want(200).lacks("a phoenix")
}

// Trainings are begun and gone on with once, though the model of a second one would be refused.
func TestATrainingIsBegunOnce(t *testing.T) {
	s := newSite(t)
	s.pastSeasons()
	v := s.organizer()
	form := v.get(s.at("/fit")).want(200).fields(s.at("/fit/train"), nil)
	for range 2 {
		v.post(s.at("/fit/train"), form).want(200, "data-live")
	}
	all := s.versions()
	if len(all) != 1 {
		t.Fatalf("a training that was begun twice made %d versions, want one", len(all))
	}
	s.must("end the training", s.db.StopModel(t.Context(), all[0].ID))
	resume := s.at("/fit/models/%d/resume", all[0].ID)
	form = v.get(s.at("/fit")).want(200).fields(resume, nil)
	for range 2 {
		v.post(resume, form).want(200, "data-live")
	}
}

var onceKey = regexp.MustCompile(`name="once" value="([^"]*)"`)

// unkeyed is a page without the keys of its forms, which are drawn anew each time.
func unkeyed(page string) string { return onceKey.ReplaceAllString(page, "") }
