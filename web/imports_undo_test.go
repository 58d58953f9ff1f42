package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"dure/survey"
)

// An import is taken back from its page: first the page says what goes, then everything is as before, the log says who did it, and nothing is to be taken back any more.
func TestAnImportIsTakenBackFromItsPage(t *testing.T) {
	for _, lang := range []struct{ is, undo, done, gone, act string }{
		{"en", "Undo this import", "Everything is as it was before.", "2 members who came with the file go", "Undid an import"},
		{"ko", "이 가져오기 되돌리기", "모두 가져오기 전과 같습니다.", "파일로 들어온 멤버 2명과 그 답변이 지워집니다", "가져오기를 되돌림"},
	} {
		s := newSite(t)
		s.work()
		s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Role"}, Options: []survey.Option{{Label: survey.Text{"en": "Lead"}}, {Label: survey.Text{"en": "Make"}}}})
		v := s.organizer()
		v.lang = lang.is
		before, asked := s.names(), s.stored()
		r := v.upload("/import", "club.csv", []byte("Name,Role,Height\nAra,Lead,170\nBo,King,180\n"))
		form := r.proposed()
		form.Set("do", "options")
		listed := r.submit(v, r.path, form)
		form.Del("do")
		listed.submit(v, r.path, form)
		done := v.finish(r.path).want(200, lang.undo)
		if s.names() == before {
			t.Fatalf("the file brings nobody: %s", strip.ReplaceAllString(done.body, " "))
		}
		for _, page := range []string{"", "/members"} {
			v.get(s.at("%s", page)).want(200, lang.undo, "club.csv")
		}
		v.get(r.path+"/undo").want(200, lang.gone)
		v.post(r.path+"/undo", nil).want(200, lang.done).lacks(lang.undo)
		v.post(r.path+"/undo", nil).want(200, lang.done)
		if now := s.stored(); s.names() != before || len(now.Questions) != len(asked.Questions) || len(now.Questions[0].Options) != 2 {
			t.Errorf("afterwards the members are %q, want %q, and the survey asks %v", s.names(), before, now.Questions)
		}
		v.get(s.at("%s", "")).want(200).lacks(lang.undo)
		v.get(s.at("/log")).want(200, lang.act)
	}
}

// What somebody answered since keeps an import from being taken back, also where they did between the page that asks and the press.
func TestAnImportThatIsUsedIsNotTakenBack(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "club.csv", []byte("Name,Height\nAra,170\nBo,180\n"))
	v.take(r.path, r.proposed())
	v.finish(r.path)
	v.get(r.path+"/undo").want(200, "2 members who came with the file go")
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read the members", err)
	asked := s.stored()
	s.must("open", s.db.EditTimes(t.Context(), s.season.ID, func(q *survey.Survey) error { q.Opens = s.now; return nil }))
	as := survey.Answers{asked.Questions[0].ID: {Number: new(171.0)}}
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: members[0].ID, Answers: as}, s.now))
	v.post(r.path+"/undo", nil).want(422, "Nothing was undone", "Ara has answered since").lacks(`class="danger"`)
	if !strings.Contains(s.names(), "Ara") {
		t.Errorf("the members are %q", s.names())
	}
}

// endsOnce is a context that ends once something is so.
type endsOnce struct {
	context.Context
	is func() bool
}

func (e endsOnce) Err() error {
	if e.is() {
		return context.Canceled
	}
	return nil
}

// While a large import is half there, the pages that count members say so, and no teams are formed of half of them.
func TestHalfAnImportIsSaid(t *testing.T) {
	for _, lang := range []struct{ is, half, saved, form string }{
		{"en", "“large.csv” is being imported, and not all of it is here yet.", "%d of 400 members are saved so far.", "No teams are formed yet: a file is being imported"},
		{"ko", "‘large.csv’ 파일을 가져오는 중이라 아직 다 들어오지 않았습니다.", "지금까지 멤버 400명 중 %d명을 저장했습니다.", "아직 팀을 만들지 않았습니다. 파일을 가져오는 중이라"},
	} {
		s := newSite(t)
		ctx := t.Context()
		id, err := s.db.StoreImport(ctx, survey.Import{Season: s.season.ID, File: "large.csv", Data: []byte("Name\n")}, s.now)
		s.must("keep a file", err)
		s.must("start it", s.db.StartImport(ctx, id, "{}"))
		rows := make([]survey.Imported, 400)
		for i := range rows {
			rows[i].Member = survey.Member{Name: fmt.Sprint("Large ", i), Email: fmt.Sprintf("large%d@example.org", i)}
		}
		half := endsOnce{ctx, func() bool {
			im, err := s.db.Import(ctx, id)
			return err != nil || im.Saved > 0
		}}
		if _, err := s.db.ApplyImport(half, id, rows, nil, s.now); !errors.Is(err, context.Canceled) {
			t.Fatalf("an import that is broken off: %v", err)
		}
		im, err := s.db.Import(ctx, id)
		s.must("read how far it is", err)
		lang.saved = fmt.Sprintf(lang.saved, im.Saved)
		v := s.organizer()
		v.lang = lang.is
		for _, page := range []string{"", "/members"} {
			v.get(s.at("%s", page)).want(200, lang.half, lang.saved)
		}
		v.get(s.at("/imports/%d", id)).want(200, lang.saved, fmt.Sprintf(`value="%d" max="400"`, im.Saved))
		v.get(s.at("/imports/%d/undo", id)).want(200, lang.saved)
		v.post(s.at("/proposals"), url.Values{"ideal": {"4"}}).want(422, lang.form)
		_, err = s.db.ResumeImport(ctx, id)
		s.must("go on", err)
		v.get(s.at("/imports/%d", id)).want(200).lacks(lang.saved)
		v.get(s.at("/members")).want(200, "large.csv").lacks(lang.half)
	}
}
