package web_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// A namesake is a season in which Ana typed names that are not certain, with two of one name and one whom a slip may mean.
type namesake struct {
	*site
	q                         survey.QuestionID
	ana, kim1, kim2, jose, bo survey.Member
}

const slip, avoided = "Jose Garcai", "Kim  Minjun"

func newNamesake(t *testing.T) namesake {
	n := namesake{site: newSite(t)}
	asked := n.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?", "ko": "누구와?"}, Wishes: 3, Avoids: 2, Sensitive: true})
	n.q = asked.Questions[0].ID
	n.ana, n.kim1, n.kim2 = n.called("Ana Soto", "ana@example.org"), n.called("Kim Minjun", "kim1@example.org"), n.called("Kim Minjun", "kim2@example.org")
	n.jose, n.bo = n.called("José García", "jose@example.org"), n.called("Bo Lind", "bo@example.org")
	n.say(n.ana, survey.Answers{n.q: {Version: 1, Wished: []string{slip, "Zed Nobody", "bo lind"}, Avoided: []string{avoided}}})
	return n
}

// sent is what the button of the page sends that has the label.
func (r reply) sent(label string) string {
	r.Helper()
	m := regexp.MustCompile(`name="meant" value="([^"]*)"[^>]*>` + regexp.QuoteMeta(label) + `<`).FindStringSubmatch(r.body)
	if m == nil {
		r.Fatalf("%s has no button %q:\n%s", r.path, label, r.body)
	}
	return m[1]
}

// meant are Ana's decisions.
func (n namesake) meant() survey.Meant {
	n.Helper()
	r, err := n.db.Response(n.Context(), n.ana.ID)
	n.must("read the answers", err)
	return r.Meant
}

func (n namesake) wantMeant(when string, side survey.Side, text string, id survey.MemberID, decided bool) {
	n.Helper()
	if got, ok := n.meant().Of(n.q, side, text); got != id || ok != decided {
		n.Errorf("%s: %q means member %d (decided: %t), want %d (%t)", when, text, got, ok, id, decided)
	}
}

// What was found out of teams when they were formed is not said of them once it is decided whom a wish means, by which they score otherwise.
func TestADecidedWishOutdatesWhatWasFoundOut(t *testing.T) {
	n := newNamesake(t)
	v := n.organizer()
	decide := func(text, id string) {
		v.post(n.at("/members/%d/meant", n.ana.ID), url.Values{"meant": {view.SentDoubt("q1w", id, text)}}).want(200)
	}
	decide("Zed Nobody", "nobody")
	id, _ := n.formed(team.Request{Rules: []team.Rule{{Kind: team.Wishes, Column: "q1 wished", AvoidColumn: "q1 avoided", AtLeast: new(2)}}, Sizes: team.Sizes{Ideal: 3}})
	page := n.at("/proposals/%d", id)
	const outdated = "Answers, members or rules have changed since these teams were formed"
	v.get(page).want(200, "random divisions").lacks(outdated)
	others := []survey.Member{n.jose, n.kim1, n.kim2}
	elsewhere := others[slices.IndexFunc(others, func(m survey.Member) bool { return n.teamOf(id, m) != n.teamOf(id, n.ana) })]
	decide(slip, elsewhere.ID.Code())
	v.get(page).want(200, outdated).lacks("random divisions")
}

func TestOrganizersDecideOnWishes(t *testing.T) {
	n := newNamesake(t)
	v := n.organizer()
	path := n.at("/members/%d/meant", n.ana.ID)
	page := v.get(n.at("/members")).want(200, "2 wishes wait for a word", "Ana Soto wrote “"+slip+"”", "nearly a member’s name", "José García</button>",
		"Ana Soto wrote “Zed Nobody”", "Nobody here is called so.", "Kim Minjun (kim2@example.org)</option>", "One avoidance waits for its writer")
	page.lacks(avoided, "Minjun” ")
	kept := v.post(path, url.Values{"meant": {page.sent("José García")}}).want(200, "What “"+slip+"” means is kept", "One wish waits for a word", "One wish was decided", "It counts for José García.")
	n.wantMeant("after a button", survey.WishedSide, slip, n.jose.ID, true)

	v.post(path, url.Values{"meant": {page.sent("None of them")}}).want(200, "changed or decided in the meantime")
	n.wantMeant("after another organizer was faster", survey.WishedSide, slip, n.jose.ID, true)

	v.post(path, url.Values{"meant": {kept.sent("Decide again")}}).want(200, "2 wishes wait for a word")
	n.wantMeant("taken back", survey.WishedSide, slip, 0, false)

	v.post(path, url.Values{"meant": {view.SentDoubt("q1w", n.kim2.ID.Code(), slip)}}).want(200, "It counts for Kim Minjun (kim2@example.org).")
	n.wantMeant("given to anybody of the list", survey.WishedSide, slip, n.kim2.ID, true)
	v.post(path, url.Values{"meant": {page.sent("Nobody here")}}).want(200, "2 wishes were decided", "It counts for nobody.").lacks("wait for a word")
	n.wantMeant("nobody", survey.WishedSide, "Zed Nobody", 0, true)

	v.lang = "ko"
	v.get(n.at("/members")).want(200, "누구인지 정한 이름 2개", "쓴 사람의 확인을 기다립니다")
}

