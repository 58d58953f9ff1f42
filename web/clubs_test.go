package web_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
	"dure/web/locale"
)

// inAClub is the site with a club of 10 to 80 random members, of whom up to two in five have not answered.
func (s site) inAClub(t *testing.T, rng *rand.Rand) *site {
	s.T = t
	ctx, err := t.Context(), error(nil)
	s.club, err = s.db.CreateClub(ctx, s.owner.ID, "Random", "", s.now)
	s.must("make a club", err)
	s.season, err = s.db.CreateSeason(ctx, s.club.ID, "Spring", s.now)
	s.must("make a season", err)
	questions := everyKind()
	for i := range questions {
		questions[i].ID = survey.QuestionID(-1 - i)
		for k := range questions[i].Options {
			questions[i].Options[k].Key = 1 + k
		}
	}
	first, last := []string{"Ann", "Bo", "Cyrus", "Dagmar", "Eve", "김민준", "이서연"}, []string{"Lind", "Wren", "Abernathy", "Ito", "Sol", "Okafor"}
	rows, none := make([]survey.Imported, 10+rng.IntN(1+rng.IntN(71))), 0.4*rng.Float64()
	for i := range rows {
		rows[i].Member = survey.Member{Name: first[rng.IntN(len(first))] + " " + last[rng.IntN(len(last))], Email: fmt.Sprintf("m%d@example.org", i)}
	}
	for i := range rows {
		if rng.Float64() >= none {
			rows[i].Answers, rows[i].Answered = someAnswers(rng, questions, rows), true
		}
	}
	file, err := s.db.StoreImport(ctx, survey.Import{Season: s.season.ID, File: "club.csv"}, s.now)
	s.must("keep a file", err)
	_, err = s.db.ApplyImport(ctx, file, rows, questions, s.now)
	s.must("fill the club", err)
	return &s
}

// someAnswers answers what is required of the questions of [everyKind], and some of the others. Names are of nobody, of several, with a slip
// in them, or there twice.
func someAnswers(rng *rand.Rand, asked []survey.Question, rows []survey.Imported) survey.Answers {
	named := func() (names []string) {
		for range rng.IntN(4) {
			name := rows[rng.IntN(len(rows))].Member.Name
			names = append(names, []string{name, name, strings.ToUpper(name), name[:len(name)-1], "Nobody Knows"}[rng.IntN(5)])
		}
		return names
	}
	var slots []int
	for h := range 48 {
		if h%24 >= 9 && h%24 < 22 && rng.IntN(3) > 0 {
			slots = append(slots, h)
		}
	}
	number := float64(rng.IntN(10) + 1)
	all := []survey.Answer{{Number: &number}, {Number: &number}, {Choices: []int{1 + rng.IntN(2)}}, {Choices: []int{1 + rng.IntN(12)}}, {Choices: []int{1, 2}[:rng.IntN(3)]},
		{Slots: slots}, {Wished: named(), Avoided: named()}, {Text: "go"}, {Text: "more"}, {Ranked: []int{3, 1, 2}[:1+rng.IntN(2)]}, {Levels: map[int]int{1: rng.IntN(8)}}}
	as, often := survey.Answers{}, rng.Float64()
	for i, q := range asked {
		all[i].Version = 1
		if q.Required || rng.Float64() < often && !all[i].IsZero() {
			as[q.ID] = all[i]
		}
	}
	return as
}

// The first rules that a random club is divided by, of which pages say numbers.
const (
	answeredFirst = iota
	hoursNext
	wishesNext
)

