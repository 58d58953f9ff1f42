package web_test

import (
	"fmt"
	"net/url"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// drives asks who has a car, on a page of their own how many seats there are, and on another one why. Of five members who answered
// everything two have a car, and two said so before they dropped out.
func (s *site) drives() []survey.Question {
	s.Helper()
	text := func(english, korean string) survey.Text {
		return survey.Text{survey.English: english, survey.Korean: korean}
	}
	car := survey.Question{Kind: survey.OneOf, Title: text("Car", "차"), Options: []survey.Option{{Label: text("Yes", "있음")}, {Label: text("No", "없음")}}}
	asked := s.ask(car,
		survey.Question{Kind: survey.NewPage, Title: text("Driving", "운전"), Show: &survey.Condition{Question: 1, Options: []int{1}}},
		survey.Question{Kind: survey.Number, Title: text("Seats", "좌석")},
		survey.Question{Kind: survey.NewPage, Title: text("All", "모두")},
		survey.Question{Kind: survey.Number, Title: text("Distance", "거리")}).Questions
	for i, chose := range []int{1, 2, 2, 1, 2, 1, 1} {
		m := s.answer(fmt.Sprint("Member", i), survey.Answers{
			asked[0].ID: {Version: 1, Choices: []int{chose}}, asked[2].ID: {Version: 1, Number: new(float64(i))}, asked[4].ID: {Version: 1, Number: new(30.0)}})
		if i >= 5 {
			s.must("drop the member", s.db.DropMember(s.Context(), m.ID, s.now))
		}
	}
	return asked
}

// A change of whom a question is asked says before how many answers would count no more, or again, and is asked for by one button.
func TestAConditionSaysHowManyAnswersItHides(t *testing.T) {
	s := newSite(t)
	q := s.drives()[4]
	v, path := s.organizer(), s.at("/survey/questions/%d", q.ID)
	only := url.Values{"title_en": {"Distance"}, "title_ko": {"거리"}, "show": {"1"}, "show_options_q1": {"1"}}
	asks := v.get(path).submit(v, path, only).want(200, "“Distance”: 3 of 5 answers no longer count.", "Nothing is deleted", "Agree and save")
	if s.stored().Questions[4].Show != nil {
		t.Error("the condition was saved before anybody agreed to what it hides")
	}
	asks.submit(v, path, only).want(200, "3 of 5 answers no longer count.").agree(v, path, only).want(200, "Saved.")
	v.lang = "ko"
	all := url.Values{"title_en": {"Distance"}, "title_ko": {"거리"}, "show": {""}}
	v.get(path).submit(v, path, all).want(200, "“거리”: 답 3개를 더 셉니다.", "확인하고 저장").agree(v, path, all).want(200, "저장했")
}

// What a change of the question by whose answer another is asked takes from the answers to that one is said as well.
func TestAChangeOfWhatDecidesSaysHowManyAnswersItHides(t *testing.T) {
	s := newSite(t)
	asked := s.drives()
	why := asked[4]
	why.Show = &survey.Condition{Question: asked[2].ID, From: new(0.0)}
	_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, why)
	s.must("change a question", err)
	v, path := s.organizer(), s.at("/survey/questions/%d", asked[2].ID)
	least := url.Values{"title_en": {"Seats"}, "min": {"1"}}
	v.get(path).submit(v, path, least).want(200, "“Seats”: 1 of 2 answers no longer counts.", "“Distance”: 1 of 2 answers no longer counts.").
		agree(v, path, least).want(200, "Saved.")
}

