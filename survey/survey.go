package survey

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"time"
)

// A Survey is what a season asks: its wording, its questions in order, and when it is open.
type Survey struct {
	Season  SeasonID
	Title   Text
	Intro   Text
	Consent Text // shown with a box that must be ticked; none where empty
	Settings
	Opens     time.Time
	Closes    time.Time
	Remind    int        // how many days before the close members are reminded by themselves; 0 where nobody chose, or [RemindNever]
	Reminded  time.Time  // when they were; zero for not yet
	Leave     time.Time  // until when the member whom it is for may answer whatever closes it to others; see [Survey.For]
	Sent      int        // how many have sent answers; counted only where there is a [Settings.Limit]
	Newest    time.Time  // when the newest of these came in first; zero where that is not known
	Questions []Question // the current version of each, in order
	Retired   []Question // the last version of each that is no longer asked, by [Survey.Recall]
	Revision  int        // grows with every change of which questions there are and of their order
}

// Settings are what a survey says and asks beside its questions. The zero value asks nothing and says nothing.
type Settings struct {
	Thanks   Text `json:"thanks,omitzero"`    // the closing text, shown once answers are sent
	MinAge   int  `json:"min_age,omitempty"`  // in years; members say that they are as old, 0 for no limit
	Guardian bool `json:"guardian,omitempty"` // who is younger may answer with the consent of a guardian, who is named
	Limit    int  `json:"limit,omitempty"`    // the survey closes once so many have sent answers; 0 for no limit
}

// MaxAge is the highest least age.
const MaxAge = 99

// A State says whether a survey takes answers.
type State string

// The states of a survey. By hand and by date are the same two times: to open is to set
// Opens to now, to close is to set Closes to now.
const (
	Drafted   State = "draft"     // no opening time
	Scheduled State = "scheduled" // opens later
	Open      State = "open"
	Closed    State = "closed"
)

// State returns the state at now.
func (s Survey) State(now time.Time) State {
	switch {
	case s.Opens.IsZero():
		return Drafted
	case now.Before(s.Opens):
		return Scheduled
	case s.Over(now), s.Full() && !now.Before(s.Leave):
		return Closed
	}
	return Open
}

// Over reports whether the time to answer is over, for all.
func (s Survey) Over(now time.Time) bool { return !s.Closes.IsZero() && !now.Before(s.Closes) }

// MayClose reports whether somebody can still answer, or change answers that were sent before as many had come as may.
func (s Survey) MayClose(now time.Time) bool {
	return !s.Opens.IsZero() && !now.Before(s.Opens) && !s.Over(now)
}

// For returns the survey as it is open to a member, who may have leave to answer after the close.
func (s Survey) For(m Member) Survey {
	s.Leave = m.Until
	if !s.Closes.IsZero() && m.Until.After(s.Closes) {
		s.Closes = m.Until
	}
	return s
}

// Question returns the question with the id.
func (s Survey) Question(id QuestionID) (Question, bool) {
	return find(s.Questions, func(q Question) bool { return q.ID == id })
}

// CheckTimes returns an [*InvalidError] if the survey would close before it opens.
func (s Survey) CheckTimes() error {
	if !s.Closes.IsZero() && !s.Opens.IsZero() && !s.Closes.After(s.Opens) {
		return &InvalidError{Field: "closes", Reason: "closes_before_opens"}
	}
	return nil
}

// OpenNow opens the survey by hand, also one that was closed.
func (s *Survey) OpenNow(now time.Time) error {
	switch {
	case len(s.Asked()) == 0:
		return &InvalidError{Reason: "questions_missing"}
	case s.Full():
		return &InvalidError{Reason: "survey_full_open"}
	}
	if s.Opens.IsZero() || s.Opens.After(now) {
		s.Opens = now
	}
	if !s.Closes.After(now) {
		s.Closes = time.Time{}
	}
	return nil
}

// CloseNow closes the survey by hand, if it is open to anybody.
func (s *Survey) CloseNow(now time.Time) {
	if !s.MayClose(now) {
		return
	}
	if s.Closes = now; !now.After(s.Opens) {
		s.Closes = s.Opens.Add(time.Millisecond) // opened this very moment
	}
}

// TimesMark tells when the survey opens and closes at one time from when it does at another.
func (s Survey) TimesMark() string {
	return fmt.Sprint(s.Opens.UnixMilli(), s.Closes.UnixMilli(), s.Remind)
}

// Mark tells apart what stands around the questions at one time from what stands there at another.
func (s Survey) Mark() string {
	h := fnv.New64a()
	for _, t := range s.Texts() {
		for _, lang := range slices.Sorted(maps.Keys(t)) {
			fmt.Fprintf(h, "%s %q", lang, t[lang])
		}
		fmt.Fprintln(h)
	}
	fmt.Fprint(h, s.MinAge, s.Guardian, s.Limit)
	return fmt.Sprintf("%x", h.Sum64())
}

// Worded reports whether any words stand around the questions.
func (s Survey) Worded() bool {
	return slices.ContainsFunc([]Text{s.Title, s.Intro, s.Consent, s.Thanks}, func(t Text) bool { return !t.IsZero() })
}

// CheckWording returns an [*InvalidError] for the first text around the questions that is too long, or setting that cannot be.
func (s Survey) CheckWording() error {
	if s.MinAge < 0 || s.MinAge > MaxAge {
		return &InvalidError{Field: "min_age", Reason: "age_range", Args: map[string]any{"Max": MaxAge}}
	}
	if s.Limit < 0 {
		return &InvalidError{Field: "limit", Reason: "count_invalid"}
	}
	return cmp.Or(s.Title.check("title", MaxTitle), s.Intro.check("intro", MaxLong), s.Consent.check("consent", MaxHelp), s.Thanks.check("thanks", MaxLong))
}
