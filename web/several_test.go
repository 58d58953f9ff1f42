package web_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// codes are the members as forms name them.
func codes(all ...survey.MemberID) (out []string) {
	for _, id := range all {
		out = append(out, id.Code())
	}
	return out
}

// Without a script several are chosen by ticks, each team says what moving all there would change, and they move in one step that is undone in one.
func TestSeveralMoveTogether(t *testing.T) {
	s, m := newTeams(t, 9)
	v := s.organizer()
	id := s.divided("First", m[:3], m[3:6], m[6:8])
	at := s.at("/proposals/%d", id)
	ask := at + "/move?" + url.Values{"member": codes(m[0].ID, m[3].ID, m[6].ID)}.Encode()
	v.get(fmt.Sprintf("%s/move?member=%d", at, m[0].ID)).want(200, "Move others along", `name="member" value="`+m[8].ID.Code()+`"`)
	v.get(ask).want(200, "Move 3 members", "to Team 1 (3 people)", "to Team 3 (2 people)").lacks("trade places", "No longer takes part")
	v.get(ask+"&target=2").want(200, "Member00, Member03, Member06 to Team 3", "Keep this")
	v.get(ask + "&target=1-" + m[4].ID.Code()).want(422)
	v.get(at + "/move?member=" + m[0].ID.Code() + "&member=99999").want(404)
	v.get(at + "/move").want(404)
	before := s.lineup(id)
	form := url.Values{"member": codes(m[0].ID, m[3].ID, m[6].ID, m[0].ID), "target": {"2"}, "revision": {s.current(id)}}
	v.post(at+"/move", form).want(200, "Member00, Member03 are in Team 3 now.")
	if got, want := fmt.Sprint(s.lineup(id)), fmt.Sprint([][]survey.MemberID{{m[1].ID, m[2].ID}, {m[4].ID, m[5].ID}, {m[6].ID, m[7].ID, m[0].ID, m[3].ID}}); got != want {
		t.Errorf("the teams are %s, want %s", got, want)
	}
	v.post(at+"/move", url.Values{"member": codes(m[0].ID, m[3].ID), "target": {"2"}, "revision": {s.current(id)}}).want(200, "Choose a team")
	form.Set("target", "1")
	v.post(at+"/move", form).want(200, "Somebody changed this proposal in the meantime", "Member00, Member03, Member06 to Team 2", "Keep this")
	v.post(at+"/undo", url.Values{"revision": {s.current(id)}}).want(200, "Undone. Member00, Member03 have changed teams.")
	if got := s.lineup(id); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("one undo leaves %v, want %v", got, before)
	}
	v.post(at+"/lock", url.Values{"member": {m[3].ID.Code()}, "lock": {"yes"}, "revision": {s.current(id)}}).want(200)
	v.get(ask).want(200, "Member03 is locked in Team 2. Unlock Member03 first.").lacks("Best places")
	form.Set("revision", s.current(id))
	form.Set("target", "0")
	v.post(at+"/move", form).want(200, "Unlock Member03 first.")
	v.lang = "ko"
	v.get(ask).want(200, "멤버 3명 옮기기", "먼저 Member03 님의 잠금을 푸세요")
}