// A page that is added, moved or deleted asks others the questions below it.
func TestPagesSayHowManyAnswersTheyHide(t *testing.T) {
	s := newSite(t)
	asked := s.drives()
	v := s.organizer()
	add := url.Values{"kind": {"page"}, "title_en": {"More"}, "below": {fmt.Sprint(asked[1].ID)}}
	v.post(s.at("/survey/questions"), add).want(200, "“Seats”: 3 more answers count.").agree(v, s.at("/survey/questions"), add).want(200, "The question was added.")
	undo, builder := s.at("/survey/undo"), s.at("/survey")
	v.get(builder).submit(v, undo, nil).want(200, "“Seats”: 3 of 5 answers no longer count.").agree(v, undo, nil).want(200, "Undone")

	move := s.at("/survey/questions/%d/move", asked[4].ID)
	v.get(builder).submit(v, move, url.Values{"to": {"3"}}).want(200, "Move the question", "“Distance”: 3 of 5 answers no longer count.").agree(v, move, nil).want(200)
	if got := s.askedTitles(); got != "Car Driving Seats Distance All" {
		t.Errorf("after the last question was moved the survey asks %s", got)
	}
	v.lang = "ko"
	v.get(builder).submit(v, move, url.Values{"to": {"4"}}).want(200, "질문 옮기기", "“거리”: 답 3개를 더 셉니다.").agree(v, move, nil).want(200)
	v.lang = "en"

	remove := s.at("/survey/questions/%d/delete", asked[3].ID)
	v.get(remove).want(200, "“Distance”: 3 of 5 answers no longer count.").agree(v, remove, nil).want(200, "Removed")
}

// The page on which a question is deleted says which answers and rule cards are on it, and whose conditions.
func TestDeletingAQuestionSaysWhatIsOnIt(t *testing.T) {
	s := newSite(t)
	asked := s.drives()
	s.keepCards(team.Rule{Kind: team.NeverAlone, Column: "q1", Value: "o1"})
	v, path := s.organizer(), s.at("/survey/questions/%d/delete", asked[0].ID)
	v.get(path).want(200, "“Car”: 5 of 5 answers no longer count.", "<li>Yes: 2 answers</li>", "“Driving” is asked only of some", "A rule card is on what goes").lacks(`class="danger"`)
	page := asked[1]
	page.Show = nil
	_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, page)
	s.must("change a page", err)
	v.lang = "ko"
	v.get(path).want(200, "“차”: 답 5개 가운데 5개를 더는 세지 않습니다.", "없어지는 질문이나 보기를 쓰는 규칙 카드가 1개 있습니다.").
		submit(v, path, nil).want(200, "답 5개 가운데 5개").agree(v, path, nil).want(200)
	if got := s.askedTitles(); got != "Driving Seats All Distance" {
		t.Errorf("after the first question was deleted the survey asks %s", got)
	}
}

// The page on which a question is saved says which rule cards are on an option that a save takes away, even one that nobody chose, and so does
// undo that takes it away.
func TestSavingAQuestionSaysWhichRuleCardsAreOnWhatGoes(t *testing.T) {
	s := newSite(t)
	_, path := s.fruits(survey.OneOf, 3, 2, 0)
	s.keepCards(team.Rule{Kind: team.NeverAlone, Column: "q1", Value: "o3"})
	v, undo, redo := s.organizer(), s.at("/survey/undo"), s.at("/survey/redo")
	fewer := rowsForm("1", "Apple", "2", "Pear")
	asks := v.get(path).submit(v, path, fewer).want(200, "A rule card is on what goes, and will do nothing until you change it or bring that back:", "“Plum”", "Agree and save").lacks("no longer count")
	if got := s.counted(); got != "Apple 3, Pear 2, Plum 0" {
		t.Errorf("before the organizer has agreed the options are %s", got)
	}
	asks.agree(v, path, fewer).want(200, "Saved.")
	v.get(s.at("/survey")).submit(v, undo, nil).want(200, "A rule card that did nothing, as what it is on was gone, counts again:", "“Plum”").agree(v, undo, nil).want(200, "Undone")
	v.lang = "ko"
	v.get(s.at("/survey")).submit(v, redo, nil).want(200, "<h1>다시 하기</h1>", "없어지는 질문이나 보기를 쓰는 규칙 카드가 1개 있습니다.", "자두").agree(v, redo, nil).want(200)
	if got := s.counted(); got != "Apple 3, Pear 2" {
		t.Errorf("after redo the options are %s", got)
	}
}