// An organizer can neither see nor decide whom somebody avoids.
func TestAvoidancesAreNotForOrganizers(t *testing.T) {
	n := newNamesake(t)
	n.must("keep the suggested card", n.db.EditDeck(t.Context(), n.season.ID, func(d *team.Deck) error {
		d.Kept = true
		d.Add(team.Rule{Kind: team.Wishes, Column: "q1 wished", AvoidColumn: "q1 avoided", Strength: team.Must})
		return nil
	}))
	n.form()
	id := n.organizer().press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	n.ended(id)
	v := n.organizer()
	for what, path := range map[string]string{
		"the members":     n.at("/members"),
		"the writer":      n.at("/members/%d", n.ana.ID),
		"the cards":       n.at("/teams"),
		"the proposal":    n.at("/proposals/%d", id),
		"why she is here": n.at("/proposals/%d?why=%d", id, n.ana.ID),
		"the paper":       n.at("/proposals/%d/print", id),
		"the answers":     n.at("/responses"),
		"the file":        n.at("/responses.csv"),
		"the roster file": n.at("/proposals/%d/roster.csv", id),
		"the overview":    n.at(""),
	} {
		t.Run(what, func(t *testing.T) {
			page := v.get(path).want(200)
			if strings.Contains(strings.ToLower(strings.Join(strings.Fields(page.body), " ")), "wrote “kim minjun”") || strings.Contains(page.body, avoided) {
				t.Errorf("%s says whom Ana avoids:\n%s", what, page.body)
			}
		})
	}
	v.get(n.at("/proposals/%d", id)).want(200, n.at("/members#names"), "2 wishes are not understood.")
	v.get(n.at("/teams")).want(200, "2 wishes wait for a word", "One avoidance waits for its writer", n.at("/members#names"))
	v.post(n.at("/members/%d/meant", n.ana.ID), url.Values{"meant": {view.SentDoubt("q1a", n.kim1.ID.Code(), avoided)}}).want(200, "changed or decided in the meantime")
	n.wantMeant("after an organizer's try", survey.AvoidedSide, avoided, 0, false)
	n.stranger().post(n.at("/members/%d/meant", n.ana.ID), url.Values{"meant": {view.SentDoubt("q1w", "nobody", slip)}}).want(404)
	for what, id := range map[string]string{"the writer": n.ana.ID.Code(), "no member": "999"} {
		v.post(n.at("/members/%d/meant", n.ana.ID), url.Values{"meant": {view.SentDoubt("q1w", id, "Zed Nobody")}}).want(200, "“Zed Nobody” cannot mean whom you chose")
		n.wantMeant("given to "+what, survey.WishedSide, "Zed Nobody", 0, false)
	}
	n.colleague(survey.Viewer).get(n.at("/members")).want(200, "2 wishes wait for a word").lacks(slip, "Zed Nobody")

	writer := n.visitor().own(n.ana)
	own := writer.get("/m/"+string(n.ana.Token)).want(200, "You would rather not be with “"+avoided+"”.", "Organizers do not see it")
	writer.post("/m/"+string(n.ana.Token)+"/meant", url.Values{"meant": {own.sent("Kim Minjun (k…2@e…)")}}).want(200, "It counts for Kim Minjun (k…2@e…).")
	v.get(n.at("/log")).want(200).lacks("<strong>Decided whom")
	n.wantMeant("after the writer's word", survey.AvoidedSide, avoided, n.kim2.ID, true)
	v.get(n.at("/members")).want(200).lacks("avoidance", avoided)
}