// randomRequest asks for teams by the rules of which pages say numbers, and up to three of any kind.
func (s *site) randomRequest(rng *rand.Rand) team.Request {
	members, err := s.db.Members(s.Context(), s.season.ID)
	s.must("read the members", err)
	sizes := []team.Sizes{{Ideal: 3}, {Ideal: 4}, {Ideal: 5}, {Teams: 3}, {Min: 3, Max: 5}}
	r := team.Request{Seed: 1, Seconds: 1, WithoutUnanswered: rng.IntN(5) == 0, Sizes: sizes[rng.IntN(len(sizes))]}
	r.Rules = []team.Rule{
		answeredFirst: {Kind: team.Answered},
		hoursNext:     {Kind: team.Hours, Columns: []string{"q6"}, Min: 1},
		wishesNext:    {Kind: team.Wishes, Column: "q7 wished", AvoidColumn: "q7 avoided", AtLeast: new(1)},
	}
	forms, kinds := cardForms(members[0].ID.Code(), members[1].ID.Code(), s.season.ID), slices.DeleteFunc(team.Kinds(), team.Kind.Predicts)
	for _, at := range rng.Perm(len(kinds))[:rng.IntN(4)] {
		rule := forms[kinds[at]][rng.IntN(len(forms[kinds[at]]))].want
		rule.Kind, rule.Strength = kinds[at], []team.Strength{team.Must, team.Should, team.Could}[rng.IntN(3)]
		r.Rules = append(r.Rules, rule)
	}
	return r
}

var questionCode = regexp.MustCompile(`"q\d+`)

// formed forms teams by a request on the questions of [everyKind] within a few looks at a clock, and publishes them; false where the sizes
// or capacities do not fit the members.
func (s *site) formed(r team.Request) (team.ProposalID, bool) {
	data, err := json.Marshal(r)
	s.must("write the request", err)
	before := int(s.stored().Questions[0].ID) - 1 // other seasons have questions too
	data = questionCode.ReplaceAllFunc(data, func(code []byte) []byte {
		n, _ := strconv.Atoi(string(code[2:]))
		return fmt.Appendf(nil, `"q%d`, before+n)
	})
	id, err := s.db.CreateProposal(s.Context(), s.season.ID, "First", data, s.now)
	s.must("make a proposal", err)
	looks := make(chan time.Time, 1)
	looks <- s.now
	err = job.Form(s.Context(), s.db, id, func() time.Time {
		now := <-looks
		looks <- now.Add(time.Second / 10)
		return now
	})
	if _, unfit := errors.AsType[*survey.InvalidError](err); unfit {
		return id, false
	}
	s.must("form", err)
	s.must("publish", s.db.Publish(s.Context(), id, s.now))
	return id, true
}

// commandTells is what the command says of the teams, given the file of them.
func (s *site) commandTells(v *visitor, id team.ProposalID) (told []string) {
	read, err := sheet.Read("roster.csv", strings.NewReader(v.get(s.at("/proposals/%d/roster.csv", id)).want(200).body))
	s.must("read the file", err)
	days := slices.DeleteFunc(slices.Clone(read.Header), func(name string) bool { return !strings.HasPrefix(name, "When are you free?") })
	rules := []team.Rule{{Kind: team.Answered}, {Kind: team.Hours, Columns: days, Min: 1},
		{Kind: team.Wishes, Column: "With whom? (wished)", AtLeast: new(1)}}
	var teams [][]int
	for i, row := range read.Rows {
		if row[0] == "" {
			break // who is in no team comes last
		}
		if i == 0 || row[0] != read.Rows[i-1][0] {
			teams = append(teams, nil)
		}
		teams[len(teams)-1] = append(teams[len(teams)-1], i)
	}
	table, _ := read.Table(sheet.As{Types: team.ColumnTypes(rules), Avoided: team.AvoidColumns(rules)})
	draft, err := team.Open(team.Input{Table: table, Rules: rules}, teams)
	s.must("open the teams of the file", err)
	for _, facts := range draft.ExplainTeams() {
		var lines []string
		for _, f := range facts {
			lines = append(lines, locale.InEnglish(string(f.Key), f.Args))
		}
		told = append(told, strings.Join(lines, " "))
	}
	return told
}

