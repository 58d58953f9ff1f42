package survey

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var feedbackNow = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestSharesOfTheWork(t *testing.T) {
	people := []MemberID{3, 5, 9}
	for _, c := range []struct {
		shares     []string
		reason     Key
		left, over int
		full       []int
	}{
		{shares: []string{"", "", ""}},
		{shares: []string{"100", "100", "100"}},
		{shares: []string{"300", "0", "0 %"}},
		{shares: []string{"１００", "150%", "50"}},
		{shares: []string{"100", "120", ""}, full: []int{100, 120, 80}},
		{shares: []string{"150", "", ""}, full: []int{150, 75, 75}},
		{shares: []string{"", "100 %", ""}, full: []int{100, 100, 100}},
		{shares: []string{"99", "", ""}, full: []int{99, 101, 100}},
		{shares: []string{"", "300", ""}, full: []int{0, 300, 0}},
		{shares: []string{"", "0", ""}, full: []int{150, 0, 150}},
		{shares: []string{"200", "150", ""}, reason: "shares_over", over: 50},
		{shares: []string{"100", "100", "80"}, reason: "shares_left", left: 20},
		{shares: []string{"100", "100", "101"}, reason: "shares_over", over: 1},
		{shares: []string{"0", "0", "0"}, reason: "shares_left", left: 300},
	} {
		form := map[string][]string{"fit": {"4"}, "again": {"yes"}}
		for i, id := range people {
			form[ShareField(id)] = []string{c.shares[i]}
		}
		o, unread := ParseOpinion(MainFeedback, people, form)
		o = o.FilledUp(people)
		wrong := append(unread, o.Check(MainFeedback, people)...)
		for i, want := range c.full {
			if o.Shares[people[i]] != want {
				t.Errorf("shares %q are filled up to %v, want %v", c.shares, o.Shares, c.full)
				break
			}
		}
		if c.reason == "" {
			if len(wrong) > 0 {
				t.Errorf("shares %q: %v, want none", c.shares, wrong)
			}
			continue
		}
		if len(wrong) != 1 || wrong[0].Field != "shares" || wrong[0].Reason != c.reason {
			t.Errorf("shares %q: %v, want %s", c.shares, wrong, c.reason)
			continue
		}
		if a := wrong[0].Args; c.left > 0 && a["Left"] != c.left || c.over > 0 && a["Over"] != c.over {
			t.Errorf("shares %q: arguments %v", c.shares, a)
		}
	}
	for _, bad := range []string{"-1", "301", "half", "33.5", "1e3"} {
		if _, unread := ParseOpinion(MainFeedback, people, map[string][]string{ShareField(5): {bad}}); len(unread) != 1 || unread[0].Field != ShareField(5) {
			t.Errorf("share %q: %v, want an error at its field", bad, unread)
		}
	}
	o := Opinion{Fit: 3, Again: AgainNo, Shares: map[MemberID]int{3: 100, 5: 100, 8: 100}}
	if wrong := o.Check(MainFeedback, people); len(wrong) != 1 || wrong[0].Reason != "shares_team_changed" {
		t.Errorf("shares of another team: %v", wrong)
	}
}

func TestOpinionThatMustBeAnswered(t *testing.T) {
	form := map[string][]string{"fit": {"6"}, "again": {"perhaps"}, "helped": {"mood", "luck", "goals"}, "note": {"x"}}
	o, unread := ParseOpinion(MainFeedback, nil, form)
	if o.Fit != 0 || o.Again != "" || o.Note != "" || len(unread) > 0 || !slices.Equal(o.Helped, []Factor{"goals", "mood"}) {
		t.Errorf("read %+v, %v", o, unread)
	}
	fields := func(wrong []*InvalidError) (all []string) {
		for _, e := range wrong {
			all = append(all, e.Field)
		}
		return all
	}
	if got := fields(o.Check(MainFeedback, nil)); !slices.Equal(got, []string{"fit", "again"}) {
		t.Errorf("the main round misses %v, want fit and again", got)
	}
	if got := fields((Opinion{}).Check(Pulse, nil)); !slices.Equal(got, []string{"fit"}) {
		t.Errorf("the pulse misses %v, want fit", got)
	}
}

func TestOwnShareDoesNotCount(t *testing.T) {
	means := ShareMeans(map[MemberID]Opinion{
		1: {Shares: map[MemberID]int{1: 300, 2: 0, 3: 0}},
		2: {Shares: map[MemberID]int{1: 90, 2: 110, 3: 100}},
		3: {Shares: map[MemberID]int{1: 110, 2: 120, 3: 70}},
	})
	want := []ShareMean{{1, 100, 2}, {2, 60, 2}, {3, 50, 2}}
	if !slices.Equal(means, want) {
		t.Errorf("means %v, want %v", means, want)
	}
}