// Several are chosen with Ctrl and Shift, by keys alone and by finger, are told to who cannot see, and move together in one step: to a team, or where Enter is
// pressed on somebody or one finger drags them to somebody, to the team of that one.
func TestSeveralInABrowser(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 24)
	s.form()
	id := s.organizer().press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	before := s.lineup(id)
	chosen := []survey.MemberID{before[0][0], before[0][1], before[1][2]}
	cost, onTeam, onPerson := `[data-team="3"] .drop-here .cost`, `[data-team="3"] .drop-here`, nameOf(before[3][1])
	for _, lang := range []string{"en", "ko"} {
		for _, hand := range s.hands(b, lang) {
			tab := hand.tab
			click := func(m survey.MemberID, key string) {
				webtest.Eval[bool](tab, fmt.Sprintf(`(document.querySelector(%q).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, %s: true })), true)`, nameOf(m), key))
			}
			enters := func(to string) func() {
				return func() {
					tab.Key("Enter", false) // on one of them nothing moves
					tab.Until("who is chosen stays", `/Enter/.test(document.getElementById("board-said").textContent) && document.querySelectorAll("#main .picked").length === 3`)
					hand.arrows(to)
					if says := webtest.Eval[string](tab, `document.activeElement.ariaLabel`); to == onPerson && !regexp.MustCompile(`Team 4|4팀`).MatchString(says) {
						t.Errorf("Enter on somebody moves there, of which a screen reader says %q", says)
					}
					tab.Key("Enter", false)
				}
			}
			for _, way := range []struct {
				hand, name   string
				choose, drop func()
			}{
				{"pointer", "with Ctrl and Shift", func() {
					click(chosen[0], "ctrlKey")
					click(chosen[1], "shiftKey")
					click(chosen[2], "metaKey")
				}, func() { tab.Click(onTeam) }},
				{"keys", "by keys to a team", func() { hand.spaces(chosen...) }, enters(onTeam)},
				{"keys", "by keys to somebody", func() { hand.spaces(before[4][0], chosen[0], before[4][0], chosen[1], chosen[2]) }, enters(onPerson)},
				{"finger", "by finger to a team", func() { hand.rests(chosen...) }, func() { tab.Tap(onTeam) }},
				{"finger", "by one finger to somebody", func() { hand.rests(chosen...) }, func() {
					tab.Touch(360, 3000)
					tab.Carry(nameOf(chosen[1]), onPerson, ".ghost")
					tab.Touch(360, 740)
				}},
			} {
				if way.hand != hand.name {
					continue
				}
				t.Run(lang+" "+way.name, func(t *testing.T) {
					tab.Go(s.url + s.at("/proposals/%d", id))
					way.choose()
					tab.Until("three chosen", `document.querySelectorAll("#main .picked").length === 3 && document.querySelector("#chosen")?.textContent.match(/\d+/)[0] === "3"`)
					tab.Until("it is said", `document.getElementById("board-said").textContent === document.getElementById("chosen").textContent`)
					tab.Wait(cost)
					tab.Check()
					tab.Screenshot("board-several-" + lang + "-" + strings.ReplaceAll(way.name, " ", "-"))
					way.drop()
					s.untilChanged(t, id, before)
					after := s.lineup(id)
					for _, m := range chosen {
						if !slices.Contains(after[3], m) {
							t.Errorf("%d is not in %v", m, after[3])
						}
					}
					if !slices.Contains(after[3], before[3][1]) {
						t.Errorf("whom they came to is not in %v", after[3])
					}
					tab.Until("one line says it", `/now\.$|옮겼습니다\.$/.test(document.getElementById("board-said").textContent.trim())`)
					tab.Until("the first has the focus", fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, nameOf(chosen[0])))
					hand.press(`form[action$="/undo"] button`)
					s.untilChanged(t, id, after)
					if now := s.lineup(id); fmt.Sprint(now) != fmt.Sprint(before) {
						t.Errorf("one undo leaves %v, want %v", now, before)
					}
				})
			}
		}
	}
	t.Run("let go", func(t *testing.T) {
		desk := s.signedInTab(b, 1440, "en")
		desk.Go(s.url + s.at("/proposals/%d", id))
		desk.Click(nameOf(chosen[0]))
		desk.Click("#places [data-several]")
		desk.Click(nameOf(chosen[2]))
		desk.Until("two chosen", `document.querySelector("#chosen")?.textContent.startsWith("2")`)
		desk.Set("[data-find]", "Member0")
		desk.Until("who is looked for is found among those to choose", `[...document.querySelectorAll("#board [data-member]")].some(item => !item.checkVisibility())`)
		desk.Click(nameOf(chosen[0]))
		desk.Until("one is taken off", `document.querySelector("#chosen")?.textContent.startsWith("1")`)
		desk.Key("Escape", false)
		desk.Until("nobody is chosen", `!document.querySelector(".picked, .cost, #chosen, [data-label]")`)
	})
}

