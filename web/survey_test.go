package web_test

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// stored returns the season's survey.
func (s *site) stored() survey.Survey {
	s.Helper()
	asked, err := s.db.Survey(s.Context(), s.season.ID)
	s.must("read the survey", err)
	return asked
}

func TestBuildASurvey(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	v.get(s.at("/survey")).want(200, "No questions yet", "First meeting", "Hackathon")
	v.post(s.at("/survey/open"), nil).want(422, "Add a question before the survey opens.")
	v.post(s.at("/survey/preset"), url.Values{"preset": {"first_meeting"}}).want(200, "8 questions", "How much experience do you have?")
	v.get(s.at("/survey/preview")).want(200, "Just starting", "Which role suits you best?", "I agree that")
	v.lang = "ko"
	v.get(s.at("/survey/preview")).want(200, "이제 시작해요", "어떤 역할이 가장 잘 맞나요?")
	v.lang = "en"
	v.post(s.at("/survey/wording"), url.Values{"title_ko": {"환영해요"}, "title_en": {strings.Repeat("x", 301)}}).want(422, "at most 300 characters", "환영해요", strings.Repeat("x", 301))
	v.get(s.at("/survey/wording")).submit(v, s.at("/survey/wording"), url.Values{"title_ko": {"환영해요"}, "title_en": {"Welcome"}, "intro_en": {"Hello <b>"}}).want(200, "Welcome", "Hello &lt;b&gt;")
	last := s.stored().Questions[7].ID
	v.get(s.at("/survey")).submit(v, s.at("/survey/questions/%d/move", last), url.Values{"to": {"0"}}).want(200)
	if got := s.stored().Questions[0].ID; got != last {
		t.Errorf("after the move question %d is first, want %d", got, last)
	}
	v.post(s.at("/survey/questions/%d/move", last), url.Values{"to": {"up"}}).want(422)
	ask := s.at("/survey/questions/%d/delete", last)
	v.get(ask).want(200, "is taken off the survey").submit(v, ask, nil).want(200, "7 questions")
	v.get(s.at("/survey/questions/%d", last)).want(404)
}

