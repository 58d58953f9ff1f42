package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"dure/ml/fit"
	"dure/ml/tune"
	"dure/web/job"
)

// tuning begins a version of the club's model and lets the tuning of its net come so far.
func (s *site) tuning(trials int) (path string, id fit.VersionID) {
	s.Helper()
	ctx := context.Background()
	id, err := s.db.CreateModel(ctx, s.club.ID, json.RawMessage(`{"seed":1}`), s.now)
	s.must("begin a version", err)
	if trials > 0 {
		s.try(id, trials)
	}
	progress, err := json.Marshal(job.TrainProgress{Data: "abc"})
	s.must("word the progress", err)
	s.must("save the progress", s.db.SetModelProgress(ctx, id, progress))
	return s.at("/fit/models/%d/study", id), id
}

// try goes on with a tuning until it has so many trials, some of which fail or are pruned.
func (s *site) try(id fit.VersionID, trials int) {
	s.Helper()
	ctx := context.Background()
	store, err := s.db.ModelStudy(ctx, id, job.StudyName("abc", fit.NetStudy))
	s.must("open the study", err)
	at := s.now
	st := tune.Study{Trials: trials, Sampler: tune.Sobol{}, Store: store, Clock: func() time.Time { at = at.Add(time.Second); return at }}
	_, err = st.Minimize(ctx, func(_ context.Context, t *tune.Trial) (float64, error) {
		v := t.LogFloat("rate", 1e-4, 0.1) + float64(t.Int("layers", 1, 3))
		if t.Choice("activation", "<relu>", "tanh") == "tanh" {
			v -= t.Float("slope", 0, 1)
		}
		t.Report(1, v+1)
		switch t.Report(2, v); t.Number() {
		case 3:
			return 0, errors.New("it broke")
		case 5:
			return 0, tune.ErrPruned
		}
		return v, nil
	})
	s.must("tune", err)
}

func TestStudyShowsEveryPlot(t *testing.T) {
	s := newSite(t)
	path, id := s.tuning(40)
	v := s.organizer()
	for lang, says := range map[string][]string{"en": {"38 trials are complete", "live", "Best value"}, "ko": {"38", "진행 중"}} {
		v.lang = lang
		r := v.get(path).want(200, append(says, `data-live="`+path+`/events"`, "&lt;relu&gt;")...)
		for _, plot := range []string{"progress", "weights", "steps", "parallel", "shares", "timeline", "slice-0", "slice-3", "contour-0", "rank-2"} {
			r.want(200, `<figure class="chart" id="`+plot+`"`)
		}
	}
	s.must("end the training", s.db.StopModel(t.Context(), id))
	v.lang = "en"
	v.get(path).want(200, "38 trials are complete").lacks("data-live", `<span class="badge fair">live`)
	v.get(path+"/events").want(200, "event: done").lacks("event: study")
}

func TestStudyBeforeItsFirstTrial(t *testing.T) {
	s := newSite(t)
	path, _ := s.tuning(0)
	s.organizer().get(path).want(200, "data-live").lacks("<figure")
}

// TestStudyIsLive follows the events of a tuning that goes on while the page is looked at.
func TestStudyIsLive(t *testing.T) {
	s := newSite(t)
	path, id := s.tuning(12)
	v := s.organizer()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path+"/events", nil)
	s.must("make a request", err)
	res, err := v.client.Do(req)
	s.must("follow the study", err)
	defer res.Body.Close()
	if kind := res.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("the stream is %q, want text/event-stream", kind)
	}
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<24)
	next := func(event, says string) {
		t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && strings.Contains(data, says) {
				return
			}
		}
		t.Fatalf("the stream ends without an event %q that says %q: %v", event, says, lines.Err())
	}
	next("study", "10 trials are complete")
	s.try(id, 20)
	next("study", "18 trials are complete")
	s.must("end the training", s.db.StopModel(t.Context(), id))
	for lines.Scan() {
		if lines.Text() == "event: done" {
			return
		}
	}
	t.Error("the stream ends without an event done")
}