func TestMembersAreAskedWhomTheyMean(t *testing.T) {
	n := newNamesake(t)
	link := "/m/" + string(n.ana.Token)
	v := n.visitor().own(n.ana)
	page := v.get(link).want(200, "3 names in your answers are not certain", "You would like to be with “"+slip+"”", "Did you mean …?", "José García</button>",
		"You would like to be with “Zed Nobody”", "Dure tries to keep you apart from everybody it may mean, as far as", "Kim Minjun (k…1@e…)").lacks("kim1@", "Bo Lind</button>", "counts when teams are formed the next time")
	v.post(link+"/meant", url.Values{"meant": {page.sent("José García")}}).want(200, "2 names in your answers", "It counts for José García.", "What “"+slip+"” means is kept")
	n.wantMeant("the writer's word on a wish", survey.WishedSide, slip, n.jose.ID, true)
	for what, sent := range map[string]string{
		"somebody who was not offered": view.SentDoubt("q1a", n.bo.ID.Code(), avoided),
		"no member":                    view.SentDoubt("q1a", "999", avoided),
		"no number":                    view.SentDoubt("q1a", "x", avoided),
	} {
		t.Run(what, func(t *testing.T) {
			v.post(link+"/meant", url.Values{"meant": {sent}}).want(200, "cannot mean whom you chose")
		})
	}
	for what, sent := range map[string]string{
		"a certain name": view.SentDoubt("q1w", "nobody", "bo lind"), "another question": view.SentDoubt("q9w", "nobody", slip), "nothing": "", "half of it": "q1w",
	} {
		t.Run(what, func(t *testing.T) {
			v.post(link+"/meant", url.Values{"meant": {sent}}).want(200, "changed or decided in the meantime")
		})
	}
	n.wantMeant("after what was refused", survey.AvoidedSide, avoided, 0, false)

	form := v.get(link+"/answers").want(200, "2 names in your answers are not certain", `formaction="`+link+`/meant?typed"`)
	typed := url.Values{"q1w": {slip, "Zed Nobody", "bo lind"}, "q1a": {avoided, "Di Fell"}, "meant": {form.sent("Kim Minjun (k…1@e…)")}}
	v.post(link+"/meant?typed", typed).want(200, `value="Di Fell"`, "It counts for Kim Minjun (k…1@e…).")
	n.wantMeant("decided beside a form", survey.AvoidedSide, avoided, n.kim1.ID, true)
	r, err := n.db.Response(t.Context(), n.ana.ID)
	n.must("read the answers", err)
	if !slices.Equal(r.Draft[n.q].Avoided, []string{"Kim Minjun", "Di Fell"}) || len(r.Answers[n.q].Avoided) != 1 {
		t.Errorf("beside a form that is not sent the draft avoids %q and the answers %q, want the typed names and the one sent", r.Draft[n.q].Avoided, r.Answers[n.q].Avoided)
	}

	n.now = n.now.Add(25 * time.Hour)
	v.get(link).want(200, "closed on", "A name in your answers is not certain")
	id := n.divided("First", []survey.Member{n.ana, n.bo})
	n.must("publish", n.db.Publish(t.Context(), id, n.now))
	v.get(link).want(200, "One of the people you wished for is in your team")
	page = v.get(link).want(200, "counts when teams are formed the next time").lacks("Until you say")
	v.post(link+"/meant", url.Values{"meant": {page.sent("Nobody here")}}).want(200, "Names in your answers", "It counts for nobody.")
	n.wantMeant("after the close", survey.WishedSide, "Zed Nobody", 0, true)
	v.lang = "ko"
	v.get(link).want(200, "답에 적은 이름", "다시 정하기", "다음에 팀을 만들 때부터")

	n.must("drop", n.db.DropMember(t.Context(), n.ana.ID, n.now))
	v.post(link+"/meant", url.Values{"meant": {view.SentDoubt("q1w", "again", slip)}}).want(200)
	n.wantMeant("by somebody who left", survey.WishedSide, slip, n.jose.ID, true)
	n.visitor().post("/m/NOSUCHTOKEN/meant", nil).want(404)
}