// What was deleted under a card comes back by undo, and the card with it, of whatever kind the card is.
func TestUndoBringsBackAQuestionUnderACard(t *testing.T) {
	s := newSite(t)
	asked := s.drives()
	seats := asked[2]
	s.keepCards(team.Rule{Kind: team.Count, Column: seats.Column(), Op: ">=", Value: "2", AtLeast: new(1)}, team.Rule{Kind: team.Similar, Columns: []string{seats.Column()}})
	v, remove, undo := s.organizer(), s.at("/survey/questions/%d/delete", seats.ID), s.at("/survey/undo")
	v.get(remove).submit(v, remove, nil).want(200).agree(v, remove, nil).want(200, "Removed")
	v.get(s.at("/survey")).submit(v, undo, nil).want(200, "2 rule cards that did nothing, as what they are on was gone, count again:").agree(v, undo, nil).want(200, "Undone")
	if got := s.askedTitles(); got != "Car Driving Seats All Distance" {
		t.Errorf("after the deletion is taken back the survey asks %s", got)
	}
}

// Where two languages become one it is said in how many answers a level is lost.
func TestMergingLevelsSaysInHowManyAnswers(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Level, Title: survey.Text{survey.English: "Languages"}, Options: []survey.Option{
		{Label: survey.Text{survey.English: "English"}}, {Label: survey.Text{survey.English: "Korean"}}, {Label: survey.Text{survey.English: "Hangul"}}}}).Questions[0]
	for i, levels := range []map[int]int{{2: 3, 3: 5}, {2: 3}, {1: 2, 2: 4, 3: 1}} {
		s.answer(fmt.Sprint("Member", i), survey.Answers{q.ID: {Version: 1, Levels: levels}})
	}
	v, path := s.organizer(), s.at("/survey/questions/%d", q.ID)
	merge := url.Values{"title_en": {"Languages"}, "options_key": {"1", "2"}, "options_en": {"English", "Korean"}, "options_ko": {"", ""}, "hidden_key": {"3"}, "hidden_into": {"2"}}
	v.get(path).submit(v, path, merge).want(200, "In 2 of 3 answers two options become one: the higher one counts.").agree(v, path, merge).want(200, "Saved.")
}

// A unit for a number that had none is agreed to, and so is another one.
func TestAUnitSaysWhichAnswersCountInIt(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Number, Title: survey.Text{survey.English: "Time", survey.Korean: "시간"}}).Questions[0]
	for i := range 3 {
		s.answer(fmt.Sprint("Member", i), survey.Answers{q.ID: {Version: 1, Number: new(float64(i))}})
	}
	v, path := s.organizer(), s.at("/survey/questions/%d", q.ID)
	in := func(en, ko string) url.Values {
		return url.Values{"title_en": {"Time"}, "title_ko": {"시간"}, "unit_en": {en}, "unit_ko": {ko}}
	}
	asks := v.get(path).submit(v, path, in("hours", "시간")).want(200, "3 answers that were given without a unit count in “hours”.", "Agree and save")
	if !s.stored().Questions[0].Unit.IsZero() {
		t.Error("the unit was saved before anybody agreed to it")
	}
	asks.agree(v, path, in("hours", "시간")).want(200, "Saved.")
	s.answer("Mina", survey.Answers{q.ID: {Version: 2, Number: new(1.0)}})
	v.lang = "ko"
	v.get(path).submit(v, path, in("minutes", "분")).want(200, "답 4개 가운데 1개를 더는 세지 않습니다. 단위 없이 적은 답 3개를 “분” 단위로 셉니다.").agree(v, path, in("minutes", "분")).want(200)
}

// An option that comes back to answers which count by others says in how many, before it is saved.
func TestAnOptionThatComesBackSaysInHowManyAnswers(t *testing.T) {
	s := newSite(t)
	q, path := s.fruits(survey.Rank, 2, 1, 0)
	v, fewer := s.organizer(), rowsForm("1", "Apple", "3", "Plum")
	v.get(path).submit(v, path, fewer).want(200, "Agree and save").agree(v, path, fewer).want(200, "Saved.")
	back := rowsForm("1", "Apple", "2", "Pear", "3", "Plum")
	asks := v.get(path).submit(v, path, back).want(200, "In 3 of 3 answers more counts than now.", "Agree and save")
	if got := len(s.stored().Questions[0].Options); got != 2 {
		t.Errorf("before anybody agreed question %d has %d options, want 2", q.ID, got)
	}
	asks.agree(v, path, back).want(200, "Saved.")
}