// A team in which a wish is for a name that nobody here has is not called kept, not even where another wish in it is met, and a must-rule of which
// that is not known is not shown as good.
func TestNoTeamIsCalledKeptInWhichAWishIsNotUnderstood(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 1}).Questions[0].ID
	ann, bo, cyrus, dagmar, eve, fay := s.member("Ann"), s.member("Bo"), s.member("Cyrus"), s.member("Dagmar"), s.member("Eve"), s.member("Fay")
	s.say(ann, survey.Answers{q: {Version: 1, Wished: []string{"Bo"}}})
	s.say(eve, survey.Answers{q: {Version: 1, Wished: []string{"Fay"}}})
	s.say(fay, survey.Answers{q: {Version: 1, Wished: []string{"Zed Zebra"}}})
	s.say(cyrus, survey.Answers{q: {Version: 1, Wished: []string{"Zed Zebra"}}})
	id, ok := s.formed(team.Request{Seed: 1, Seconds: 1, Sizes: team.Sizes{Ideal: 2}, Rules: []team.Rule{
		{Kind: team.Wishes, Column: "q1 wished", AvoidColumn: "q1 avoided", Strength: team.Must}, {Kind: team.Together, Members: []team.Text{team.Text(cyrus.ID.Code()), team.Text(dagmar.ID.Code())}}}})
	if !ok {
		t.Fatalf("no teams were formed of %s, %s and two more", ann.Name, bo.Name)
	}
	v := s.organizer()
	page := v.get(s.at("/proposals/%d", id)).want(200, "2 / 2", "of 2 teams not all is known", "3 / 3", `<div class="not-kept">`, "1 of 2 who wished has their wishes met, and of 1 it is not known.", "Of the wishes that can be known 1 of 1 is met, and 1 waits for a name to be understood.",
		"2 of them have their wishes met, and of 2 it is not known: the score is of the wishes that are understood.")
	if said, want := page.said(1), map[string]int{"kept": 1, "kept so far": 1, "—": 1}; !maps.Equal(said, want) {
		t.Errorf("the page says %v of the teams, want %v:\n%s", said, want, page.body)
	}
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	v.get(s.at("/proposals/%d/publish", id)).want(200, "As far as the names that members typed are understood, every must-rule is kept")
	v.lang = "ko"
	v.get(s.at("/proposals/%d", id)).want(200, "바란 2명 중 1명의 바람이 이루어졌고 1명은 알 수 없습니다.", "2명의 바람이 이루어졌고 2명은 알 수 없습니다. 점수는")
}

// Where nobody has answered, spreading who has not is nothing to be good at: no figure and no green stands there.
func TestNothingIsScoredOfAnsweredWhereNobodyAnswered(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	for _, name := range []string{"Ann", "Bo", "Cyrus", "Dagmar"} {
		s.member(name)
	}
	id, ok := s.formed(team.Request{Seed: 1, Seconds: 1, Sizes: team.Sizes{Ideal: 2}, Rules: []team.Rule{{Kind: team.Answered}, {Kind: team.Balance, Columns: []string{"q1"}, Strength: team.Should}}})
	if !ok {
		t.Fatal("no teams were formed of four members")
	}
	page := s.organizer().get(s.at("/proposals/%d", id)).want(200, "Nobody has answered, so that there is nothing to spread.").lacks("2 / 2")
	if said := page.said(1); !maps.Equal(said, map[string]int{"nothing to say": 2}) {
		t.Errorf("the page says %v of two teams of whom nobody has answered", said)
	}
}

// said counts what the table of every team on every rule says of a rule, by number from 1.
func (r reply) said(rule int) map[string]int {
	said := map[string]int{}
	for row := range strings.SplitSeq(r.body, "<tr>") {
		if cells := heatCell.FindAllStringSubmatch(row, -1); len(cells) >= rule {
			said[strings.TrimSpace(cells[rule-1][1])]++
		}
	}
	return said
}

var heatCell = regexp.MustCompile(`<td class="heat-cell [a-z]+">([^<]*)`)
