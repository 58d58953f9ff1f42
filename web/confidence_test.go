package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
	"dure/web"
	"dure/web/job"
)

// ofOneSite is what a page has that is drawn anew in each site: links, the mark of one, keys of forms, and times by the clock of the database.
var ofOneSite = regexp.MustCompile(`(http://127\.0\.0\.1:\d+)?/[ms]/[A-Za-z0-9_-]{20,}|name="once" value="[A-Z2-7]{26}"|(stops working\."><input [^>]*><input) type="hidden" name="read"[^>]*>|Since [^.]*, \d\d:\d\d\.`)

// confiding is a season of twelve members in three teams, by rules on whom they wish and avoid, on a sensitive question and on an open one; the
// last of them answers again, as given. Its first proposal is divided by hand, and the second was formed, by rules that leave no other.
func confiding(t *testing.T, strength team.Strength, again func(survey.Question, *survey.Answer)) (*site, []survey.Member, []team.ProposalID) {
	s := newSite(t)
	option := func(words string) survey.Option { return survey.Option{Label: survey.Text{"en": words}} }
	asked := s.ask(
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 2},
		survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Illness"}, Sensitive: true, Options: []survey.Option{option("Asthma"), option("Gout")}},
		survey.Question{Kind: survey.Number, Title: survey.Text{"en": "Debts"}, Sensitive: true},
		survey.Question{Kind: survey.Scale, Title: survey.Text{"en": "Energy"}, Min: new(1.0), Max: new(5.0)},
		survey.Question{Kind: survey.AnyOf, Title: survey.Text{"en": "Diets"}, Sensitive: true, Options: []survey.Option{option("Vegan"), option("Halal")}},
		survey.Question{Kind: survey.Scale, Title: survey.Text{"en": "Pain"}, Sensitive: true, Min: new(1.0), Max: new(5.0)},
		survey.Question{Kind: survey.Level, Title: survey.Text{"en": "Tongues"}, Sensitive: true, Options: []survey.Option{option("Korean"), option("Latin")}},
		survey.Question{Kind: survey.Rank, Title: survey.Text{"en": "Fears"}, Sensitive: true, Options: []survey.Option{option("Heights"), option("Water")}},
		survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "Therapy"}, Sensitive: true, Days: []int{0}, From: 8, To: 20},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Diagnosis"}, Sensitive: true},
	)
	q := asked.Questions
	var m []survey.Member
	for i := range 12 {
		m = append(m, s.member(fmt.Sprintf("Member%02d", i)))
	}
	var last survey.Answers
	for i := range m {
		last = survey.Answers{
			q[0].ID: {Version: 1, Wished: []string{m[(i+5)%12].Name}, Avoided: []string{m[(i+3)%12].Name}},
			q[1].ID: {Version: 1, Choices: []int{1 + i%2}}, q[2].ID: {Version: 1, Number: new(float64(i))}, q[3].ID: {Version: 1, Number: new(float64(1 + i%5))},
			q[4].ID: {Version: 1, Choices: []int{1 + i%2}}, q[5].ID: {Version: 1, Number: new(float64(1 + i%5))}, q[6].ID: {Version: 1, Levels: map[int]int{1: i % 6}},
			q[7].ID: {Version: 1, Ranked: []int{1 + i%2, 2 - i%2}}, q[8].ID: {Version: 1, Slots: []int{8 + i%3}}, q[9].ID: {Version: 1, Text: fmt.Sprint("Case ", i%4)},
		}
		s.say(m[i], last)
	}
	for _, q := range q {
		a := last[q.ID]
		again(q, &a)
		last[q.ID] = a
	}
	s.say(m[11], last)
	wished, avoided := q[0].MateColumns()
	s.must("keep the cards", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
		d.Kept, d.Cards = true, nil
		d.Add(team.Rule{Kind: team.Wishes, Column: wished, AvoidColumn: avoided, AtLeast: new(1), Strength: strength})
		d.Add(team.Rule{Kind: team.NeverAlone, Column: q[1].Column(), Value: "o1", Strength: strength})
		d.Add(team.Rule{Kind: team.Match, Column: q[1].Column()})
		d.Add(team.Rule{Kind: team.Balance, Columns: []string{q[2].Column()}})
		d.Add(team.Rule{Kind: team.Balance, Columns: []string{q[3].Column()}})
		d.Add(team.Rule{Kind: team.Match, Column: q[4].Column()})
		d.Add(team.Rule{Kind: team.Spread, Columns: []string{q[5].Column()}})
		return nil
	}))
	deck, err := s.db.Deck(t.Context(), s.season.ID)
	s.must("read the cards", err)
	r := team.Request{Sizes: team.Sizes{Ideal: 4}, Rules: deck.Rules()}
	s.dividedBy(r, m[4:8], m[8:], m[:4])
	ids := []team.ProposalID{s.dividedBy(r, m[:4], m[4:8], m[8:])}
	r.Sizes, r.Seed = team.Sizes{Ideal: 6}, 1
	for i := range r.Rules {
		r.Rules[i].Strength = team.Should
	}
	for _, half := range [][]survey.Member{m[:6], m[6:]} {
		together := team.Rule{Kind: team.Together, Strength: team.Must}
		for _, of := range half {
			together.Members = append(together.Members, team.Text(of.ID.Code()))
		}
		r.Rules = append(r.Rules, together)
	}
	data, err := json.Marshal(r)
	s.must("write the request", err)
	formed, err := s.db.CreateProposal(t.Context(), s.season.ID, "Formed", data, s.now)
	s.must("make a proposal", err)
	s.must("form teams", job.Form(t.Context(), s.db, formed, func() time.Time { return s.now }))
	return s, m, append(ids, formed)
}