// A scale in other words that was turned round once is no other scale to a card on it.
func TestOtherWordsOfATurnedScaleChangeNoCard(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Scale, Title: survey.Text{survey.English: "Energy"}, Min: new(1.0), Max: new(5.0),
		MinLabel: survey.Text{survey.English: "low"}, MaxLabel: survey.Text{survey.English: "high"}}).Questions[0]
	s.keepCards(team.Rule{Kind: team.Count, Column: q.Column(), Op: ">=", Value: "4", AtLeast: new(1)})
	v, path := s.organizer(), s.at("/survey/questions/%d", q.ID)
	turned := url.Values{"title_en": {"Energy"}, "min": {"1"}, "max": {"5"}, "labels_en": {"high\nlow"}}
	v.get(path).submit(v, path, turned).want(200, "These go by an order, points or a unit that will be another one:").agree(v, path, turned).want(200, "Saved.")
	turned.Set("title_en", "How much energy?")
	v.get(path).submit(v, path, turned).want(200, "Saved.")
}

// Where a grid asks for hours in the place of half hours it is said of whose answers a part counts no more, and of which cards, and so when it asks for
// half hours again.
func TestHalfHoursSayWhatBecomesOfAnswersAndCards(t *testing.T) {
	s := newSite(t)
	q := s.ask(halves()[0]).Questions[0]
	for i, given := range [][]int{{18, 19}, {18, 19, 20}, {21}} { // 9:00 to 10:00, half an hour more, and a single half hour
		s.answer(fmt.Sprint("Member", i), survey.Answers{q.ID: {Version: 1, Halves: given}})
	}
	s.keepCards(team.Rule{Kind: team.Hours, Columns: []string{q.Column()}, Min: 1, Block: 1})
	v, path := s.organizer(), s.at("/survey/questions/%d", q.ID)
	whole := url.Values{"title_en": {"When are you free?"}, "days": {"0", "2"}, "from": {"9"}, "to": {"12"}}
	asks := v.get(path).submit(v, path, whole).want(200, "1 of 3 answers no longer counts. 1 of 3 answers counts only in part.", "These go by answers that will count otherwise:", "“When are you free?”")
	if !s.stored().Questions[0].Half {
		t.Error("the question asks for hours before anybody agreed to it")
	}
	asks.agree(v, path, whole).want(200, "Saved.")
	half := url.Values{"title_en": {"When are you free?"}, "days": {"0", "2"}, "from": {"9"}, "to": {"12"}, "half": {"1"}}
	v.lang = "ko"
	v.get(path).submit(v, path, half).want(200, "답 1개를 더 셉니다. 답 2개 가운데 1개는 지금보다 더 많은 부분을 셉니다.", "아래 카드가 쓰는 답 가운데 세는 답이 달라집니다.").agree(v, path, half).want(200)
}

// How many chose an option of a sensitive question is not said.
func TestTheDeletePageTellsNothingOfASensitiveQuestion(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.OneOf, Sensitive: true, Title: survey.Text{survey.English: "Health"}, Options: []survey.Option{{Label: survey.Text{survey.English: "Well"}}, {Label: survey.Text{survey.English: "Ill"}}}}).Questions[0]
	for i := range 2 * survey.MinTotal {
		m := s.answer(fmt.Sprint("Member", i), survey.Answers{q.ID: {Version: 1, Choices: []int{1 + i%2}}})
		if i == 0 {
			s.must("drop the member", s.db.DropMember(t.Context(), m.ID, s.now))
		}
	}
	v, path := s.organizer(), s.at("/survey/questions/%d/delete", q.ID)
	v.get(path).want(200, "Answers may no longer count. How many is not said").lacks("Ill", "of 9", "of 10").agree(v, path, nil).want(200, "Removed")
}
