package survey

import (
	"reflect"
	"slices"
	"time"
)

// A FeedbackKind tells the two rounds of feedback of a season apart.
type FeedbackKind string

// The kinds of feedback.
const (
	Pulse        FeedbackKind = "pulse"    // two minutes in mid-season
	MainFeedback FeedbackKind = "feedback" // how the team went
)

// A FeedbackRound is when the members of a published roster are asked how their teams go. To open by
// hand is to set Opens to now, to close is to set Closes to now.
type FeedbackRound struct {
	Season     SeasonID
	Kind       FeedbackKind
	Opens      time.Time
	Closes     time.Time
	SeasonOnly bool   // after answers could be seen; see [FeedbackResults]
	Peers      bool   // it also asks how each teammate works; see [Peer]
	Key        string // secret; from it come the order and the ids in which answers are shown
}

// State returns the state at now.
func (r FeedbackRound) State(now time.Time) State {
	return Survey{Opens: r.Opens, Closes: r.Closes}.State(now)
}

// Check returns an [*InvalidError] for a round that closes before it opens.
func (r FeedbackRound) Check() error { return Survey{Opens: r.Opens, Closes: r.Closes}.CheckTimes() }

// When the rounds of a roster open and for how long, if the organizer says nothing else.
const (
	PulseWeeks    = 3
	FeedbackWeeks = 6
	pulseLasts    = 7 * 24 * time.Hour
	feedbackLasts = 14 * 24 * time.Hour
)

// PlanFeedback returns the rounds of a roster as they are planned when it is published.
func PlanFeedback(season SeasonID, published time.Time) []FeedbackRound {
	return []FeedbackRound{
		FeedbackRound{Season: season, Kind: Pulse}.After(published, PulseWeeks),
		FeedbackRound{Season: season, Kind: MainFeedback}.After(published, FeedbackWeeks),
	}
}

// After returns the round opening the weeks after publishing, for as long as it was to be open before.
func (r FeedbackRound) After(published time.Time, weeks int) FeedbackRound {
	return r.from(published.AddDate(0, 0, 7*weeks))
}

// OpenNow returns the round open from now on. One that was to open later is open for as long as planned; one that
// was closed, for as long as its kind is.
func (r FeedbackRound) OpenNow(now time.Time) FeedbackRound {
	switch r.State(now) {
	case Closed:
		r.Closes = now.Add(r.lasts())
	case Drafted, Scheduled:
		r = r.from(now)
	}
	return r
}

// from moves the round.
func (r FeedbackRound) from(opens time.Time) FeedbackRound {
	lasts := r.Closes.Sub(r.Opens)
	if r.Opens.IsZero() || lasts <= 0 {
		lasts = r.lasts()
	}
	r.Opens, r.Closes = opens, opens.Add(lasts)
	return r
}

// CloseNow returns the round closed.
func (r FeedbackRound) CloseNow(now time.Time) FeedbackRound {
	if r.Closes = now; !now.After(r.Opens) {
		r.Closes = r.Opens.Add(time.Millisecond) // opened this very moment
	}
	return r
}

func (r FeedbackRound) lasts() time.Duration {
	if r.Kind == Pulse {
		return pulseLasts
	}
	return feedbackLasts
}

// A FeedbackTeam is the team that somebody's feedback is about, as it was then.
type FeedbackTeam struct {
	Proposal int64      `json:"proposal"` // which was the roster
	Number   int        `json:"number"`   // in it, from 0
	People   []MemberID `json:"people"`   // the members who took part, whose feedback it is included
}

// Same reports whether both are the same team of the same roster, whoever was in it.
func (t FeedbackTeam) Same(o FeedbackTeam) bool {
	return t.Proposal == o.Proposal && t.Number == o.Number
}

// An Opinion is what a member says about a team. The pulse asks for Fit and Note, the main round for all but Note.
type Opinion struct {
	Team         FeedbackTeam      `json:"team"`
	Fit          int               `json:"fit,omitempty"`    // 1 to 5; 0 is no answer
	Again        Again             `json:"again,omitempty"`  // "yes" or "no"
	Shares       map[MemberID]int  `json:"shares,omitempty"` // of the work, 100 for an even share; the member's own too
	Helped       []Factor          `json:"helped,omitempty"` // of FeedbackFactors
	HelpedText   string            `json:"helped_text,omitempty"`
	Hindered     []Factor          `json:"hindered,omitempty"`
	HinderedText string            `json:"hindered_text,omitempty"`
	Peers        map[MemberID]Peer `json:"peers,omitempty"` // where the round asks for it
	Note         string            `json:"note,omitempty"`
}

