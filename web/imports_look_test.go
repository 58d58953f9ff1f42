package web

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/job"
)

// aSeason is the only one of a store.
type aSeason struct {
	Store
	asked   survey.Survey
	members []survey.Member
	sent    map[survey.MemberID]survey.Progress
}

func (a aSeason) Survey(context.Context, survey.SeasonID) (survey.Survey, error) {
	return a.asked, nil
}
func (a aSeason) Members(context.Context, survey.SeasonID) ([]survey.Member, error) {
	return a.members, nil
}
func (a aSeason) Progress(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Progress, error) {
	return a.sent, nil
}
func (aSeason) Responses(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Response, error) {
	return nil, nil
}
func (aSeason) QuestionVersions(context.Context, survey.SeasonID) ([]survey.Question, error) {
	return nil, nil
}

// What is found of a large file is found once, however often its page is seen, and anew where the file, its plan or the season has changed; that of a small one always.
func TestLargeFilesAreLookedAtOnce(t *testing.T) {
	file := func(rows int) survey.Import {
		var text bytes.Buffer
		fmt.Fprintln(&text, "Name,Email,Level,Note")
		for i := range rows {
			fmt.Fprintf(&text, "Member %d,m%d@example.org,%d,A note %x of %d words\n", i, i, 1+i%5, i*i*7919, i)
		}
		data, _, err := readOnce("a.csv", text.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		return survey.Import{ID: 1, File: "a.csv", Data: data}
	}
	store := aSeason{}
	s := &server{looks: newAnalyses(keptLooks)}
	look := func(im survey.Import, plan job.Plan) *job.ColumnLook {
		s.Store = store
		l, err := s.lookAt(t.Context(), im, plan)
		if err != nil || len(l.Columns) != 4 {
			t.Fatalf("the look is %d columns, %v", len(l.Columns), err)
		}
		if l.Plan.Seen != plan.Seen {
			t.Errorf("seen is %q, want %q", l.Plan.Seen, plan.Seen)
		}
		return &l.Columns[0]
	}
	large, small := file(9000), file(20)
	first := look(large, job.Plan{})
	if look(large, job.Plan{}) != first || look(large, job.Plan{Seen: "x"}) != first {
		t.Error("a large file is looked at again though nothing has changed")
	}
	if once, again := look(small, job.Plan{}), look(small, job.Plan{}); once == again {
		t.Error("a small file is remembered")
	}
	store.asked.Questions = []survey.Question{{ID: 1, Kind: survey.ShortText, Title: survey.Text{survey.English: "Song"}}}
	first = look(large, job.Plan{})
	for what, change := range map[string]func() *job.ColumnLook{
		"another plan":   func() *job.ColumnLook { return look(large, job.Plan{Choice: sheet.Choice{KeepDropped: true}}) },
		"another import": func() *job.ColumnLook { im := large; im.ID = 2; return look(im, job.Plan{}) },
		"a member more": func() *job.ColumnLook {
			store.members = []survey.Member{{ID: 7, Name: "Member 3", Email: "m3@example.org"}}
			return look(large, job.Plan{})
		},
		"another question": func() *job.ColumnLook {
			store.asked.Questions = []survey.Question{{ID: 2, Kind: survey.ShortText, Title: survey.Text{survey.English: "Song"}}}
			return look(large, job.Plan{})
		},
		"an answer": func() *job.ColumnLook {
			store.sent = map[survey.MemberID]survey.Progress{7: {Draft: true}}
			return look(large, job.Plan{})
		},
	} {
		if change() == first {
			t.Errorf("with %s what was found before is shown", what)
		}
	}
}
