package tune

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"
)

// A State is how far a trial is.
type State string

// The states of a trial.
const (
	Waiting  State = "waiting" // enqueued, or taken back from a worker that was stopped
	Running  State = "running"
	Complete State = "complete"
	Pruned   State = "pruned"
	Failed   State = "failed"
)

// Done tells whether nothing more will come of the trial.
func (s State) Done() bool { return s == Complete || s == Pruned || s == Failed }

// A Step is an intermediate value of a trial.
type Step struct {
	At    int     `json:"at"`
	Value float64 `json:"value"`
}

// A Record is what a study knows of a trial.
type Record struct {
	Number   int            `json:"number"` // from 0
	State    State          `json:"state"`
	Settings []Setting      `json:"settings"`        // in the order they were asked for
	Value    float64        `json:"value,omitempty"` // of a complete one
	Steps    []Step         `json:"steps,omitempty"` // ascending
	Fixed    map[string]any `json:"fixed,omitempty"` // settings given in advance
	Error    string         `json:"error,omitempty"`
	Began    time.Time      `json:"began"`
	Ended    time.Time      `json:"ended"`
}

// UnmarshalJSON also reads trials that were kept when one could have several values.
func (r *Record) UnmarshalJSON(text []byte) error {
	type plain Record
	old := struct {
		*plain
		Values []float64 `json:"values"`
	}{plain: (*plain)(r)}
	err := json.Unmarshal(text, &old)
	if len(old.Values) > 0 {
		r.Value = old.Values[0]
	}
	return err
}

// Map returns the settings by name.
func (r Record) Map() map[string]any {
	m := make(map[string]any, len(r.Settings))
	for _, s := range r.Settings {
		m[s.Param.Name] = s.Any()
	}
	return m
}

// clone returns a copy that shares no memory but parameters' options and user values.
func (r Record) clone() Record {
	r.Settings, r.Steps = slices.Clone(r.Settings), slices.Clone(r.Steps)
	r.Fixed = maps.Clone(r.Fixed)
	return r
}

// A Store keeps the trials of one study. Its methods may be called concurrently, also by
// several programs that share the study.
type Store interface {
	// Begin takes up the oldest waiting trial, or one whose worker is lost, or else a new one.
	// It returns it in state Running; no other call returns the same trial while it runs.
	Begin(ctx context.Context, now time.Time) (Record, error)
	// Save keeps r in place of the trial of its number, or adds it where Number is -1, and
	// returns its number. The store does not keep r's slices.
	Save(ctx context.Context, r Record) (int, error)
	// Since returns the trials saved or begun after version, and the version now; 0 is the
	// beginning.
	Since(ctx context.Context, version int64) ([]Record, int64, error)
}

// Memory is a [Store] that lasts as long as the program. Its zero value is empty.
type Memory struct {
	mu      sync.Mutex
	records []Record
	version []int64
	last    int64
}

// Begin implements [Store].
func (m *Memory) Begin(_ context.Context, now time.Time) (Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.records, func(r Record) bool { return r.State == Waiting })
	r := Record{Number: len(m.records)}
	if i >= 0 {
		r = m.records[i]
	}
	r.State, r.Began = Running, now
	m.put(r)
	return r.clone(), nil
}

// Save implements [Store].
func (m *Memory) Save(_ context.Context, r Record) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.Number < 0 {
		r.Number = len(m.records)
	}
	m.put(r.clone())
	return r.Number, nil
}

func (m *Memory) put(r Record) {
	if r.Number >= len(m.records) {
		m.records = append(m.records, r)
		m.version = append(m.version, 0)
	}
	m.last++
	m.records[r.Number], m.version[r.Number] = r, m.last
}

// Since implements [Store].
func (m *Memory) Since(_ context.Context, version int64) ([]Record, int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if version == m.last {
		return nil, version, nil
	}
	var out []Record
	for i, r := range m.records {
		if m.version[i] > version {
			out = append(out, r.clone())
		}
	}
	return out, m.last, nil
}
