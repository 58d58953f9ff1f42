package view

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"dure/survey"
)

// LossWords says what the answers to a question lose, and how many count that did not.
func LossWords(p Page, l survey.Loss) string {
	var all []string
	if l.Secret {
		all = append(all, p.T("loss_secret"))
	}
	for _, part := range []struct {
		key   survey.Key
		count int
	}{{"loss_whole", l.Whole}, {"loss_part", l.Part}, {"loss_joined", l.Joined}, {"loss_more", l.More}} {
		if part.count > 0 {
			all = append(all, p.T(part.key, "Count", part.count, "Of", l.Of))
		}
	}
	return p.T("loss_of", "Title", shorten(p.In(l.Title), 60), "What", strings.Join(all, " "))
}

// LossCode names what is lost and gained, so that one who was told of that is not asked again, but is of anything else.
func LossCode(all survey.Losses) string {
	var code []string
	for _, l := range all {
		code = append(code, fmt.Sprint(l.ID, ":", l.Whole, "-", l.Part, "-", l.Joined, "-", l.More))
		for _, o := range l.Options {
			code = append(code, fmt.Sprint(o.Key, "-", o.Count))
		}
	}
	return strings.Join(code, " ")
}

// agrees makes a button agree to what is lost. No other way of sending its form does.
func agrees(all survey.Losses) templ.Attributes {
	if len(all) == 0 {
		return nil
	}
	return templ.Attributes{"name": "agreed", "value": LossCode(all)}
}