// Before a file is saved the page lists the names in it that are not certain, in the columns as they are taken then.
func TestNamesInAFileAreListedBeforeItIsSaved(t *testing.T) {
	s := newSite(t)
	s.work()
	s.called("Cy Wren", "cy@example.org")
	v := s.organizer()
	file := "Name,Email,Wants,Avoids,Level\nAna Soto,ana@example.org,,Jose Garcai,1\nJosé García,jose@example.org,Zed,Kim Minjun,9\n" +
		"Kim Minjun,kim1@example.org,cy wren,,4\nKim Minjun,kim2@example.org,Kim Minjum,,5\n"
	page := v.upload("/import", "made-after-cases-26-and-37.csv", []byte(file)).want(200, "4 names in the file are not certain", "Ana Soto avoids “Jose Garcai”.",
		"these are all avoided: José García.", "José García wishes for “Zed”.", "José García avoids “Kim Minjun”.", "kim1@example.org), Kim Minjun (kim2@example.org)",
		"Kim Minjun (kim2@example.org) wishes for “Kim Minjum”.", "It may mean Kim Minjun (kim1@example.org).")
	page.lacks("cy wren”")
	form := page.proposed()
	if again := v.post(page.path, form); !strings.Contains(again.body, "4 names in the file") {
		t.Errorf("a form that has not listed the names is saved without them:\n%s", again.body)
	}
	form.Set("use3", "short_text")
	fewer := v.post(page.path, form).want(200, "2 names in the file are not certain").lacks("Jose Garcai”")
	if members, _ := s.db.Members(t.Context(), s.season.ID); len(members) != 1 {
		t.Errorf("%d members while the names of other columns are looked at, want the one there was", len(members))
	}
	v.lang = "ko"
	v.get(page.path).want(200, "파일에 확실하지 않은 이름이 4개 있습니다", "정하기 전에는 모두 피합니다: José García.")
	v.lang = "en"
	form.Set("use3", page.proposed().Get("use3"))
	if again := fewer.submit(v, page.path, form); !strings.Contains(again.body, "4 names in the file") {
		t.Errorf("a form that has listed other names is saved:\n%s", again.body)
	}
	v.finish(page.submit(v, page.path, form).path).want(200, "4 new members")
	v.get(s.at("/members")).want(200, "2 wishes wait for a word", "2 avoidances wait for their writers").lacks("Jose Garcai")

	members, err := s.db.Members(t.Context(), s.season.ID) // who answered by the file, in a survey that never opened
	s.must("read the members", err)
	i := slices.IndexFunc(members, func(m survey.Member) bool { return m.Name == "Ana Soto" })
	s.visitor().own(members[i]).get("/m/"+string(members[i].Token)).want(200, "not open yet", "You would rather not be with “Jose Garcai”.", "José García</button>",
		"Organizers do not see it here", "some of your answers came from a file that they imported")
}

// A name that nobody has can be put right on the writer's own page while the survey is closed, by a name or an address that is of one other member.
func TestANameIsPutRightAfterTheClose(t *testing.T) {
	n := newNamesake(t)
	n.say(n.ana, survey.Answers{n.q: {Version: 1, Avoided: []string{"Hong Gildong"}}})
	link := "/m/" + string(n.ana.Token)
	v := n.visitor().own(n.ana)
	const label = "Name or e-mail address of whom you mean"
	v.get(link).want(200, "You can correct the name in your answers.", "Organizers do not see it here").lacks(label, "came from a file")
	n.now = n.now.Add(25 * time.Hour)
	v.get(link).want(200, "closed on", label)
	sent := view.SentDoubt("q1a", view.TypedMeant, "Hong Gildong")
	for _, name := range []string{"", "Zed", "Kim Minjun", "Ana Soto", strings.Repeat("long ", 900)} {
		v.post(link+"/meant", url.Values{"meant": {sent}, "name": {name}}).want(200, "is not the name of one other member here")
		n.wantMeant("typed "+name, survey.AvoidedSide, "Hong Gildong", 0, false)
	}
	v.post(link+"/meant", url.Values{"meant": {sent}, "name": {" bo  LIND "}}).want(200, "It counts for Bo Lind.")
	n.wantMeant("typed a name", survey.AvoidedSide, "Hong Gildong", n.bo.ID, true)
	v.post(link+"/meant", url.Values{"meant": {sent}, "name": {"kim2@example.org"}}).want(200, "changed or decided in the meantime")
	v.post(link+"/meant", url.Values{"meant": {view.SentDoubt("q1a", view.WaitAgain, "Hong Gildong")}})
	v.post(link+"/meant", url.Values{"meant": {sent}, "name": {"kim2@example.org"}}).want(200, "It counts for Kim Minjun (k…2@e…).")
	n.wantMeant("typed an address", survey.AvoidedSide, "Hong Gildong", n.kim2.ID, true)
	n.organizer().post(n.at("/members/%d/meant", n.ana.ID), url.Values{"meant": {sent}, "name": {"Bo Lind"}})
	n.wantMeant("after an organizer's try", survey.AvoidedSide, "Hong Gildong", n.kim2.ID, true)
}
