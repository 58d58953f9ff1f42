package web_test

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// The page shows where others wrote the name, and who erases decides on each place. Nothing of the member is left in the files, sessions included.
func TestEraseAsksAboutTexts(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why do you join?"}},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Anything else?"}, Sensitive: true})
	ann, bo := s.member("Zeisig"), s.member("Bo")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: bo.ID, Answers: survey.Answers{
		asked.Questions[0].ID: {Text: "With zeisig, who sings"}, asked.Questions[1].ID: {Text: "Zeisig snores"},
	}}, s.now))
	v := s.organizer()
	v.post(s.at("/members/%d/link", ann.ID), nil).want(200) // what it says once is seen by nobody, as in a tab that was closed
	path := s.at("/members/%d/remove", ann.ID)
	page := v.get(path).want(200, "answer to “Why do you join?”", "With zeisig, who sings", `name="keep"`).lacks("snores", "Anything else")
	page.submit(v, path, url.Values{"where": {"season"}}).want(200, "The member was erased for good.").lacks("Zeisig")
	v.get(s.at("/members/%d", bo.ID)).want(200, "With —, who sings")
	s.must("search the files", filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if strings.Contains(strings.ToLower(string(data)), "zeisig") {
			t.Errorf("%s still has the name", filepath.Base(path))
		}
		return err
	}))
}

func TestEraseKeepsWhatIsTicked(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why do you join?"}})
	ann, bo := s.member("Will"), s.member("Bo")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: bo.ID, Answers: survey.Answers{asked.Questions[0].ID: {Text: "Will it be fun?"}}}, s.now))
	v, path := s.organizer(), s.at("/members/%d/remove", ann.ID)
	id := strings.Split(strings.Split(v.get(path).want(200, "Will it be fun?").body, `name="keep" value="`)[1], `"`)[0]
	v.post(path, url.Values{"where": {"season"}, "keep": {id}}).want(200)
	v.get(s.at("/members/%d", bo.ID)).want(200, "Will it be fun?")
}

// An erasing waits for a file that is being imported, and says so.
func TestEraseWaitsForAnImport(t *testing.T) {
	s := newSite(t)
	ann := s.member("Zeisig")
	id, err := s.db.StoreImport(t.Context(), survey.Import{Season: s.season.ID, File: "members.csv", Data: []byte("Name\nZeisig\n")}, s.now)
	s.must("store a file", err)
	s.must("start its import", s.db.StartImport(t.Context(), id, `{}`))
	v := s.organizer()
	v.get(s.at("/members/%d/remove", ann.ID)).want(200, "A file is being imported just now", "Nothing is erased before that has ended")
	v.post(s.at("/members/%d/remove", ann.ID), url.Values{"where": {"season"}}).want(422, "a file is being imported")
	v.get(s.at("/members/%d", ann.ID)).want(200, "Zeisig")
}

// What a member was called before goes too, wherever others wrote it, and is not erased of somebody who is called so now.
func TestEraseSearchesFormerNames(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 2, Sensitive: true},
		survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why?"}, Sensitive: true})
	ann, bo := s.called("Zeisig Old", "zeisig@example.org"), s.member("Bo")
	s.say(bo, survey.Answers{asked.Questions[0].ID: {Wished: []string{"old zeisig"}, Avoided: []string{"zeisig@example.org"}}, asked.Questions[1].ID: {Text: "Zeisig Old sings"}})
	v := s.organizer()
	s.now = s.now.Add(time.Hour)
	v.post(s.at("/members/%d", ann.ID), url.Values{"name": {"Another Name"}, "email": {"another@example.org"}}).want(200)
	v.post(s.at("/members/%d/remove", ann.ID), url.Values{"where": {"season"}}).want(200)
	r, err := s.db.Response(t.Context(), bo.ID)
	s.must("read the answers", err)
	if got := fmt.Sprint(r.Answers); strings.Contains(strings.ToLower(got), "zeisig") {
		t.Errorf("after the member is erased, whom others named by the name from before, they answer %s", got)
	}
}