func TestAddEveryKindOfQuestion(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	added := map[survey.Kind]bool{}
	for _, c := range []struct {
		kind  survey.Kind
		bad   url.Values
		says  string
		field string // that keeps what was typed
		good  url.Values
	}{
		{survey.Scale, url.Values{"min": {"one"}, "max": {"5"}}, "Enter a number, such as", `value="one"`, url.Values{"min": {"1"}, "max": {"7"}, "min_label_ko": {"적음"}}},
		{survey.Scale, url.Values{"min": {"1"}, "max": {"50"}}, "A scale has 2 to 11 points", `value="50"`, url.Values{"min": {"0"}, "max": {"10"}}},
		{survey.Number, url.Values{"min": {"9"}, "max": {"2"}}, "must not be below the least", `value="9"`, url.Values{"min": {"0.5"}}},
		{survey.OneOf, url.Values{"options_en": {"only"}}, "at least 2 options", "only", url.Values{"options_en": {"a", "b"}}},
		{survey.AnyOf, url.Values{"more_en": {"a\nb"}, "more_ko": {"가"}}, "2 lines in English and 1 in 한국어", "가", url.Values{"more_ko": {"가\n나"}}},
		{survey.Availability, url.Values{"from": {"9"}, "to": {"22"}}, "at least one day", "", url.Values{"days": {"0", "4"}, "from": {"9"}, "to": {"22"}}},
		{survey.Availability, url.Values{"days": {"1"}, "from": {"9"}, "to": {"9"}}, "must be after the first", "", url.Values{"days": {"1"}, "from": {"9"}, "to": {"10"}}},
		{survey.Teammates, url.Values{"wishes": {"many"}, "avoids": {"1"}}, "Enter a whole number", `value="many"`, url.Values{"wishes": {"2"}, "avoids": {"0"}}},
		{survey.Scale, url.Values{"min": {"1"}, "max": {"4"}, "labels_en": {"a\nb\nc"}}, "Write 4 lines", "a\nb\nc", url.Values{"min": {"1"}, "max": {"3"}, "labels_en": {"a\nb\nc"}}},
		{survey.Rank, url.Values{"options_en": {"a", "b"}, "most": {"3"}}, "from 1 to 2", `value="3"`, url.Values{"options_en": {"a", "b"}}},
		{survey.Level, url.Values{"options_en": {"English", "english"}}, "english", "English", url.Values{"options_en": {"English"}}},
		{survey.ShortText, url.Values{"title_en": {""}}, "Enter the question", "", nil},
		{survey.LongText, url.Values{"title_en": {""}}, "Enter the question", "", nil},
	} {
		v.get(s.at("/survey/questions/new?kind=%s", c.kind)).want(200, `name="title_ko"`)
		form := func(fields url.Values) url.Values {
			all := url.Values{"kind": {string(c.kind)}, "title_en": {"About " + string(c.kind)}}
			maps.Copy(all, fields)
			return all
		}
		n := len(s.stored().Questions)
		v.post(s.at("/survey/questions"), form(c.bad)).want(422, c.says, c.field)
		if got := len(s.stored().Questions); got != n {
			t.Errorf("%s: a refused question was saved", c.kind)
		}
		v.post(s.at("/survey/questions"), form(c.good)).want(200, "The question was added.", "About "+string(c.kind))
		added[c.kind] = true
	}
	for _, k := range survey.Kinds {
		if !added[k] {
			t.Errorf("no question of the kind %s was added", k)
		}
	}
	v.post(s.at("/survey/questions"), url.Values{"kind": {"king"}, "title_en": {"x"}}).want(422, "There is no question kind")
	v.get(s.at("/survey/questions/new?kind=king")).want(200, "Add a question")
}

func TestEditAnAnsweredQuestion(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Fruit"}, Options: []survey.Option{{Label: survey.Text{"en": "Apple"}}, {Label: survey.Text{"en": "Pear"}}}}).Questions[0]
	m := s.member("Ara")
	v := s.organizer()
	path := s.at("/survey/questions/%d", q.ID)
	v.get(path).want(200, `value="Apple"`, `value="Pear"`).lacks("answers given so far")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: survey.Answers{q.ID: {Choices: []int{2}}}}, s.now))
	v.get(s.at("/survey")).want(200, "One member has answered or begun to")
	v.get(path).want(200, "Members have answered this question")
	v.get(path).submit(v, path, url.Values{"kind": {"scale"}, "title_en": {"Fruit"}, "options_en": {"Fig", "A pear", "Apple"}}).want(200, "Saved.")
	changed := s.stored().Questions[0]
	if changed.Kind != survey.OneOf || changed.Options[2].Key != 1 || changed.Options[1].Key != 2 || changed.Options[0].Key < 3 {
		t.Errorf("the question is now %+v, want one of with Apple as 1, Pear in new words as 2 and a new key for Fig", changed)
	}
	v.post(path, url.Values{"title_en": {"Fruit"}, "options_en": {"Fig"}}).want(422, "at least 2 options", `value="Fig"`)
	v.get(path+"/delete").want(200, "is asked no more", "“Fruit”: 1 of 1 answers no longer counts.").agree(v, path+"/delete", nil).want(200, "No questions yet")
}