// Non-interference: for one and the same division an organizer gets the same from every address, byte for byte, whomever a member avoids and
// whatever a member says in confidence. Only publishing says, in one sentence, that not all is met, and leads to the page that mends it.
func TestNothingTellsWhatIsSaidInConfidence(t *testing.T) {
	skip := regexp.MustCompile(`/events$|/qr.svg$|/mend$|/log$|/logo/|/study|/fit/models/|/fit/files/|/imports/|/proposals/:proposal/fit$`)
	confided := regexp.MustCompile(`(?s)<li id="check-confided".*?</li>|<button[^>]*name="sure"[^>]*>[^<]*</button>`)
	for _, strength := range []team.Strength{team.Must, team.Should} {
		pages := func(again func(survey.Question, *survey.Answer)) map[string]string {
			s, m, ids := confiding(t, strength, again)
			v, all := s.organizer(), map[string]string{}
			fill := strings.NewReplacer(":season", fmt.Sprint(s.season.ID), ":club", fmt.Sprint(s.club.ID), ":member", fmt.Sprint(m[11].ID), ":proposal", fmt.Sprint(ids[0]),
				":question", "2", ":rule", "2", ":shape", "canvas.csv", ":organizer", fmt.Sprint(s.owner.ID))
			for _, r := range web.Routes() {
				if r.Method != http.MethodGet || skip.MatchString(r.Path) || !strings.HasPrefix(r.Path, "/clubs") && !strings.HasPrefix(r.Path, "/seasons") {
					continue
				}
				paths := []string{fill.Replace(r.Path)}
				switch r.Path {
				case "/seasons/:season/proposals/:proposal":
					paths = append(paths, fmt.Sprintf("%s?why=%d", paths[0], m[11].ID), fmt.Sprintf("%s?why=%d", paths[0], m[0].ID))
				case "/seasons/:season/proposals/:proposal/preview":
					paths = append(paths, fmt.Sprintf("%s?member=%d", paths[0], m[0].ID), fmt.Sprintf("%s?member=%d", paths[0], m[8].ID))
				case "/seasons/:season/proposals/:proposal/move":
					paths = []string{fmt.Sprintf("%s?member=%d&target=0", paths[0], m[11].ID), fmt.Sprintf("%s?member=%d&target=0-%d", paths[0], m[11].ID, m[0].ID)}
				case "/seasons/:season/survey/questions/:question", "/seasons/:season/survey/questions/:question/versions", "/seasons/:season/survey/questions/:question/delete":
					for q := range s.stored().Questions {
						paths = append(paths, strings.Replace(paths[0], "/questions/2", fmt.Sprintf("/questions/%d", q+1), 1))
					}
				case "/seasons/:season/teams/rules/new":
					for _, kind := range team.Kinds() {
						paths = append(paths, fmt.Sprintf("%s?kind=%s", paths[0], kind))
					}
				case "/seasons/:season/members":
					paths = append(paths, paths[0]+"?q=Case", paths[0]+"?q=Member08", paths[0]+"?state=answered", paths[0]+"?state=draft")
				case "/seasons/:season/members/bulk":
					paths = append(paths, fmt.Sprintf("%s?what=remove&m=%d", paths[0], m[11].ID), fmt.Sprintf("%s?what=export&m=%d&m=%d", paths[0], m[11].ID, m[0].ID))
				case "/seasons/:season/members/:member":
					paths = append(paths, strings.Replace(paths[0], fmt.Sprint("/", m[11].ID), fmt.Sprint("/", m[0].ID), 1))
				case "/seasons/:season/proposals/:proposal/compare":
					paths = append(paths, fmt.Sprintf("%s?with=%d", paths[0], ids[1]))
				case "/seasons/:season/groups":
					paths = append(paths, paths[0]+"?k=3", fmt.Sprintf("%s?k=3&q=2&q=3&q=6", paths[0]))
				case "/seasons/:season/proposals/:proposal/repair":
					paths = append(paths, paths[0]+"?budget=2")
				}
				for _, path := range slices.Clone(paths) {
					if of := fmt.Sprintf("/proposals/%d", ids[0]); strings.Contains(path, of) {
						paths = append(paths, strings.Replace(path, of, fmt.Sprintf("/proposals/%d", ids[1]), 1))
					}
				}
				for _, path := range paths {
					if strings.Contains(path, ":") {
						t.Fatalf("the test does not know what to put into %s", path)
					}
					all[path] = confided.ReplaceAllString(ofOneSite.ReplaceAllString(v.get(path).body, "LINK"), "")
				}
			}
			form := url.Values(s.stored().Questions[0].Form())
			form["avoids"], form["revision"] = []string{"0"}, []string{"0"}
			all["to ask for no avoidances"] = ofOneSite.ReplaceAllString(v.post(s.at("/survey/questions/1"), form).body, "LINK")
			return all
		}
		compare := func(what string, same, other map[string]string) {
			for path, page := range same {
				if other[path] != page {
					t.Errorf("%s: %s tells that the last member %s:\n%s", strength, path, what, firstDifference(other[path], page))
				}
			}
		}
		compare("avoids somebody, and wishes for nobody",
			pages(func(_ survey.Question, a *survey.Answer) { a.Wished, a.Avoided = nil, nil }), pages(func(_ survey.Question, a *survey.Answer) { a.Wished = nil }))
		same := pages(func(survey.Question, *survey.Answer) {})
		for what, again := range map[string]func(survey.Question, *survey.Answer){
			"avoids nobody":          func(_ survey.Question, a *survey.Answer) { a.Avoided = nil },
			"avoids all in the team": func(_ survey.Question, a *survey.Answer) { renamed(a, "Member08", "Member09") },
			"has another illness":    func(_ survey.Question, a *survey.Answer) { chose(a, 1) },
			"tells of no illness":    func(q survey.Question, a *survey.Answer) { unanswered(q, a) },
			"says all else in confidence": func(q survey.Question, a *survey.Answer) {
				all := map[survey.Kind]survey.Answer{
					survey.AnyOf: {Choices: []int{1, 2}}, survey.Level: {Levels: map[int]int{1: 5, 2: 1}}, survey.Rank: {Ranked: []int{1}},
					survey.Availability: {Slots: []int{19}}, survey.ShortText: {Text: "Leprosy"}, survey.Scale: {Number: new(5.0)},
				}
				if other, ok := all[q.Kind]; ok && q.Sensitive {
					other.Version, *a = 1, other
				}
			},
			"says nothing in confidence": func(q survey.Question, a *survey.Answer) {
				if q.Sensitive {
					*a = survey.Answer{}
				}
			},
			"has debts beyond measure": func(q survey.Question, a *survey.Answer) { counted(q, a, 1e6) },
		} {
			compare(what, same, pages(again))
		}
		if len(same) < 100 {
			t.Errorf("only %d pages were compared", len(same))
		}
	}
}

