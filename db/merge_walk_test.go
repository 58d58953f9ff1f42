package db

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
)

// testTwoDevices lets devices of a member answer three questions by forms that stay open: at random they type, save drafts, send and
// load the page again, while an organizer rewords a question. What is saved over an answer is what the device typed, and only
// where its form had shown that answer.
func testTwoDevices(t *testing.T, d *DB) {
	_, season := newSeason(t, d)
	rapid.Check(t, func(rt *rapid.T) {
		s := walkSeason(t, d, season.Club)
		text := survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "What?"}}
		openSurvey(t, d, s.ID, text, text, text)
		w := &deviceWalk{T: rt, t: t, d: d, season: s.ID, member: newMember(t, d, s.ID, "Ara").ID}
		w.devices = []*device{{}, {}}
		for _, dev := range w.devices {
			w.load(dev)
		}
		any := func(rt *rapid.T) *device { return rapid.SampledFrom(w.devices).Draw(rt, "device") }
		rt.Repeat(map[string]func(*rapid.T){
			"type": func(rt *rapid.T) {
				dev := any(rt)
				id := rapid.SampledFrom(slices.Sorted(maps.Keys(dev.shows))).Draw(rt, "question")
				dev.types[id] = rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(rt, "text")
			},
			"read": func(rt *rapid.T) { dev := any(rt); dev.read = w.kept() },
			"save": func(rt *rapid.T) { w.save(any(rt), rapid.Bool().Draw(rt, "sends")) },
			"load": func(rt *rapid.T) { w.load(any(rt)) },
			"reword": func(rt *rapid.T) {
				q := rapid.SampledFrom(must[survey.Survey](t)(d.Survey(t.Context(), s.ID)).Questions).Draw(rt, "question")
				q.Title = survey.Text{"en": rapid.StringN(1, 9, 20).Draw(rt, "title") + "?"}
				_, err := d.ChangeQuestion(t.Context(), s.ID, q)
				ok(t, err)
			},
		})
	})
}

type deviceWalk struct {
	*rapid.T
	t       *testing.T
	d       *DB
	season  survey.SeasonID
	member  survey.MemberID
	devices []*device
}

// A device has a form open.
type device struct {
	fields url.Values                   // that the server put into it
	shows  map[survey.QuestionID]string // the answer that the member saw last, in a field or beside it
	to     map[survey.QuestionID]int    // the version to which that was said
	types  map[survey.QuestionID]string
	read   survey.Answers // by a request that is on its way
}

func (w *deviceWalk) kept() survey.Answers {
	r, err := w.d.Response(w.t.Context(), w.member)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		w.Fatalf("read the answers: %v", err)
	}
	return r.Current()
}

func (w *deviceWalk) load(dev *device) {
	kept := w.kept()
	*dev = device{fields: url.Values{}, shows: map[survey.QuestionID]string{}, to: map[survey.QuestionID]int{}, types: map[survey.QuestionID]string{}, read: kept}
	w.show(dev, kept)
	maps.Copy(dev.types, dev.shows)
}

// show puts into the form which version of each question and which answer it shows.
func (w *deviceWalk) show(dev *device, kept survey.Answers) {
	asked := must[survey.Survey](w.t)(w.d.Survey(w.t.Context(), w.season))
	versions := must[[]survey.Question](w.t)(w.d.QuestionVersions(w.t.Context(), w.season))
	for _, q := range asked.Questions {
		dev.fields.Set(q.SeenField(), strconv.Itoa(q.Version))
		dev.fields.Set(q.BaseField(), q.Mark(kept[q.ID], versions))
		dev.shows[q.ID], dev.to[q.ID] = kept[q.ID].Text, kept[q.ID].Version
	}
}