func TestOpenAndClose(t *testing.T) {
	s := newSite(t)
	s.must("fill", s.db.AddQuestions(t.Context(), survey.Survey{Season: s.season.ID, Questions: survey.Presets()[0].Questions}))
	v := s.organizer()
	v.post(s.at("/survey/open"), nil).want(200, "The survey is open: members can answer.")
	v.post(s.at("/survey/close"), nil).want(200, "The survey is closed.")
	s.now = s.now.Add(time.Second)
	v.get(s.at("/survey")).want(200, "The survey has been closed since")
	s.now = s.now.Add(time.Hour)
	v.post(s.at("/survey/open"), nil).want(200, "The survey is open: members can answer.")
	times := func(opens, closes string) url.Values { return url.Values{"opens": {opens}, "closes": {closes}} }
	v.get(s.at("/survey/times")).submit(v, s.at("/survey/times"), times("2026-03-05T10:00", "2026-03-04T10:00")).want(422, "closing time must be after", `value="2026-03-05T10:00"`)
	v.get(s.at("/survey/times")).submit(v, s.at("/survey/times"), times("soon", "never")).want(422, "2 things need mending", `value="soon"`, `value="never"`)
	v.get(s.at("/survey/times")).submit(v, s.at("/survey/times"), times("2026-03-05T10:00", "2026-03-09T10:00")).want(200, "opens by itself on Thu, 5 Mar 2026, 10:00")
	v.get(s.at("")).want(200, "Scheduled")
	v.get(s.at("/survey/times")).submit(v, s.at("/survey/times"), times("", "")).want(200, "not open yet")
}

func TestOverviewSaysWhatComesNext(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	v.get(s.at("")).want(200, "Decide what to ask", "/s/"+string(s.season.Token))
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	m := s.member("Ara")
	s.member("Bo")
	v.get(s.at("")).want(200, "Share the club link", "of 2 members have answered")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: survey.Answers{1: {Text: "yes"}}}, s.now))
	v.get(s.at("")).want(200, "Latest answers", fmt.Sprintf("/members/%d", m.ID))
	s.must("type", s.db.SaveDraft(t.Context(), survey.Response{Member: m.ID, Draft: survey.Answers{1: {Text: "no"}}}, s.now))
	v.get(s.at("")).want(200, "Changes not sent").lacks(`fair">Begun`) // who has answered is not among those who have begun
	s.now = s.now.Add(time.Second)
	v.post(s.at("/survey/close"), nil).want(200)
	v.get(s.at("")).want(200, "See who is alike before you form teams")
	qr := v.get(s.at("/qr.svg")).want(200, "<svg", "</svg>")
	if strings.Contains(qr.body, "style=") {
		t.Error("the QR code has inline style, which the policy forbids")
	}
}

// Of two organizers who edit one question the second sees what the first made of it beside what was typed, and decides.
func TestTwoChangeOneQuestion(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{survey.English: "Fruit"}, Options: []survey.Option{
		{Label: survey.Text{survey.English: "Apple"}}, {Label: survey.Text{survey.English: "Pear"}}}}).Questions[0]
	first, second := s.organizer(), s.colleague(survey.Editor)
	edit := s.at("/survey/questions/%d", q.ID)
	title := func(words string) url.Values {
		return url.Values{"title_en": {words}, "options_en": {"Apple", "Pear", "Fig"}, "required": {"1"}}
	}
	mine, removal := second.get(edit), second.get(edit+"/delete")
	form := first.get(edit)
	for range 2 { // two clicks
		form.submit(first, edit, url.Values{"title_en": {"Vegetable"}, "options_en": {"Apple", "Pear"}}).want(200, "Saved.")
	}
	both := mine.submit(second, edit, title("Berry")).
		want(409, "Somebody changed this question", ": Vegetable", ": Berry", "\nBerry</textarea>", "Save what I typed", "Must be answered")
	if got := s.stored().Questions[0]; got.Title.In(survey.English) != "Vegetable" || len(got.Options) != 2 {
		t.Errorf("before the second has decided the question is %+v, want the first's", got)
	}
	removal.submit(second, edit+"/delete", nil).want(409, "Somebody changed this question", ": Vegetable", "No, keep it")
	second.lang = "ko"
	mine.submit(second, edit, title("Berry")).want(409, "다른 사람이 이 질문을 바꾸었습니다", "지금 있는 내용")
	second.lang = "en"
	both.submit(second, edit, title("Berry")).want(200, "Saved.", "Berry")

	removal = second.get(edit + "/delete")
	for range 2 {
		removal.submit(second, edit+"/delete", nil).want(200, "Removed.")
	}
	gone := mine.submit(second, edit, title("Berry")).want(409, "Somebody removed this question", "\nBerry</textarea>")
	gone.submit(second, s.at("/survey/questions"), title("Berry")).want(200, "The question was added.")
	if got := s.stored().Questions; len(got) != 1 || got[0].ID == q.ID {
		t.Errorf("after it was saved as a new one the questions are %+v", got)
	}
}

