package web_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// signedInTab is the owner's window.
func (s *site) signedInTab(b *webtest.Browser, width int64, lang string) *webtest.Tab {
	s.Helper()
	token, err := s.db.SigninToken(context.Background(), s.owner.ID, s.now.Add(time.Hour))
	s.must("make a sign-in link", err)
	tab := b.Tab(s.T, width, lang)
	tab.Go(s.url + "/signin/" + string(token))
	tab.Follow("main button")
	return tab
}

// fillSeason makes a season as it is in the middle of its survey: some have answered, one has begun, one dropped out.
func (s *site) fillSeason() {
	s.Helper()
	ctx := context.Background()
	start := survey.Presets()[0].Survey
	start.Season, start.Opens, start.Closes = s.season.ID, s.now.Add(-time.Hour), s.now.Add(96*time.Hour)
	s.must("fill the survey", s.db.AddQuestions(ctx, start))
	asked, err := s.db.Survey(ctx, s.season.ID)
	s.must("read the survey", err)
	q := asked.Questions
	for i, name := range []string{"김아라", "Bo Lindqvist", "박철수", "Dana", "이은지", "Farid", "강하늘", "Hana"} {
		m, err := s.db.AddMember(ctx, survey.Member{Season: s.season.ID, Name: name, Email: fmt.Sprintf("m%d@example.org", i)}, s.now)
		s.must("add a member", err)
		as := survey.Answers{
			q[0].ID: {Version: 1, Number: new(float64(1 + i%5))}, q[1].ID: {Version: 1, Number: new(float64(5 - i%4))},
			q[2].ID: {Version: 1, Number: new(float64(2 * i))}, q[3].ID: {Version: 1, Choices: []int{1 + i%3}},
			q[4].ID: {Version: 1, Choices: []int{1, 2 + i%3}}, q[5].ID: {Version: 1, Slots: []int{9 + i, 33, 34, 60 + i}},
			q[6].ID: {Version: 1, Wished: []string{"Dana"}}, q[7].ID: {Version: 1, Text: "목요일은 어려워요."},
		}
		r := survey.Response{Member: m.ID, Answers: as, Lang: survey.Korean, Consented: true}
		switch {
		case i < 6:
			s.must("answer", s.db.SaveResponse(ctx, r, s.now))
		case i == 6:
			r.Draft = as
			s.must("begin", s.db.SaveDraft(ctx, r, s.now))
		default:
			s.must("drop out", s.db.DropMember(ctx, m.ID, s.now))
		}
	}
}

// Every page of the organizers stands up to axe-core, on a phone in Korean and on a desk in English.
func TestOrganizersPagesInChromium(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	s.work()
	s.fillSeason()
	empty, err := s.db.CreateSeason(t.Context(), s.club.ID, "Empty", s.now)
	s.must("make a season", err)
	file := filepath.Join(t.TempDir(), "명단.csv")
	s.must("write a file", os.WriteFile(file, []byte("이름,이메일,학과\n김민준,min@example.org,국문\n이서연,seo@example.org,수학\n최지우,ji@example.org,국문\n최지우,ji@example.org,수학\n"), 0o600))
	bad := filepath.Join(t.TempDir(), "bad.csv")
	s.must("write a file", os.WriteFile(bad, []byte("Name,E-mail\nAra,a@example.org\nBo,b@example.org,x\nC\n"), 0o600))
	_, colleague := s.joined("second@example.org", survey.Editor)
	s.organizer().invite("third@example.org", survey.Viewer)
	s.must("add a passkey", s.db.AddPasskey(t.Context(), survey.Passkey{Organizer: s.owner.ID, Credential: "key", Name: "Phone", Data: []byte("{}"), Created: s.now}))
	phone, desk := s.signedInTab(b, 360, "ko"), s.signedInTab(b, 1440, "en")
	see := func(tab *webtest.Tab, name, path string) {
		tab.Go(s.url + path)
		tab.Check()
		tab.Screenshot(name)
	}
	for name, path := range map[string]string{
		"clubs": "/clubs", "club": fmt.Sprintf("/clubs/%d", s.club.ID), "season-empty": fmt.Sprintf("/seasons/%d", empty.ID),
		"survey-empty": fmt.Sprintf("/seasons/%d/survey", empty.ID), "season": s.at(""), "poster": s.at("/poster"), "season-delete": s.at("/delete"),
		"survey": s.at("/survey"), "wording": s.at("/survey/wording"), "times": s.at("/survey/times"), "scale": s.at("/survey/questions/1"),
		"options": s.at("/survey/questions/5"), "availability": s.at("/survey/questions/6"), "teammates": s.at("/survey/questions/new?kind=teammates"),
		"preview": s.at("/survey/preview"), "members": s.at("/members"), "members-new": s.at("/members/new"), "member": s.at("/members/1"), "responses": s.at("/responses"),
	} {
		see(phone, "phone-"+name, path)
	}
	organizers := fmt.Sprintf("/clubs/%d/organizers", s.club.ID)
	see(phone, "phone-organizers", organizers)
	see(phone, "phone-account", "/account")
	for name, path := range map[string]string{
		"season": s.at(""), "survey": s.at("/survey"), "members": s.at("/members"), "organizers": organizers, "account": "/account", "handover": colleague + "/handover",
	} {
		see(desk, "desk-"+name, path)
	}
	phone.Go(s.url + s.at("/import"))
	for _, step := range []struct{ name, file string }{{"import-bad", bad}, {"mapping", file}} {
		phone.Upload("#file", step.file)
		phone.Follow("main form button")
		phone.Check()
		phone.Screenshot("phone-" + step.name)
	}
	desk.Go(phone.URL())
	desk.Check()
	phone.Follow("main form button")
	phone.Wait(".good-card")
	phone.Check()
	phone.Screenshot("phone-imported")
}

