package survey

// A Start is what a member says before the first question.
type Start struct {
	Consent  bool   // to the consent text
	Age      Age    // beside [Settings.MinAge]
	Guardian string // who agreed, of a member who is younger
	Agreed   bool   // that this guardian did
}

// An Age says on which side of [Settings.MinAge] a member is.
type Age string

// The two sides of the least age; nothing is said by "".
const (
	OldEnough Age = "older"
	Younger   Age = "younger"
)

// Starts reports whether members say something before the first question.
func (s Survey) Starts() bool { return !s.Consent.IsZero() || s.MinAge > 0 }

// CheckStart returns all that keeps a member from answering.
func (s Survey) CheckStart(said Start) []*InvalidError {
	var all []*InvalidError
	refuse := func(field string, reason Key, pairs ...any) {
		all = append(all, &InvalidError{Field: field, Reason: reason, Args: Say(reason, pairs...).Args})
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
	return Start{Consent: first(form["consent"]) == "yes", Age: Age(first(form["age"])),
		Guardian: Clean(first(form["guardian"])), Agreed: first(form["agreed"]) == "yes"}
}

// Full reports whether as many have sent answers as may.
func (s Survey) Full() bool { return s.Limit > 0 && s.Sent >= s.Limit }

// ForSent returns the survey as it is open to who has sent answers: that many others have, too, closes it to nobody who has.
func (s Survey) ForSent() Survey {
	s.Limit = 0
	return s
}
