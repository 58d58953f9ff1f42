package survey

import (
	"encoding/json"
	"slices"
)

// A Start is what a member says before the first question.
type Start struct {
	Shown    Agreement // what stood there to agree to
	Consent  bool      // to the consent text
	Age      Age       // beside [Settings.MinAge]
	Guardian string    // who agreed, of a member who is younger
	Agreed   bool      // that this guardian did
}

// An Age says on which side of [Settings.MinAge] a member is.
type Age string

// The two sides of the least age; nothing is said by "".
const (
	OldEnough Age = "older"
	Younger   Age = "younger"
)

// An Agreement is what a member agreed to before the first question: the words as they were read, and what was asked of the age.
type Agreement struct {
	Words    string `json:"words,omitempty"`
	MinAge   int    `json:"min_age,omitempty"`
	Guardian bool   `json:"guardian,omitempty"` // who is younger could name one
}

// Agreement is what the survey asks to agree to, to who reads it in a language.
func (s Survey) Agreement(lang Lang) Agreement {
	return Agreement{Words: s.Consent.In(lang), MinAge: s.MinAge, Guardian: s.Guardian}
}

// AgreedTo reports whether who agreed to that has nothing more to say before the first question: the words stand there still, in
// whichever language, and what is asked of the age is the same. What is no longer asked for need not be agreed to again.
func (s Survey) AgreedTo(a Agreement) bool {
	return (s.Consent.IsZero() || slices.Contains(s.Consent.Wordings(), a.Words)) &&
		(s.MinAge == 0 || s.MinAge == a.MinAge && s.Guardian == a.Guardian)
}

// Starts reports whether members say something before the first question.
func (s Survey) Starts() bool { return !s.Consent.IsZero() || s.MinAge > 0 }

// CheckStart returns all that keeps a member from answering.
func (s Survey) CheckStart(said Start) []*InvalidError {
	var all []*InvalidError
	refuse := func(field string, reason Key, pairs ...any) {
		all = append(all, &InvalidError{Field: field, Reason: reason, Args: Say(reason, pairs...).Args})
	}
	if (said.Consent || said.Age != "") && !s.AgreedTo(said.Shown) {
		field := "consent"
		if s.Consent.IsZero() {
			field = "age"
		}
		refuse(field, "start_changed")
		return all
	}
	switch {
	case s.MinAge == 0 || said.Age == OldEnough:
	case said.Age != Younger:
		refuse("age", "age_missing")
	case !s.Guardian:
		refuse("age", "age_too_young", "Age", s.MinAge)
	default:
		if said.Guardian == "" || runes(said.Guardian) > MaxName {
			refuse("guardian", "guardian_missing")
		}
		if !said.Agreed {
			refuse("agreed", "guardian_not_agreed")
		}
	}
	if !s.Consent.IsZero() && !said.Consent {
		refuse("consent", "consent_missing")
	}
	return all
}

// AgreedBy is the guardian whose word counts; none for a member who is old enough.
func (s Survey) AgreedBy(said Start) string {
	if s.MinAge == 0 || said.Age != Younger {
		return ""
	}
	return said.Guardian
}

// ReadStart reads what a form says before the first question.
func ReadStart(form map[string][]string) Start {
	var shown Agreement
	_ = json.Unmarshal([]byte(first(form["shown"])), &shown) // of what is no agreement nothing was agreed to
	return Start{Shown: shown, Consent: first(form["consent"]) == "yes", Age: Age(first(form["age"])),
		Guardian: Clean(first(form["guardian"])), Agreed: first(form["agreed"]) == "yes"}
}

// Full reports whether as many have sent answers as may.
func (s Survey) Full() bool { return s.Limit > 0 && s.Sent >= s.Limit }

// ForSent returns the survey as it is open to who has sent answers: that many others have, too, closes it to nobody who has.
func (s Survey) ForSent() Survey {
	s.Limit = 0
	return s
}
