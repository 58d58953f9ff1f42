package survey

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestStateFollowsTheTwoTimes(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tests := []struct {
		name          string
		opens, closes time.Time
		want          State
	}{
		{"never opened", time.Time{}, time.Time{}, Drafted},
		{"a closing time alone opens nothing", time.Time{}, now.Add(time.Hour), Drafted},
		{"opens later", now.Add(time.Second), time.Time{}, Scheduled},
		{"opens now", now, time.Time{}, Open},
		{"closes later", now.Add(-time.Hour), now.Add(time.Second), Open},
		{"closes now", now.Add(-time.Hour), now, Closed},
	}
	for _, tt := range tests {
		if got := (Survey{Opens: tt.opens, Closes: tt.closes}).State(now); got != tt.want {
			t.Errorf("%s: state is %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestCheckTimes(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if err := (Survey{Opens: at, Closes: at}).CheckTimes(); reason(err) != "closes_before_opens" {
		t.Errorf("a survey that closes as it opens gives %v", err)
	}
	if err := (Survey{Opens: at, Closes: at.Add(time.Minute)}).CheckTimes(); err != nil {
		t.Errorf("a survey of one minute gives %v", err)
	}
}

func TestMemberKeyTellsPeopleApart(t *testing.T) {
	same := [][2]Member{
		{{Email: "Mina@Example.org"}, {Email: "mina@example.ORG"}},
		{{Name: "김민아"}, {Name: "김민아"}}, // composed and decomposed
		{{Ref: "A 1"}, {Ref: "a  1"}},
	}
	for _, pair := range same {
		if pair[0].Key() != pair[1].Key() {
			t.Errorf("%+v and %+v have keys %q and %q, want the same", pair[0], pair[1], pair[0].Key(), pair[1].Key())
		}
	}
	if a, b := (Member{Ref: "7"}).Key(), (Member{Name: "7"}).Key(); a == b {
		t.Errorf("an id and a name that read the same share the key %q", a)
	}
}

func TestMemberCheck(t *testing.T) {
	tests := []struct {
		name, email, want string
	}{
		{"Mina", "", ""},
		{" Mina ", "mina@example.org", ""},
		{"  ", "mina@example.org", "name_missing"},
		{"Mina", "mina", "email_invalid"},
		{"Mina", "mina@localhost", "email_invalid"},
		{"Mina", "Mina <mina@example.org>", "email_invalid"},
		{"Mina", "a@b.org, c@d.org", "email_invalid"},
		{strings.Repeat("n", 101), "", "too_long"},
	}
	for _, tt := range tests {
		m := Member{Name: tt.name, Email: tt.email}
		if got := reason(m.Check()); got != tt.want {
			t.Errorf("a member %q with address %q gives %q, want %q", tt.name, tt.email, got, tt.want)
		}
	}
}

func TestClean(t *testing.T) {
	for typed, want := range map[string]string{
		" a\r\nb\rc\n ": "a\nb\nc", "\u1100\u1161": "가", "a\x00b\x1bc": "a b c", "a\tb": "a\tb", "a\xffb": "a\ufffdb", "👩‍🎓": "👩‍🎓",
	} {
		if got := Clean(typed); got != want {
			t.Errorf("Clean(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestTextFallsBackToAnotherLanguage(t *testing.T) {
	both := Text{"en": "Hours", "ko": "시간"}
	for _, tt := range []struct {
		text Text
		lang Lang
		want string
	}{
		{both, English, "Hours"}, {both, Korean, "시간"},
		{Text{"en": "Hours"}, Korean, "Hours"}, {Text{"ko": "시간"}, English, "시간"}, {Text{}, Korean, ""},
		{both, "fr", "Hours"}, {Text{"ko": "시간", "fr": "Heures"}, "de", "Heures"}, {Text{"fr": "", "ko": "시간"}, "fr", "시간"}, {nil, "fr", ""},
	} {
		if got := tt.text.In(tt.lang); got != tt.want {
			t.Errorf("%+v in %s is %q, want %q", tt.text, tt.lang, got, tt.want)
		}
	}
}

// What is stored is what a text of English and Korean alone was stored as.
func TestTextIsStoredAsItWas(t *testing.T) {
	for _, stored := range []string{`{}`, `{"en":"Hours"}`, `{"en":"Hours","ko":"시간"}`, `{"en":"Hours","fr":"Heures","ko":"시간"}`} {
		var text Text
		if err := json.Unmarshal([]byte(stored), &text); err != nil {
			t.Fatalf("%s cannot be read: %v", stored, err)
		}
		if again, err := json.Marshal(text); err != nil || string(again) != stored {
			t.Errorf("%s is stored again as %s, %v; want the same", stored, again, err)
		}
	}
}

func TestTextWith(t *testing.T) {
	var none Text
	both := Text{"en": "Hours"}.With("fr", "Heures")
	for _, c := range []struct {
		got  Text
		want []string
	}{
		{none, nil}, {none.With("fr", ""), nil}, {none.With("fr", "Heures"), []string{"Heures"}},
		{both, []string{"Hours", "Heures"}}, {both.With("en", "Time"), []string{"Time", "Heures"}}, {both, []string{"Hours", "Heures"}},
	} {
		if got := c.got.Wordings(); !slices.Equal(got, c.want) || c.got.IsZero() != (c.want == nil) {
			t.Errorf("%v has the wordings %q and is zero: %t; want %q", c.got, got, c.got.IsZero(), c.want)
		}
	}
}

func TestTableOf(t *testing.T) {
	s := Survey{Questions: []Question{
		{ID: 1, Kind: Number}, {ID: 2, Kind: OneOf, Options: []Option{{Key: 1}, {Key: 4}}}, {ID: 3, Kind: AnyOf, Options: []Option{{Key: 2}, {Key: 1}}},
		{ID: 4, Kind: Availability, Days: []int{0, 6}, From: 9, To: 12}, {ID: 5, Kind: Teammates, Wishes: 2, Avoids: 1}, {ID: 6, Kind: ShortText},
	}}
	two := 2.5
	members := []Member{{ID: 10, Name: "Mina"}, {ID: 11, Name: "Jun", Ref: "7"}}
	got := TableOf(s, members, map[MemberID]Response{10: {Submitted: time.Unix(1, 0), Answers: Answers{
		1: {Number: &two}, 2: {Choices: []int{4}}, 3: {Choices: []int{1, 2, 9}}, 4: {Slots: []int{9, 154}},
		5: {Wished: []string{"Jun", "Ara", "7", "Mina"}}, 6: {Text: "as long as it takes"},
	}}})
	var week Week
	for _, half := range []int{18, 19, 308, 309} {
		week.Add(half)
	}
	none := math.NaN()
	want := Table{N: 2, Silent: []bool{false, true}, Columns: []Column{
		{Name: "q1", Values: Numbers{2.5, none}},
		{Name: "q2", Values: Options{[]string{"o1", "o4"}, []int{1, -1}}},
		{Name: "q3", Values: Sets{[]string{"o2", "o1"}, [][]int{{0, 1}, nil}}},
		{Name: "q4", Values: Hours{[]Week{week, {}}, []bool{true, false}, WholeWeek, false, nil, nil}},
		{Name: "q5 wished", Aside: AsidePeople, Values: People{Of: [][]int{{1}, nil}, Said: []string{"Jun; Ara; 7; Mina", ""}, Mentions: [][]Mention{{
			{Text: "Jun", Members: []int{1}, Counts: true}, {Text: "Ara", Reason: AsNobody}, {Text: "7", Members: []int{1}, Counts: true}, {Text: "Mina", Reason: AsSelf}}, nil}, Gone: []int{0, 0}}},
		{Name: "q5 avoided", Aside: AsidePeople, Confidence: Sealed, Values: People{Of: [][]int{nil, nil}, Said: []string{"", ""}, Mentions: make([][]Mention, 2), Gone: []int{0, 0}, Waiting: new(0)}},
		{Name: "q6", Aside: AsideText, Values: Texts{"as long as it takes", ""}},
	}}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("table of answers (-want +got):\n%s", diff)
	}
}

// reason returns the reason of an error that a person can correct, "" for none.
func reason(err error) string {
	var bad *InvalidError
	if errors.As(err, &bad) {
		return string(bad.Reason)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestRoles(t *testing.T) {
	for role, mayEdit := range map[Role]bool{Owner: true, Editor: true, Viewer: false} {
		if role.MayEdit() != mayEdit || role.Check() != nil {
			t.Errorf("%s may edit: %t, check %v", role, role.MayEdit(), role.Check())
		}
	}
	if got := reason(Role("king").Check()); got != "role_unknown" {
		t.Errorf("a role that there is not gives %q", got)
	}
}

func TestCheckWording(t *testing.T) {
	if err := (Survey{Title: Text{"en": "Hi"}, Consent: Text{"ko": strings.Repeat("동", MaxHelp)}}).CheckWording(); err != nil {
		t.Errorf("texts of the greatest length give %v", err)
	}
	var bad *InvalidError
	if err := (Survey{Intro: Text{"en": "x", "fr": strings.Repeat("é", MaxLong+1)}}).CheckWording(); !errors.As(err, &bad) || bad.Field != "intro" || bad.Reason != "too_long" {
		t.Errorf("an intro that is too long in one language gives %v", err)
	}
}

func TestErrorsAndMessages(t *testing.T) {
	err := &InvalidError{Field: "max", Reason: "scale_points", Args: map[string]any{"Max": 11, "Given": 40}}
	if got, want := err.Error(), "max: scale points Given=40 Max=11"; got != want {
		t.Errorf("the error reads %q, want %q", got, want)
	}
	if m := err.Message(); m.Key != "scale_points" || m.Args["Max"] != 11 {
		t.Errorf("its message is %+v", m)
	}
	m := Say("fact", "Column", "x", "Inner", Say("other", "N", 1))
	key, args := m.Words()
	if inner, ok := args["Inner"].(Message); key != "fact" || args["Column"] != "x" || !ok || inner.Args["N"] != 1 {
		t.Errorf("a message of a message is %q with %v", key, args)
	}
	if m := Say("bare"); m.Args != nil {
		t.Errorf("a message without arguments has %v", m.Args)
	}
}

func TestStatesThatEnd(t *testing.T) {
	for state, ended := range map[JobState]bool{JobMapping: false, JobQueued: false, JobRunning: false, JobDone: true, JobStopped: true, JobFailed: true} {
		if state.Ended() != ended {
			t.Errorf("a job that is %s has ended: %t, want %t", state, state.Ended(), ended)
		}
	}
	if (Member{Dropped: time.Now()}).Active() || !(Member{}).Active() {
		t.Error("a member who dropped out takes part, or one who did not does not")
	}
	if !(FeedbackVerdict{Low: true}).Trouble() || !(FeedbackVerdict{Uneven: true}).Trouble() || (FeedbackVerdict{}).Trouble() {
		t.Error("trouble is told where there is none, or not where there is some")
	}
}