func renamed(a *survey.Answer, names ...string) {
	if len(a.Avoided) > 0 {
		a.Avoided = names
	}
}

func chose(a *survey.Answer, key int) {
	if len(a.Choices) > 0 {
		a.Choices = []int{key}
	}
}

func unanswered(q survey.Question, a *survey.Answer) {
	if q.Sensitive && len(q.Options) > 0 {
		*a = survey.Answer{}
	}
}

func counted(q survey.Question, a *survey.Answer, n float64) {
	if q.Sensitive && a.Number != nil {
		a.Number = &n
	}
}

// firstDifference shows two texts around where they begin to differ.
func firstDifference(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	from := max(0, at-200)
	return fmt.Sprintf("…%s…\nand else\n…%s…", a[from:min(len(a), at+200)], b[from:min(len(b), at+200)])
}

// A sensitive question is not offered to a rule that would sort by it, and to none before enough gave each answer.
func TestRulesOnSensitiveQuestions(t *testing.T) {
	s, m, _ := confiding(t, team.Should, func(survey.Question, *survey.Answer) {})
	v := s.organizer()
	for _, kind := range team.Kinds() {
		mixes := slices.Contains([]team.Kind{team.Spread, team.Match, team.Balance, team.NeverAlone}, kind)
		_, body, _ := strings.Cut(v.get(s.at("/teams/rules/new?kind=%s", kind)).body, `id="rule-0"`)
		if offers := strings.Contains(body, "Illness") || strings.Contains(body, "Debts"); offers != mixes {
			t.Errorf("the form for a rule of kind %s offers sensitive questions: %v, want %v", kind, offers, mixes)
		}
	}
	const small, counted = "counts only where every team has at least 4 members", "What members said in confidence was counted"
	deck, err := s.db.Deck(t.Context(), s.season.ID)
	s.must("read the cards", err)
	v.get(s.at("/teams")).want(200, "Illness").lacks(small)
	_, err = s.db.FormTeams(t.Context(), s.season.ID, "Small", json.RawMessage("{}"), `{"ideal": "3"}`, s.now)
	s.must("form by small sizes", err)
	v.get(s.at("/teams")).want(200, small)
	for ideal, counts := range map[int]bool{3: false, 4: true} {
		rules := slices.DeleteFunc(deck.Rules(), func(r team.Rule) bool { return r.Kind == team.Wishes }) // whom members avoid counts in any teams
		page := v.get(s.at("/proposals/%d", s.dividedBy(team.Request{Sizes: team.Sizes{Ideal: ideal}, Rules: rules}, m[:6], m[6:]))).want(200, "Illness")
		if strings.Contains(page.body, counted) != counts || strings.Contains(page.body, small) == counts {
			t.Errorf("of teams of %d the page says that what is in confidence was counted: %t, want %t, and else why not", ideal, !counts, counts)
		}
	}
	q := s.stored().Questions[1]
	r := team.Request{Rules: []team.Rule{{Kind: team.Section, Column: q.Column()}}}
	s.must("keep a card from before", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
		d.Kept, d.Cards = true, nil
		d.Add(r.Rules[0])
		return nil
	}))
	v.get(s.at("/teams")).want(200, "is answered in confidence")
	s.work()
	v.post(s.at("/proposals"), map[string][]string{"ideal": {"4"}, "seconds": {"1"}}).want(422, "is answered in confidence")
	v.get(s.at("/proposals/%d", s.dividedBy(r, m[:6], m[6:]))).want(200, "in confidence").lacks("100\u00a0%", "of what the rules ask for", "0.00", "1.00")
}