// A place means nothing in another order: who moves a question is shown the order as it is now.
func TestMoveAndRemoveQuestions(t *testing.T) {
	s := newSite(t)
	var asked []survey.Question
	for _, words := range []string{"a", "b", "c"} {
		asked = append(asked, survey.Question{Kind: survey.ShortText, Title: survey.Text{survey.English: "Ask " + words}})
	}
	asked = s.ask(asked...).Questions
	first, second := s.organizer(), s.colleague(survey.Editor)
	page := second.get(s.at("/survey"))
	ask := s.at("/survey/questions/%d/delete", asked[0].ID)
	first.get(ask).submit(first, ask, nil).want(200)
	move := func(i int) string { return s.at("/survey/questions/%d/move", asked[i].ID) }
	again := page.submit(second, move(2), url.Values{"to": {"0"}}).want(409, "nothing was moved", "“Ask c” at place 1", "Move it there all the same")
	if got := s.stored().Questions[0].ID; got != asked[1].ID {
		t.Errorf("before the second has decided question %d is first, want %d", got, asked[1].ID)
	}
	again.submit(second, move(2), url.Values{"to": {"0"}}).want(200)
	if got := s.stored().Questions[0].ID; got != asked[2].ID {
		t.Errorf("after the move that was asked again question %d is first, want %d", got, asked[2].ID)
	}
	page.submit(second, move(2), url.Values{"to": {"0"}}).want(200) // it stands there
	page.submit(second, move(0), url.Values{"to": {"2"}}).want(409, "Somebody removed the question that you wanted to move")
}

// Of every kind of question the page says what stands there now, as far as it differs.
func TestTwoChangeEveryKindOfQuestion(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	for _, q := range s.ask(everyKind()...).Questions {
		edit := s.at("/survey/questions/%d", q.ID)
		page := v.get(edit).want(200)
		changed := q
		changed.Title, changed.Sensitive = survey.Text{survey.English: "Changed", survey.Korean: q.Title[survey.Korean]}, !q.Sensitive
		_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, changed)
		s.must("change a question", err)
		typed := url.Values{
			"title_ko": {q.Title[survey.Korean]}, "title_en": {"Typed"}, "min": {"0"}, "max": {"7"}, "min_label_en": {"low"}, "options_en": {"Up", "Down"},
			"days": {"6"}, "from": {"8"}, "to": {"9"}, "wishes": {"4"}, "avoids": {"5"}, "most": {"1"},
		}
		differs := map[survey.Kind]string{
			survey.Scale: "<li class=\"pre-line\">Last point: 7", survey.Number: "Greatest: 7", survey.OneOf: "Options 2: Down</li>", survey.AnyOf: "Options 1: Up</li>",
			survey.Availability: "Days: Sunday", survey.Teammates: "How many may be avoided: 5", survey.ShortText: "Sensitive</li>", survey.LongText: "Sensitive</li>",
			survey.Rank: "ranked at most: 1</li>", survey.Level: "Languages 1: Up</li>",
		}[q.Kind]
		if differs == "" {
			t.Errorf("nothing is looked for in what was typed of the kind %s", q.Kind)
		}
		page.submit(v, edit, typed).want(409, ": Changed</li>", ": Typed</li>", differs).lacks(": " + q.Title[survey.Korean] + "</li>")
	}
}