func TestRoundTimes(t *testing.T) {
	published := feedbackNow
	plan := PlanFeedback(1, published)
	pulse, main := plan[0], plan[1]
	if main.State(published) != Scheduled || main.State(published.AddDate(0, 0, 42)) != Open || main.State(published.AddDate(0, 0, 56)) != Closed {
		t.Errorf("the main round is %v to %v, want the two weeks after six", main.Opens, main.Closes)
	}
	early := published.AddDate(0, 0, 1)
	if r := pulse.OpenNow(early); r.State(early) != Open || r.Closes.Sub(r.Opens) != 7*24*time.Hour {
		t.Errorf("opened early: %v to %v", r.Opens, r.Closes)
	}
	late := published.AddDate(1, 0, 0)
	if r := pulse.OpenNow(late); r.State(late) != Open || !r.Opens.Equal(pulse.Opens) {
		t.Errorf("opened again: %v to %v", r.Opens, r.Closes)
	}
	open := main.OpenNow(early)
	if r := open.CloseNow(early); r.State(early.Add(time.Second)) != Closed || r.Check() != nil {
		t.Errorf("closed as it opened: %v to %v", r.Opens, r.Closes)
	}
	if r := main.After(published, 4); r.Opens != published.AddDate(0, 0, 28) || r.Closes.Sub(r.Opens) != 14*24*time.Hour {
		t.Errorf("four weeks after: %v to %v", r.Opens, r.Closes)
	}
}

// told makes feedback of members 1.. of teams of the sizes, those in the figures first.
func told(fits ...int) []Feedback {
	var all []Feedback
	for i, fit := range fits {
		o := &Opinion{Fit: fit, Again: AgainYes, HelpedText: fmt.Sprintf("helped %d", i), HinderedText: fmt.Sprintf("hindered %d", i)}
		all = append(all, Feedback{Member: MemberID(i + 1), Kind: MainFeedback, Answers: o, Shown: o})
	}
	return all
}

func TestTextsCannotBeLinked(t *testing.T) {
	var fits []int
	for range 40 {
		fits = append(fits, 3)
	}
	r := FeedbackRound{Kind: MainFeedback, Key: "secret"}
	got := SumUpFeedback(r, told(fits...), feedbackNow)
	if len(got.HelpedTexts) != 40 || len(got.HinderedTexts) != 40 {
		t.Fatalf("texts: %d and %d, want 40", len(got.HelpedTexts), len(got.HinderedTexts))
	}
	ids := map[string]bool{}
	same := 0
	for i := range 40 {
		ids[got.HelpedTexts[i].ID], ids[got.HinderedTexts[i].ID] = true, true
		if got.HelpedTexts[i].Text[len("helped"):] == got.HinderedTexts[i].Text[len("hindered"):] {
			same++
		}
	}
	if len(ids) != 80 {
		t.Errorf("80 texts have %d ids", len(ids))
	}
	if same > 10 {
		t.Errorf("%d of 40 texts stand at the same place in both questions", same)
	}
	if other := SumUpFeedback(FeedbackRound{Kind: MainFeedback, Key: "other"}, told(fits...), feedbackNow); other.HelpedTexts[0] == got.HelpedTexts[0] {
		t.Error("another key gives the same order and ids")
	}
}

// Whatever teams there are, no figure about fewer than five is shown, nor can be had by subtraction.
func TestTeamFiguresLeaveNobodyAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 8), 1, 8).Draw(t, "sizes")
		var given []Feedback
		for team, n := range sizes {
			for range n {
				o := &Opinion{Fit: 3, Team: FeedbackTeam{Number: team}}
				given = append(given, Feedback{Member: MemberID(len(given) + 1), Kind: MainFeedback, Answers: o, Shown: o})
			}
		}
		r := FeedbackRound{Kind: MainFeedback, Opens: feedbackNow, Closes: feedbackNow.Add(time.Hour)}
		got := SumUpFeedback(r, given, feedbackNow.Add(2*time.Hour))
		rest := got.Shown
		for _, tf := range got.Teams {
			if tf.Shown < MinTotal {
				t.Fatalf("sizes %v: a team of %d answers is shown", sizes, tf.Shown)
			}
			rest -= tf.Shown
		}
		if rest > 0 && rest < MinTotal && len(got.Teams) > 0 {
			t.Fatalf("sizes %v: the season less its teams leaves %d answers", sizes, rest)
		}
		if len(given) < MinTotal && (got.Shown > 0 || got.Mean > 0) {
			t.Fatalf("%d answers show %+v", len(given), got)
		}
	})
}

