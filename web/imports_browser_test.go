package web_test

import (
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// The page that asks what a file is stands up to axe-core, on a phone and on a desk, in light and in dark, with all that can be asked on it.
func TestImportPagesInABrowser(t *testing.T) {
	b := webtest.New(t)
	s := newSite(t)
	s.work()
	s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Role", "ko": "역할"}, Options: []survey.Option{{Label: survey.Text{"en": "Lead", "ko": "이끎"}}, {Label: survey.Text{"en": "Make", "ko": "만듦"}}}})
	s.ask(survey.Question{Kind: survey.AnyOf, Title: survey.Text{"en": "Likes", "ko": "취미"}, Options: []survey.Option{{Label: survey.Text{"en": "Go"}}, {Label: survey.Text{"en": "Tea"}}}})
	_, err := s.db.AddMember(t.Context(), survey.Member{Season: s.season.ID, Name: "Ana Ruiz", Email: "ana@example.org"}, s.now)
	s.must("add a member", err)
	const text = "Name,Email,Role,Hours,Sport of the north,Sport of the south,Likes,Budget\nNoa Levi,family@example.org,Lead,3,Judo,,Go;Tango,\"1,200\"\nTom Levi,family@example.org,King,soon,,Chess,Tea,\"2,500\"\nKim Minjun,,Make,4,Chess,,Go,\nKim Minjun,,Lead,5,,Judo,Tea,\n" +
		"Anna R. Gomez,ana@example.org,Make,6,Judo,,Go,\nBo Lind,bo@example.org,make,7,,Chess,Tea,\nBo Lind,bo@example.org,-,8,,Judo,Go;Tea,\"1,750\"\n"
	path := s.organizer().upload("/import", "club.csv", []byte(text)).want(200).path
	for _, look := range []struct {
		lang, scheme string
		width        int64
	}{{"ko", "dark", 360}, {"en", "light", 1440}} {
		tab := s.signedInTab(b, look.width, look.lang)
		for name, page := range map[string]string{"import": s.at("/import"), "mapping": path} {
			tab.Go(s.url + page)
			tab.Check()
			tab.Scheme(look.scheme)
			tab.Screenshot(look.lang + "-" + name)
		}
	}
}