// What one organizer writes and another does to the times are both kept, and of two times that are typed none is lost unseen.
func TestTimesAndWordingOfTwo(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()[0])
	a, b := s.organizer(), s.organizer()
	wording, times := s.at("/survey/wording"), s.at("/survey/times")
	typing, looking, other := a.get(wording).want(200), b.get(times).want(200), a.get(times).want(200)
	b.post(s.at("/survey/close"), nil).want(200, "The survey is closed.")
	typing.submit(a, wording, url.Values{"title_en": {"New title"}}).want(200, "Saved.")
	if got := s.stored(); got.State(s.now.Add(time.Second)) != survey.Closed || got.Title.In(survey.English) != "New title" {
		t.Errorf("after one closed the survey and another wrote its title, it is %s and called %q", got.State(s.now.Add(time.Second)), got.Title.In(survey.English))
	}
	closes := func(at string) url.Values { return url.Values{"opens": {"2026-03-01T09:00"}, "closes": {at}} }
	again := looking.submit(b, times, closes("2026-03-10T18:00")).want(409, "Somebody changed these times", "Closes: 2026-03-10T18:00", `value="2026-03-10T18:00"`)
	again.submit(b, times, closes("2026-03-10T18:00")).want(200, "Saved.")
	other.submit(a, times, closes("2026-03-11T18:00")).want(409, "2026-03-10T18:00", "2026-03-11T18:00")
	other.submit(a, times, closes("2026-03-10T18:00")).want(200, "Saved.") // is so already
}

// What a season offers from the one before is no answer: in a survey that never was open, no page says that members have answered.
func TestOfferedAnswersAreNoneInAConflict(t *testing.T) {
	s := newSite(t)
	q := s.ask(everyKind()[7]).Questions[0]
	s.visitor().post("/m/"+string(s.member("Mina").Token)+"/answers", url.Values{q.Field(): {"done"}}).want(200)
	v := s.organizer()
	next := v.post(s.at("/next"), url.Values{"name": {"Autumn"}, "members": {"all"}, "answers": {"1"}}).want(200).path
	edit := regexp.MustCompile(`href="(/seasons/\d+/survey/questions/\d+)"`).FindStringSubmatch(v.get(next + "/survey").body)[1]
	mine := v.get(edit).lacks("Members have answered this question")
	v.get(edit).submit(v, edit, url.Values{"title_en": {"Saying"}}).want(200, "Saved.")
	both := mine.submit(v, edit, url.Values{"title_en": {"Proverb"}}).want(409, "Somebody changed this question").lacks("Members have answered this question")
	// The button that Enter presses bears the same words and is not seen: the one beside the notice stands among the actions.
	if _, visible, _ := strings.Cut(both.body[:max(0, strings.Index(both.body, `id="title"`))], `<p class="actions">`); !strings.Contains(visible, "Save what I typed</button>") {
		t.Error("the button that saves over what somebody else changed does not stand beside what says so")
	}
	v.get(edit + "/delete").want(200).lacks("answers given so far")
}

// The overview says that members answer at the link only while they can.
func TestOverviewSharesAnOpenSurveyOnly(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	v.get(s.at("")).want(200, "The survey is not open. Whoever opens this link now is told so").lacks("Members open this link")
	s.ask(shortText("Motto"))
	v.get(s.at("")).want(200, "Members open this link").lacks("is told so")
	v.get(s.at("/survey")).submit(v, s.at("/survey/close"), nil).want(200)
	s.now = s.now.Add(time.Minute)
	v.get(s.at("")).want(200, "Whoever opens this link now is told so", "once it is open again", "The survey is closed, and nobody has answered", `role="button" href="`+s.at("/survey/times")+`"`).
		lacks("Members open this link", "Share the club link")
}