var (
	optionCost = regexp.MustCompile(`<option value="(\d+)(?:-(\d+))?" data-cost="([^" ]+)`)
	shownScore = regexp.MustCompile(`(?s)id="summary-heading".*?<strong[^>]*>([\d.]+)|of the rules that are no must: ([\d.]+)`)
)

// What stands at each place while somebody is picked up is the difference of the scores that the page shows before and after the drop, character for
// character; where both are shown alike it is less than what is shown of them.
func TestCostsAreThoseOfThePageAfter(t *testing.T) {
	s, m := newTeamsOf(t, 14, odd)
	v := s.organizer()
	rng := rand.New(rand.NewPCG(20, 3))
	for round := range webtest.Rounds(6, 40) {
		rng.Shuffle(len(m), func(a, b int) { m[a], m[b] = m[b], m[a] })
		rules := []team.Rule{{Kind: team.Balance, Columns: []string{"q1"}}, {Kind: team.Spread, Columns: []string{"q1"}, Weight: float64(1 + rng.IntN(5))}, {Kind: team.Match, Column: "q2", Weight: float64(1 + rng.IntN(3))}}
		id := s.dividedBy(team.Request{Rules: rules[rng.IntN(2):], Sizes: team.Sizes{Ideal: 4}}, m[:4], m[4:9], m[9:13])
		at := s.at("/proposals/%d", id)
		score := func() (string, float64) {
			found := shownScore.FindStringSubmatch(v.get(at).want(200).body)
			if found == nil {
				t.Fatalf("%s shows no score", at)
			}
			x, _ := strconv.ParseFloat(found[1]+found[2], 64)
			return found[1] + found[2], x
		}
		was, a := score()
		picked := codes(m[0].ID)
		if round%3 == 2 {
			picked = codes(m[0].ID, m[5].ID)
		}
		places := optionCost.FindAllStringSubmatch(v.get(at+"/move?places=all&"+url.Values{"member": picked}.Encode()).want(200).body, -1)
		rng.Shuffle(len(places), func(a, b int) { places[a], places[b] = places[b], places[a] })
		for _, place := range places[:min(4, len(places))] {
			target := strings.TrimSuffix(place[1]+"-"+place[2], "-")
			v.post(at+"/move", url.Values{"member": picked, "target": {target}, "revision": {s.current(id)}}).want(200)
			is, b := score()
			want := strings.Replace(fmt.Sprintf("%+.1f", b-a), "-", "−", 1)
			said, _ := strconv.ParseFloat(strings.NewReplacer("−", "-", "±", "").Replace(place[3]), 64)
			if was != is && place[3] != want || was == is && (said >= 0.1 || said <= -0.1) {
				t.Errorf("%v to %s is said to change the score by %s; the page shows %s before and %s after", picked, target, place[3], was, is)
			}
			v.post(at+"/undo", url.Values{"revision": {s.current(id)}}).want(200)
		}
	}
}

// While teams are formed for whom members ask in confidence, the page says why it shows no scores; else it says nothing of that.
func TestFormingSaysWhyThereIsNoCurve(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 1, Avoids: 1})
	v := s.organizer()
	for avoid, says := range map[string]bool{"q1 avoided": true, "": false} {
		data, err := json.Marshal(team.Request{Rules: []team.Rule{{Kind: team.Wishes, Column: "q1 wished", AvoidColumn: avoid, AtLeast: new(1)}}})
		s.must("write the request", err)
		id, err := s.db.CreateProposal(t.Context(), s.season.ID, "First", data, s.now)
		s.must("make a proposal", err)
		page := v.get(s.at("/proposals/%d", id)).want(200, `id="forming"`)
		if got := strings.Contains(page.body, "no scores are shown on the way"); got != says {
			t.Errorf("with the avoidances %q the page says why it shows no scores: %t, want %t", avoid, got, says)
		}
	}
}
