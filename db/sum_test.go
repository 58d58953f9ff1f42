package db

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dure/survey"
)

// summed says what the season's first question is added up to: how many answered, and how many chose each option.
func summed(t *testing.T, d *DB, season survey.SeasonID) string {
	t.Helper()
	ctx := context.Background()
	asked := must[survey.Survey](t)(d.Survey(ctx, season))
	versions := must[[]survey.Question](t)(d.QuestionVersions(ctx, season))
	sums := must[survey.Sums](t)(d.Sums(ctx, season))
	total := survey.Totals(asked, nil, sums, versions)[0]
	if total.Hidden {
		return "hidden"
	}
	var counts []int
	for _, b := range total.Bars {
		counts = append(counts, b.Count)
	}
	return fmt.Sprint(total.Answered, " ", counts)
}

func testSums(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	secret := oneOf("Which?", "alpha", "gamma")
	secret.Sensitive = true
	q := openSurvey(t, d, season.ID, secret).Questions[0]
	var members []survey.MemberID
	for i := range 12 {
		members = append(members, newMember(t, d, season.ID, fmt.Sprint("m", i)).ID)
	}
	answer := func(m, option int) {
		t.Helper()
		as := survey.Answers{}
		if option > 0 {
			as[q.ID] = survey.Answer{Version: 1, Choices: []int{q.Options[option-1].Key}}
		}
		ok(t, d.SaveResponse(ctx, survey.Response{Member: members[m], Answers: as}, now))
	}
	tells := func(what, want string) {
		t.Helper()
		if got := summed(t, d, season.ID); got != want {
			t.Errorf("%s: the question is added up to %s, want %s", what, got, want)
		}
	}
	tells("before the first", "hidden")
	for m := range 4 {
		answer(m, 1)
	}
	tells("of four", "hidden")
	answer(4, 1)
	tells("of five", "5 [5 0]")
	answer(5, 2)
	tells("once a sixth has answered", "5 [5 0]")
	ok(t, d.DropMember(ctx, members[5], now))
	tells("once the sixth has dropped out", "5 [5 0]")
	ok(t, d.DropMember(ctx, members[0], now))
	tells("once one who is in it has dropped out", "5 [5 0]")
	ok(t, d.RestoreMember(ctx, members[0]))
	ok(t, d.RestoreMember(ctx, members[5]))
	tells("once both are back", "5 [5 0]")
	for range 3 {
		answer(1, 2)
		answer(1, 1)
		answer(2, 0)
		answer(2, 1)
	}
	for m := 6; m < 9; m++ {
		answer(m, 2)
	}
	tells("after four new answers, and changes that were taken back", "5 [5 0]")
	answer(1, 2)
	tells("after five that are new or changed, of which two came since the sums were last looked at", "5 [5 0]")
	for _, m := range []int{2, 3, 4} {
		answer(m, 1)
	}
	tells("once five have sent since then, three of them what they had sent before", "9 [4 5]")
	ok(t, d.EraseMember(ctx, members[8], true, nil, now))
	tells("once one who is in it is erased", "9 [4 5]")
	answer(0, 0)
	answer(1, 0)
	for m := 9; m < 12; m++ {
		answer(m, 1)
	}
	tells("after two took theirs back and three are new", "9 [6 3]")
}