// What is wider than the screen says so by a shaded edge, hours of a week and figures fit, and what stands in a chart is read on a phone.
func TestWhatIsCutSaysSo(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	s.fillSeason()
	phone, tablet := s.signedInTab(b, 360, "ko"), s.signedInTab(b, 768, "en")
	holds := func(tab *webtest.Tab, what, script string) {
		t.Helper()
		if !webtest.Eval[bool](tab, script) {
			t.Errorf("%s: want %s", tab.URL(), what)
		}
	}
	phone.Go(s.url + s.at("/responses"))
	holds(phone, "a whole week's hours side by side", `(() => { const at = document.querySelector("table.heat").parentElement; return at.scrollWidth <= at.clientWidth })()`)
	charts := func() {
		t.Helper()
		holds(phone, "texts of charts at least 11 px high", `!!document.querySelector(".chart > svg text") && [...document.querySelectorAll(".chart svg text")].every((e) => parseFloat(getComputedStyle(e).fontSize) * e.getCTM().a >= 11)`)
		holds(phone, "texts of charts inside them", `[...document.querySelectorAll(".chart > svg text")].every((e) => {
			const text = e.getBoundingClientRect(), svg = e.ownerSVGElement.getBoundingClientRect();
			return text.left >= svg.left && text.right <= svg.right && text.bottom <= svg.bottom;
		})`)
		holds(phone, "no word of an axis on another one", `[...document.querySelectorAll(".chart > svg .axis")].every((axis) => {
			const boxes = [...axis.querySelectorAll("text")].map((e) => e.getBoundingClientRect());
			return boxes.every((a, i) => boxes.slice(0, i).every((b) => a.right <= b.left || b.right <= a.left || a.bottom - 4 <= b.top || b.bottom - 4 <= a.top));
		})`)
	}
	charts()
	holds(phone, "the 0 of one axis clear of the words of the other", `(() => {
		const ends = (anchor, part) => [...document.querySelectorAll("#arrivals .axis text:not(.name)[text-anchor=" + anchor + "]")]
			.map((e) => +e.getAttribute("y") + part * parseFloat(getComputedStyle(e).fontSize));
		return Math.max(...ends("end", .36)) < Math.min(...ends("middle", -.8));
	})()`)
	phone.Go(s.url + s.at("/groups"))
	charts()
	phone.Go(s.url + s.at("/members"))
	webtest.Eval[bool](phone, `(document.querySelectorAll(".scroll table").forEach((e) => e.style.minWidth = "60rem"), true)`) // however much its table shrinks
	holds(phone, "a shaded edge of a table that is cut, seen through its cells", `[...document.querySelectorAll(".scroll")].some((e) => e.scrollWidth > e.clientWidth) &&
		getComputedStyle(document.querySelector(".scroll")).backgroundImage.includes("gradient") &&
		[...document.querySelectorAll(".scroll :is(td, th)")].every((e) => getComputedStyle(e).backgroundColor === "rgba(0, 0, 0, 0)")`)
	tablet.Go(s.url + s.at("/members"))
	holds(tablet, "no column for IDs that nobody has", `[...document.querySelectorAll(".members tbody tr:first-child > *")].every((_, i) =>
		[...document.querySelectorAll(".members tbody tr")].some((row) => row.children[i].textContent.trim() || row.children[i].querySelector("input")))`)
	sticks := `getComputedStyle(document.querySelector(".bulk")).position === "sticky"`
	holds(tablet, "what to do with the ticked below the list while nobody is", "!("+sticks+")")
	tablet.Click(".members input")
	holds(tablet, "what to do with the ticked in sight", sticks)
}

// Questions are sorted by drag, and an invitation's link is copied from the page that shows it once.
func TestSortQuestionsByDrag(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	s.fillSeason()
	tab := s.signedInTab(b, 1440, "en")
	tab.Go(s.url + s.at("/survey"))
	tab.Drag("#q1 .kind", "#q3 .kind")
	for range 600 {
		if asked, err := s.db.Survey(t.Context(), s.season.ID); err == nil && asked.Questions[0].ID != 1 {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	t.Errorf("after the drag the first question is still the first")
}
