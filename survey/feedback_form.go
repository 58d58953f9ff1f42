package survey

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// EvenShare is the share of the work, in percent, of somebody who does as much as the average of the team.
const EvenShare = 100

// OpinionFit is the form field of how well the team fits.
const OpinionFit = "fit"

// ShareField is the form field of a member's share of the work.
func ShareField(id MemberID) string { return "share-" + id.Code() }

// ParseOpinion reads what a form brings about a team of the people. What can be no answer at all is not in the
// opinion but in unread. [Opinion.Check] says what is missing.
func ParseOpinion(kind FeedbackKind, people []MemberID, form map[string][]string) (o Opinion, unread []*InvalidError) {
	if fit, err := strconv.Atoi(first(form[OpinionFit])); err == nil && fit >= 1 && fit <= MaxFit {
		o.Fit = fit
	}
	if kind == Pulse {
		o.Note = typedText(form["note"])
		return o, nil
	}
	if again := Again(first(form["again"])); again == AgainYes || again == AgainNo {
		o.Again = again
	}
	o.Helped, o.HelpedText = factors(form["helped"]), typedText(form["helped_text"])
	o.Hindered, o.HinderedText = factors(form["hindered"]), typedText(form["hindered_text"])
	for _, id := range people {
		text := strings.TrimSuffix(strings.TrimSpace(norm.NFKC.String(first(form[ShareField(id)]))), "%")
		if text == "" {
			continue
		}
		v, ok := ParseNumber(text)
		if !ok || v < 0 || v != math.Trunc(v) || v > float64(EvenShare*len(people)) {
			unread = append(unread, &InvalidError{Field: ShareField(id), Reason: "share_invalid", Args: map[string]any{"Max": EvenShare * len(people)}})
			continue
		}
		if o.Shares == nil {
			o.Shares = map[MemberID]int{}
		}
		o.Shares[id] = int(v)
	}
	return o, unread
}

func typedText(values []string) string {
	text := first(values)
	if len(text) > maxTextBytes {
		text = text[:maxTextBytes]
	}
	return Clean(strings.ToValidUTF8(text, ""))
}

// factors returns those of FeedbackFactors that are among values, in its order.
func factors(values []string) []Factor {
	var all []Factor
	for _, f := range FeedbackFactors {
		if slices.Contains(values, string(f)) {
			all = append(all, f)
		}
	}
	return all
}

// Check returns all that keeps the opinion about a team of the people from being submitted, in the order of the
// form: what must be answered is missing, a text is too long, or the shares of the work are not everybody's or
// do not add up to 100 for each of them.
func (o Opinion) Check(kind FeedbackKind, people []MemberID) []*InvalidError {
	var all []*InvalidError
	if o.Fit == 0 {
		all = append(all, &InvalidError{Field: OpinionFit, Reason: "answer_missing"})
	}
	if kind == Pulse {
		return append(all, tooLong("note", o.Note)...)
	}
	if o.Again == "" {
		all = append(all, &InvalidError{Field: "again", Reason: "answer_missing"})
	}
	if bad := o.checkShares(people); bad != nil {
		all = append(all, bad)
	}
	all = append(append(all, tooLong("helped_text", o.HelpedText)...), tooLong("hindered_text", o.HinderedText)...)
	for _, id := range people {
		all = append(all, tooLong(PeerComment(id), o.Peers[id].Comment)...)
	}
	return all
}

// FilledUp returns the opinion with the shares that were left blank: what is missing to an even share for each is divided evenly among them, as far as
// whole numbers go, the first getting the rest. Where everybody is blank, or more is given than there is, it is as it was.
func (o Opinion) FilledUp(people []MemberID) Opinion {
	blank, left := o.Blank(people)
	if len(o.Shares) == 0 || len(blank) == 0 || left < 0 {
		return o
	}
	o.Shares = maps.Clone(o.Shares)
	for i, id := range blank {
		o.Shares[id] = left / len(blank)
		if i < left%len(blank) {
			o.Shares[id]++
		}
	}
	return o
}

// Blank are the people without a share, and how much of the work is left for them.
func (o Opinion) Blank(people []MemberID) (blank []MemberID, left int) {
	left = EvenShare * len(people)
	for _, id := range people {
		share, ok := o.Shares[id]
		if left -= share; !ok {
			blank = append(blank, id)
		}
	}
	return blank, left
}

func tooLong(field, text string) []*InvalidError {
	if runes(text) <= MaxLong {
		return nil
	}
	return []*InvalidError{{Field: field, Reason: "too_long", Args: map[string]any{"Max": MaxLong}}}
}

// checkShares says what is wrong with the shares. To give none is to leave the question out; blank ones are filled up before, see [Opinion.FilledUp].
func (o Opinion) checkShares(people []MemberID) *InvalidError {
	if len(o.Shares) == 0 {
		return nil
	}
	blank, left := o.Blank(people)
	all := EvenShare * len(people)
	args := map[string]any{"Given": all - left, "All": all, "Left": left, "Over": -left}
	switch {
	case len(o.Shares) != len(people)-len(blank) || len(blank) > 0 && left >= 0:
		return &InvalidError{Field: "shares", Reason: "shares_team_changed"}
	case left < 0:
		return &InvalidError{Field: "shares", Reason: "shares_over", Args: args}
	case left > 0:
		return &InvalidError{Field: "shares", Reason: "shares_left", Args: args}
	}
	return nil
}