// A sum moves, and first comes up, when the fifth member sends since it was last looked at, whatever each of them sends, and not with the answer
// that makes it enough: that would tell that whoever sent at that moment gave one.
func testSumsTellNothingOfWhoSentLast(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	gate, week := oneOf("Pregnant?", "yes", "no"), survey.Question{Kind: survey.Number, Title: survey.Text{"en": "Week of pregnancy"}}
	gate.Sensitive, week.Sensitive = true, true
	asked := openSurvey(t, d, season.ID, gate, week)
	for place := range asked.Questions[1:] {
		q := asked.Questions[place+1]
		q.Show = &survey.Condition{Question: asked.Questions[0].ID, Options: []int{1}}
		asked.Questions[place+1] = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))
	}
	q := asked.Questions
	var members []survey.MemberID
	for i := range 16 {
		members = append(members, newMember(t, d, season.ID, fmt.Sprint("m", i)).ID)
	}
	send := func(m int, pregnant bool) {
		t.Helper()
		as := survey.Answers{q[0].ID: {Version: q[0].Version, Choices: []int{2}}}
		if pregnant {
			as = survey.Answers{q[0].ID: {Version: q[0].Version, Choices: []int{1}}, q[1].ID: {Version: q[1].Version, Number: new(20.0)}}
		}
		ok(t, d.SaveResponse(ctx, survey.Response{Member: members[m], Answers: as}, now))
	}
	weeks := func() string {
		sums := must[survey.Sums](t)(d.Sums(ctx, season.ID))
		totals := survey.Totals(must[survey.Survey](t)(d.Survey(ctx, season.ID)), nil, sums, nil)
		if totals[1].Hidden {
			return "hidden"
		}
		return fmt.Sprint(totals[1].Answered)
	}
	for range 6 {
		send(0, true) // who sends many times is one
	}
	for m := 1; m < 16; m++ {
		send(m, m%2 == 0)
		want := map[int]string{0: "hidden", 1: "hidden", 2: "5", 3: "5"}[(m+1)/5] // eight are, the fifth of whom is the ninth to send
		if got := weeks(); got != want {
			t.Errorf("once %d have sent, the last of whom is pregnant: %t, the weeks are told of %s, want %s", m+1, m%2 == 0, got, want)
		}
	}
}

// What was answered before a question became sensitive is added up once, without what comes after it.
func testSumsBegin(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	q := openSurvey(t, d, season.ID, oneOf("Which?", "alpha", "gamma")).Questions[0]
	answer := func(i, option int) {
		t.Helper()
		m := newMember(t, d, season.ID, fmt.Sprint("m", i))
		as := survey.Answers{q.ID: {Version: q.Version, Choices: []int{q.Options[option].Key}}}
		ok(t, d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: as}, now))
	}
	for i := range 6 {
		answer(i, 0)
	}
	q.Sensitive = true
	q = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))
	answer(6, 1)
	if got := summed(t, d, season.ID); got != "6 [6 0]" {
		t.Errorf("with one answer after the question became sensitive it is added up to %s, want 6 [6 0]", got)
	}
	for i := 7; i < 11; i++ {
		answer(i, 1)
	}
	if got := summed(t, d, season.ID); got != "11 [6 5]" {
		t.Errorf("with five answers after the question became sensitive it is added up to %s, want 11 [6 5]", got)
	}
}

// An import is one batch: what it brings is added up at its end, if it is enough.
func TestSumsOfAnImport(t *testing.T) {
	d := openNew(t)
	ctx := t.Context()
	_, season := newSeason(t, d)
	secret := oneOf("Which?", "alpha", "gamma")
	secret.Sensitive = true
	q := openSurvey(t, d, season.ID, secret).Questions[0]
	for _, c := range []struct {
		rows int
		want string
	}{{4, "hidden"}, {7, "7 [7 0]"}} {
		var rows []survey.Imported
		for i := range c.rows {
			m := survey.Member{Name: fmt.Sprint("m", i), Email: fmt.Sprintf("m%d@example.org", i)}
			rows = append(rows, survey.Imported{Member: m, Answers: survey.Answers{q.ID: {Version: 1, Choices: []int{q.Options[0].Key}}}, Answered: true})
		}
		id := must[survey.ImportID](t)(d.StoreImport(ctx, survey.Import{Season: season.ID, File: "m.csv"}, now))
		ok(t, d.StartImport(ctx, id, "{}"))
		must[survey.Imports](t)(d.ApplyImport(ctx, id, rows, nil, now.Add(time.Minute)))
		if got := summed(t, d, season.ID); got != c.want {
			t.Errorf("an import of %d rows is added up to %s, want %s", c.rows, got, c.want)
		}
	}
}