func TestVerdicts(t *testing.T) {
	team := func(number int, people int, fits ...int) []Feedback {
		var all []Feedback
		var ids []MemberID
		for i := range people {
			ids = append(ids, MemberID(100*number+i))
		}
		for i, fit := range fits {
			o := &Opinion{Fit: fit, Again: AgainYes, Team: FeedbackTeam{Number: number, People: ids}}
			all = append(all, Feedback{Member: ids[i], Kind: MainFeedback, Answers: o})
		}
		return all
	}
	given := slices.Concat(team(0, 4, 1, 1), team(1, 4, 2, 3, 2), team(2, 3, 5, 5, 1), team(3, 3, 2, 2, 2))
	low := map[int]bool{1: true, 3: true}
	for _, v := range JudgeTeams(given, nil, false) {
		if v.Number == 0 || v.Low != low[v.Number] || v.Uneven {
			t.Errorf("after the close: %+v", v)
		}
	}
	if got := JudgeTeams(given, nil, true); len(got) != 2 || got[0].Number != 2 || got[1].Number != 3 {
		t.Errorf("while open, of complete teams: %+v", got)
	}
	if got := JudgeTeams(given, []FeedbackVerdict{{Number: 3}}, true); len(got) != 1 {
		t.Errorf("team 3 is judged a second time: %+v", got)
	}
	uneven := team(4, 3, 5, 5, 5)
	for i := range uneven {
		uneven[i].Answers.Shares = map[MemberID]int{400: 150, 401: 110, 402: 40}
	}
	if got := JudgeTeams(uneven, nil, true); len(got) != 1 || !got[0].Uneven || got[0].Low {
		t.Errorf("a team in which one does 40 %%: %+v", got)
	}
}

func TestErasedNames(t *testing.T) {
	ara, bo := Member{ID: 1, Name: "Ara", Email: "ara@example.org"}, Member{ID: 2, Name: "Bo"}
	twin := Member{ID: 3, Name: "Bo", Email: "twin@example.org"}
	as := Answers{1: {Wished: []string{"ARA", "Bo"}, Avoided: []string{"ara@example.org"}}, 2: {Avoided: []string{" ara "}}, 3: {Text: "Ara"}}
	got, named := as.Without(Naming(ara, []Member{ara, bo, twin})(time.Time{}), nil, ara.ID)
	if !named || len(got) != 2 || !slices.Equal(got[1].Wished, []string{"Bo"}) || len(got[1].Avoided) > 0 || got[3].Text != "Ara" {
		t.Errorf("without Ara: %+v, %v", got, named)
	}
	several := Answers{1: {Wished: []string{"Cy & Ara", "Cy, Bo", "Ara, ara@example.org"}, Avoided: []string{"Dan 및 ARA"}}}
	if got, named := several.Without(Naming(ara, []Member{ara, bo, twin})(time.Time{}), nil, ara.ID); !named || !slices.Equal(got[1].Wished, []string{"Cy", "Cy, Bo"}) || !slices.Equal(got[1].Avoided, []string{"Dan"}) {
		t.Errorf("without Ara beside others in one text: %+v, %v", got, named)
	}
	if got, named := as.Without(Naming(bo, []Member{ara, bo, twin})(time.Time{}), nil, bo.ID); named || len(got) != 3 {
		t.Errorf("a name that two have was taken out: %+v", got)
	}
}

func TestFeedbackShowsTheDraftWhereThereIsOne(t *testing.T) {
	draft, sent := &Opinion{Fit: 2}, &Opinion{Fit: 4, Team: FeedbackTeam{Proposal: 1, Number: 2}}
	for _, c := range []struct {
		f    Feedback
		want int
	}{{Feedback{}, 0}, {Feedback{Answers: sent}, 4}, {Feedback{Answers: sent, Draft: draft}, 2}} {
		if got := c.f.Current().Fit; got != c.want {
			t.Errorf("the form shows a fit of %d, want %d", got, c.want)
		}
	}
	f := Feedback{Answers: sent}
	if !f.Answered(FeedbackTeam{Proposal: 1, Number: 2, People: []MemberID{7}}) || f.Answered(FeedbackTeam{Proposal: 1, Number: 3}) || (Feedback{Draft: draft}).Answered(sent.Team) {
		t.Error("feedback counts as given for another team, or as a draft, or not for its own")
	}
}