// Figures reports whether both opinions make the same figures for organizers, who see nothing of what is said of teammates.
func (o Opinion) Figures(other Opinion) bool {
	o.Peers, other.Peers = nil, nil
	return reflect.DeepEqual(o, other)
}

// Again is the answer to whether a member would work with the team again.
type Again string

// The answers.
const (
	AgainYes Again = "yes"
	AgainNo  Again = "no"
)

// MaxFit is the best answer to how well a team fits; 1 is the worst.
const MaxFit = 5

// A Factor is what may have helped a team, or hindered it.
type Factor string

// The factors.
const (
	FactorGoals    Factor = "goals"
	FactorRoles    Factor = "roles"
	FactorTalk     Factor = "talk"
	FactorHours    Factor = "hours"
	FactorSkills   Factor = "skills"
	FactorWork     Factor = "work"
	FactorMood     Factor = "mood"
	FactorLanguage Factor = "language"
)

// FeedbackFactors are the factors in the order in which they are asked for.
var FeedbackFactors = []Factor{FactorGoals, FactorRoles, FactorTalk, FactorHours, FactorSkills, FactorWork, FactorMood, FactorLanguage}

// Feedback is one member's opinion as it is kept. Shown is the opinion that is in the figures that organizers
// see, which may lag behind.
type Feedback struct {
	Member    MemberID
	Kind      FeedbackKind
	Draft     *Opinion
	Answers   *Opinion
	Shown     *Opinion
	Submitted time.Time
	Saved     time.Time
}

// Current returns what the form shows: the draft, or what was submitted where there is none.
func (f Feedback) Current() Opinion {
	switch {
	case f.Draft != nil:
		return *f.Draft
	case f.Answers != nil:
		return *f.Answers
	}
	return Opinion{}
}

// Answered reports whether feedback about the team was submitted.
func (f Feedback) Answered(about FeedbackTeam) bool {
	return f.Answers != nil && f.Answers.Team.Same(about)
}

// A PastSeason is what can be learned from of a season: what was asked and answered before the teams were
// formed, and how the teams were rated after.
type PastSeason struct {
	Season    Season
	Survey    Survey   // with the current version of each question, sensitive ones included
	Members   []Member // dropped ones included
	Responses map[MemberID]Response
	Teams     []PastTeam // those that somebody rated
}

// A PastTeam is a team of a roster with the ratings of its members. Not every member has rated it.
type PastTeam struct {
	Proposal int64
	Number   int
	Members  []MemberID // ascending
	Ratings  []Rating   // by member, ascending
}

// A Rating is how well a member says that the team fits.
type Rating struct {
	Member MemberID
	Fit    int // 1 to 5
	Again  bool
	Given  time.Time
}

// PastTeams puts submitted feedback of the main round together by team. Members who are not among known, such as
// erased ones, are left out.
func PastTeams(given []Feedback, known map[MemberID]bool) []PastTeam {
	var all []PastTeam
	for _, f := range given {
		if f.Kind != MainFeedback || f.Answers == nil || f.Answers.Fit == 0 || !known[f.Member] {
			continue
		}
		about := f.Answers.Team
		i := slices.IndexFunc(all, func(t PastTeam) bool { return t.Proposal == about.Proposal && t.Number == about.Number })
		if i < 0 {
			i = len(all)
			all = append(all, PastTeam{Proposal: about.Proposal, Number: about.Number})
		}
		t := &all[i]
		t.Ratings = append(t.Ratings, Rating{f.Member, f.Answers.Fit, f.Answers.Again == AgainYes, f.Submitted})
		for _, id := range about.People {
			if known[id] && !slices.Contains(t.Members, id) {
				t.Members = append(t.Members, id)
			}
		}
	}
	for i := range all {
		slices.Sort(all[i].Members)
		slices.SortFunc(all[i].Ratings, func(a, b Rating) int { return int(a.Member - b.Member) })
	}
	slices.SortFunc(all, func(a, b PastTeam) int {
		if a.Proposal != b.Proposal {
			return int(a.Proposal - b.Proposal)
		}
		return a.Number - b.Number
	})
	return all
}
