package view

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"dure/survey"
)

// Taken is what a change of a survey takes from the answers, and what it makes of cards and of conditions.
type Taken struct {
	Losses survey.Losses
	Cards  []CardsChanged
	Asked  []survey.Question // those that are asked by another option
	Survey survey.Survey     // once it is changed
}

// CardsChanged are cards of which a change makes the same, as they are worded then.
type CardsChanged struct {
	What  survey.Key
	Lines []string
}

// conditions words those that are on another option by the change.
func (d Taken) conditions(p Page) (all []string) {
	for _, q := range d.Asked {
		if on, ok := d.Survey.Deciding(q); ok {
			all = append(all, p.T("loss_of", "Title", shorten(p.In(q.Title), 60), "What", onlyWords(p, on, *q.Show)))
		}
	}
	return all
}

// LossWords says what the answers to a question lose, and how many count that did not.
func LossWords(p Page, l survey.Loss) string {
	var all []string
	if l.Secret {
		all = append(all, p.T("loss_secret"))
	}
	if l.Avoided {
		all = append(all, p.T("loss_avoided"))
	}
	for _, part := range []struct {
		key   survey.Key
		count int
	}{{"loss_whole", l.Whole}, {"loss_part", l.Part}, {"loss_joined", l.Joined}, {"loss_more", l.More}, {"loss_grown", l.Grown}} {
		if part.count > 0 {
			all = append(all, p.T(part.key, "Count", part.count, "Of", l.Of))
		}
	}
	switch {
	case l.Bare > 0:
		all = append(all, p.T("loss_unit", "Count", l.Bare, "Unit", p.In(l.Unit)))
	case l.Unit != nil:
		all = append(all, p.T("loss_unit_secret", "Unit", p.In(l.Unit)))
	}
	for _, m := range l.Moved {
		all = append(all, p.T("loss_moved", "Count", m.Count, "From", p.In(m.From.Label), "To", p.In(m.To.Label)))
	}
	return p.T("loss_of", "Title", shorten(p.In(l.Title), 60), "What", strings.Join(all, " "))
}

// Code names what is taken, so that one who was told of that is not asked again, but is of anything else; "" for nothing.
func (d Taken) Code() string {
	var code []string
	for _, c := range d.Cards {
		code = append(append(code, string(c.What)), c.Lines...)
	}
	for _, q := range d.Asked {
		code = append(code, q.Column())
	}
	for _, l := range d.Losses {
		code = append(code, fmt.Sprint(l.ID, ":", l.Whole, "-", l.Part, "-", l.Joined, "-", l.More, "-", l.Grown, "-", l.Bare, l.Unit.Wordings()))
		for _, o := range l.Options {
			code = append(code, fmt.Sprint(o.Key, "-", o.Count))
		}
		for _, m := range l.Moved {
			code = append(code, fmt.Sprint(m.From.Key, "=", m.To.Key, "-", m.Count))
		}
	}
	return strings.Join(code, " ")
}

func (d Taken) any() bool { return d.Code() != "" }

// agrees makes a button agree to what is taken. No other way of sending its form does.
func (d Taken) agrees() templ.Attributes {
	if !d.any() {
		return nil
	}
	return templ.Attributes{"name": "agreed", "value": d.Code()}
}
