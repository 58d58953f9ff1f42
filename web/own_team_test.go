package web_test

import (
	"net/url"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// The page of a published team says of the member's answers what is so: that there are none, that they were not sent, or that changes were not.
func TestTheTeamPageTellsOfWhatWasNotSent(t *testing.T) {
	s := newSite(t)
	why := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}}).Questions[0]
	ann, bo, cy := s.member("Ann"), s.member("Bo"), s.member("Cy")
	at := func(m survey.Member) string { return "/m/" + string(m.Token) }
	said := url.Values{why.Field(): {"fun"}}
	a, b, c := s.visitor(), s.visitor(), s.visitor()
	a.post(at(ann)+"/answers", said).want(200, "Thank you")
	b.post(at(bo)+"/draft", said).want(200)
	s.must("publish", s.db.Publish(t.Context(), s.dividedBy(team.Request{}, []survey.Member{ann, bo, cy}), s.now))

	moves := "If you change your answers now"
	a.get(at(ann)).want(200, "Change my answers", moves).lacks("not sent", "Go on answering")
	b.get(at(bo)).want(200, "You have answers that you have not sent yet", "Go on answering").lacks("Change my answers", moves)
	c.get(at(cy)).want(200, "Answer the survey").lacks("Change my answers", "not sent", moves)
	page := a.get(at(ann) + "/answers")
	a.post(at(ann)+"/draft", page.fields(at(ann)+"/answers", url.Values{why.Field(): {"friends"}})).want(200)
	a.get(at(ann)).want(200, "You have changes that are not sent yet", "Change my answers")
	s.now = s.now.Add(48 * time.Hour)
	a.get(at(ann)).want(200, "did not send the changes")
	b.get(at(bo)).want(200, "You did not send any answers")
	c.get(at(cy)).want(200).lacks("did not send")
}
