package web_test

import (
	"net/url"
	"strings"
	"testing"

	"dure/survey"
)

// A chat room shows of a link what it leads to, and of nobody; search engines find the sign-in page alone.
func TestLinksInChatRoomsTellOfNobody(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	m := s.member("Rosalind")
	for _, path := range []string{"/s/" + string(s.season.Token), "/m/" + string(m.Token), "/signin"} {
		page := s.visitor().get(path).want(200, `property="og:title"`, `property="og:description"`, `name="description"`, `property="og:image" content="`+s.url+`/static/shared~`)
		head, _, _ := strings.Cut(page.body, "</head>")
		if strings.Contains(head, "Rosalind") {
			t.Errorf("the head of %s tells of Rosalind: %s", path, head)
		}
		if got, want := page.header.Get("X-Robots-Tag"), map[bool]string{true: "", false: "noindex"}[path == "/signin"]; got != want {
			t.Errorf("%s tells search engines %q, want %q", path, got, want)
		}
	}
	s.organizer().get(s.at("")).want(200).lacks("og:title")
}

// A form that came back says so by its title, which is heard first; and who sent answers is told of a question that must be answered since then.
func TestWhatIsToBeMendedIsToldFirst(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}, Required: true})
	m := s.member("mina")
	at, field := "/m/"+string(m.Token), asked.Questions[0].Field()
	v := s.visitor()
	v.get(at).want(200).lacks("<title>Error")
	v.post(at+"/answers", url.Values{field: {""}}).want(422, "<title>Error: ", `href="#`+field+`"`)
	v.post(at+"/answers", url.Values{field: {"for fun"}}).want(200, "Thank you").lacks("must be answered")
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Since when?"}, Required: true})
	said := "A question that must be answered was added"
	v.get(at).want(200, said, "1 of 2")
	s.must("publish", s.db.Publish(t.Context(), s.divided("Owls", []survey.Member{m}), s.now))
	v.get(at).want(200, "You are in", said)
	v.post(at+"/answers", url.Values{field: {"for fun"}, "q2": {"May"}})
	v.get(at).want(200, "You are in").lacks(said)
}