// Only what was submitted in the main round counts, team by team, without those who were erased.
func TestPastTeams(t *testing.T) {
	about := FeedbackTeam{Proposal: 3, Number: 1, People: []MemberID{5, 2, 9}}
	other := FeedbackTeam{Proposal: 3, Number: 0, People: []MemberID{4}}
	given := []Feedback{
		{Member: 5, Kind: MainFeedback, Answers: &Opinion{Team: about, Fit: 4, Again: AgainYes}, Submitted: feedbackNow},
		{Member: 4, Kind: MainFeedback, Answers: &Opinion{Team: other, Fit: 2, Again: AgainNo}},
		{Member: 2, Kind: MainFeedback, Answers: &Opinion{Team: about, Fit: 5}},
		{Member: 9, Kind: MainFeedback, Answers: &Opinion{Team: about, Fit: 1}}, // erased
		{Member: 2, Kind: Pulse, Answers: &Opinion{Team: about, Fit: 1}},
		{Member: 4, Kind: MainFeedback, Draft: &Opinion{Team: other, Fit: 1}},
		{Member: 4, Kind: MainFeedback, Answers: &Opinion{Team: other}},
	}
	want := []PastTeam{
		{Proposal: 3, Number: 0, Members: []MemberID{4}, Ratings: []Rating{{Member: 4, Fit: 2}}},
		{Proposal: 3, Number: 1, Members: []MemberID{2, 5}, Ratings: []Rating{{Member: 2, Fit: 5}, {Member: 5, Fit: 4, Again: true, Given: feedbackNow}}},
	}
	if diff := cmp.Diff(want, PastTeams(given, map[MemberID]bool{2: true, 4: true, 5: true})); diff != "" {
		t.Errorf("past teams (-want +got):\n%s", diff)
	}
}

// Whoever is erased is named no more: not among the people of a team, not in the shares of the work.
func TestOpinionWithoutAMember(t *testing.T) {
	o := Opinion{Fit: 3, Team: FeedbackTeam{People: []MemberID{1, 2, 3}}, Shares: map[MemberID]int{1: 50, 2: 150}}
	got, named := o.Without(2)
	if want := (Opinion{Fit: 3, Team: FeedbackTeam{People: []MemberID{1, 3}}, Shares: map[MemberID]int{1: 50}}); !named || !cmp.Equal(got, want) {
		t.Errorf("without member 2 the opinion is %+v (named: %t)", got, named)
	}
	if got, _ = got.Without(1); got.Shares != nil {
		t.Errorf("without everybody of the shares there are %v", got.Shares)
	}
	if same, named := o.Without(7); named || !cmp.Equal(same, o) || len(o.Shares) != 2 || len(o.Team.People) != 3 {
		t.Errorf("without somebody whom it does not name the opinion is %+v; the first one became %+v", same, o)
	}
}

// Answers come out question by question under ids of their own, and not at all while they are few.
func TestFeedbackAnswersTellNobody(t *testing.T) {
	r := FeedbackRound{Kind: MainFeedback, Key: "secret"}
	var given []Feedback
	for id := range MemberID(MinTotal) {
		given = append(given, Feedback{Member: id, Kind: MainFeedback, Shown: &Opinion{Fit: 1 + int(id)%MaxFit, Again: AgainYes, Helped: []Factor{FactorGoals, FactorRoles}, HelpedText: fmt.Sprint("text ", id)}})
	}
	if few := FeedbackAnswers(r, given[1:]); few != nil {
		t.Errorf("of %d members %v are given out", MinTotal-1, few)
	}
	all := FeedbackAnswers(r, append(given, Feedback{Member: 99, Kind: MainFeedback, Answers: &Opinion{Fit: 1}}))
	count, ids := map[string]int{}, map[string]bool{}
	for _, a := range all {
		count[a.Question]++
		if ids[a.ID] {
			t.Errorf("the id %s of %q stands at two answers, which are of one hand", a.ID, a.Answer)
		}
		ids[a.ID] = true
	}
	if want := map[string]int{"fit": MinTotal, "again": MinTotal, "helped_by": MinTotal, "helped": MinTotal}; !cmp.Equal(count, want) {
		t.Errorf("answers by question %v, want %v", count, want)
	}
	if i := slices.IndexFunc(all, func(a FeedbackAnswer) bool { return a.Question == "helped_by" }); i < 0 || all[i].Answer != "goals; roles" {
		t.Errorf("what helped is not told as goals; roles: %v", all)
	}
}

func TestFactorsAreCountedMostOftenFirst(t *testing.T) {
	got := countFactors([]Factor{FactorWork, FactorMood, FactorWork, FactorGoals})
	if want := []FactorCount{{FactorWork, 2}, {FactorGoals, 1}, {FactorMood, 1}}; !cmp.Equal(got, want) {
		t.Errorf("factors %v, want %v", got, want)
	}
}