// save sends the form, by what its request had read first, and looks at what became of every answer.
func (w *deviceWalk) save(dev *device, sends bool) {
	ctx, form := w.t.Context(), maps.Clone(dev.fields)
	for id, text := range dev.types {
		form.Set(survey.Question{ID: id}.Field(), text)
	}
	before := w.kept()
	for {
		asked := must[survey.Survey](w.t)(w.d.Survey(ctx, w.season))
		versions := must[[]survey.Question](w.t)(w.d.QuestionVersions(ctx, w.season))
		f := asked.ParseAnswers(form, versions)
		merged, clash := f.Merge(dev.read, false, versions)
		r, save := survey.Response{Member: w.member, Draft: merged, Answers: merged, Read: &dev.read}, w.d.SaveDraft
		if sends && len(clash) == 0 {
			save = w.d.SaveResponse
		}
		err := save(ctx, r, now)
		if errors.Is(err, survey.ErrStale) {
			dev.read = w.kept()
			continue
		}
		ok(w.t, err)
		w.check(dev, before, clash)
		if len(clash) > 0 { // the page shows both
			w.show(dev, w.kept())
			return
		}
		for field, mark := range f.Taken(merged, versions) {
			dev.fields.Set(field, mark)
		}
		for id, text := range dev.types {
			if kept := w.kept()[id]; text == kept.Text {
				dev.shows[id], dev.to[id] = text, kept.Version
			}
		}
		return
	}
}

func (w *deviceWalk) check(dev *device, before survey.Answers, clash []survey.Question) {
	after := w.kept()
	for id, typed := range dev.types {
		was, is, saw := before[id].Text, after[id].Text, dev.shows[id]
		clashed := slices.ContainsFunc(clash, func(q survey.Question) bool { return q.ID == id })
		if was != is && (was != saw || is != typed) {
			w.Fatalf("of question %d, %q became %q by a form that showed %q and into which %q was typed", id, was, is, saw, typed)
		}
		if typed != saw && is != typed && !clashed {
			w.Fatalf("of question %d, %q was typed over %q; %q is kept, and the form does not come back", id, typed, saw, is)
		}
		if clashed && (was == saw && before[id].Version == dev.to[id] || was == typed) { // to other words it is another answer
			w.Fatalf("of question %d, %q, typed over %q, is said to clash with %q", id, typed, saw, was)
		}
	}
}

// testDevicesRace lets devices of a member each answer a question of its own at the same time, by forms that were opened at
// first: no answer gets lost.
func testDevicesRace(t *testing.T, d *DB) {
	_, season := newSeason(t, d)
	const devices, times = 6, 8
	var all []survey.Question
	for range devices {
		all = append(all, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "What?"}})
	}
	asked := openSurvey(t, d, season.ID, all...)
	member := newMember(t, d, season.ID, "Ara").ID
	var race sync.WaitGroup
	for _, q := range asked.Questions {
		race.Go(func() {
			for i := range times {
				if err := raceOne(t, d, asked, member, q, fmt.Sprint(i)); err != nil {
					t.Errorf("answer %d of question %d: %v", i, q.ID, err)
				}
			}
		})
	}
	race.Wait()
	kept := must[survey.Response](t)(d.Response(t.Context(), member)).Current()
	for _, q := range asked.Questions {
		if got := kept[q.ID].Text; got != fmt.Sprint(times-1) {
			t.Errorf("of question %d %q is kept, want the answer that was sent last, %d", q.ID, got, times-1)
		}
	}
}

// raceOne sends a form that shows every question, blank but for one.
func raceOne(t *testing.T, d *DB, asked survey.Survey, member survey.MemberID, q survey.Question, text string) error {
	for {
		kept, err := d.Response(t.Context(), member)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return err
		}
		read := kept.Current()
		form := url.Values{q.Field(): {text}}
		for _, other := range asked.Questions {
			form.Set(other.SeenField(), "1")
			form.Set(other.BaseField(), "")
		}
		form.Set(q.BaseField(), q.Mark(read[q.ID], asked.Questions))
		merged, clash := asked.ParseAnswers(form, asked.Questions).Merge(read, false, asked.Questions)
		if len(clash) > 0 {
			return fmt.Errorf("%v clash", clash)
		}
		err = d.SaveDraft(t.Context(), survey.Response{Member: member, Draft: merged, Read: &read}, now)
		if !errors.Is(err, survey.ErrStale) {
			return err
		}
	}
}
