// What plots of a study show, as Optuna's visualization module names them: optimisation history,
// intermediate values, empirical distribution, timeline. Only numbers are computed here; pages draw
// them.

package tune

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"
)

// A Mark is a complete trial on a plot of one value.
type Mark struct {
	Number int
	X      float64 // where the plot says so, a coordinate of its axis, 0..1
	Value  float64
	Best   float64 // the best value of this trial and those before it
}

// Progress returns the complete trials by number, X being the number, with their values and the
// best one so far.
func Progress(records []Record) []Mark {
	var out []Mark
	best := math.Inf(1)
	for _, r := range completeTrials(records) {
		best = min(best, r.Value)
		out = append(out, Mark{Number: r.Number, X: float64(r.Number), Value: r.Value, Best: best})
	}
	return out
}

// completeTrials returns the complete trials by number.
func completeTrials(records []Record) []Record {
	return byNumber(records, func(r Record) bool { return r.State == Complete })
}

// byNumber returns some of the records in the order of their numbers.
func byNumber(records []Record, wanted func(Record) bool) []Record {
	out := slices.DeleteFunc(slices.Clone(records), func(r Record) bool { return !wanted(r) })
	slices.SortFunc(out, func(a, b Record) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

// Curves returns the trials that reported steps, whatever became of them, by number: their
// intermediate values.
func Curves(records []Record) []Record {
	return byNumber(records, func(r Record) bool { return len(r.Steps) > 0 })
}

// An ECDFStep is a step of an empirical distribution.
type ECDFStep struct {
	Value float64
	Share float64 // of the complete trials, those with a value of at most Value
}

// Distribution returns the empirical distribution of the values, ascending.
func Distribution(records []Record) []ECDFStep {
	values := make([]float64, 0, len(records))
	for _, r := range completeTrials(records) {
		values = append(values, r.Value)
	}
	slices.Sort(values)
	var out []ECDFStep
	for k, v := range values {
		if k+1 < len(values) && values[k+1] == v {
			continue
		}
		out = append(out, ECDFStep{v, float64(k+1) / float64(len(values))})
	}
	return out
}

// A Span is when a trial ran, in seconds from the beginning of the first one.
type Span struct {
	Number     int
	State      State
	Began, End float64 // of one that runs, End is now
	Lane       int     // spans that overlap have different lanes, counted from 0
}

// Timeline returns when the trials ran that began, by their beginning. Trials of a study without
// a clock all begin and end at 0.
func Timeline(records []Record, now time.Time) []Span {
	begun := slices.DeleteFunc(slices.Clone(records), func(r Record) bool { return r.State == Waiting })
	slices.SortStableFunc(begun, func(a, b Record) int {
		return cmp.Or(a.Began.Compare(b.Began), cmp.Compare(a.Number, b.Number))
	})
	var out []Span
	var lanes []float64 // when each is free again
	for _, r := range begun {
		if r.State == Running {
			r.Ended = now
		}
		s := Span{Number: r.Number, State: r.State, Began: r.Began.Sub(begun[0].Began).Seconds()}
		s.End = max(s.Began, r.Ended.Sub(begun[0].Began).Seconds())
		s.Lane = slices.IndexFunc(lanes, func(free float64) bool { return free <= s.Began })
		if s.Lane < 0 {
			s.Lane = len(lanes)
			lanes = append(lanes, 0)
		}
		lanes[s.Lane] = s.End
		out = append(out, s)
	}
	return out
}

// An Axis is a setting with its values laid out on 0..1: evenly for a choice, by the logarithm
// where that matters.
type Axis struct {
	Param Param  // of a setting whose bounds changed, the widest
	Count int    // complete trials that have it
	Ticks []Tick // at most 12 for a choice, about 5 for a number
}

// A Tick is a place on an axis and the value there.
type Tick struct {
	At   float64
	Text string
}

// Axes returns the settings that complete trials have, in the order they were first asked for.
func Axes(records []Record) []Axis {
	var out []Axis
	at := map[string]int{}
	for _, r := range completeTrials(records) {
		for _, s := range r.Settings {
			k, ok := at[s.Param.Name]
			if !ok {
				k = len(out)
				at[s.Param.Name] = k
				out = append(out, Axis{Param: s.Param})
			}
			out[k].mergeParam(s.Param)
			out[k].Count++
		}
	}
	for k := range out {
		out[k].Ticks = out[k].ticks()
	}
	return out
}

// mergeParam takes in the values of another parameter of the same name.
func (a *Axis) mergeParam(p Param) {
	if p.Kind != a.Param.Kind {
		return
	}
	a.Param.Low, a.Param.High = min(a.Param.Low, p.Low), max(a.Param.High, p.High)
	a.Param.Log = a.Param.Log && a.Param.Low > 0
	for _, o := range p.Options {
		if !slices.Contains(a.Param.Options, o) {
			a.Param.Options = append(slices.Clip(a.Param.Options), o)
		}
	}
}

// At returns where on the axis a trial is, NaN where it does not have the setting.
func (a Axis) At(r Record) float64 {
	for _, s := range r.Settings {
		if s.Param.Name != a.Param.Name || s.Param.Kind != a.Param.Kind {
			continue
		}
		if s.Param.Kind == Choice {
			return a.Param.Unit(float64(slices.Index(a.Param.Options, s.Param.Options[int(s.Value)])))
		}
		return min(max(a.Param.Unit(s.Value), 0), 1)
	}
	return math.NaN()
}

func (a Axis) ticks() []Tick {
	p := a.Param
	var out []Tick
	if p.Kind == Choice {
		every := 1 + (len(p.Options)-1)/12
		for i := 0; i < len(p.Options); i += every {
			out = append(out, Tick{p.Unit(float64(i)), p.Options[i]})
		}
		return out
	}
	for _, v := range p.tickValues() {
		out = append(out, Tick{p.Unit(v), strconv.FormatFloat(v, 'g', 6, 64)})
	}
	return out
}

// tickValues returns round values from Low to High, or the bounds where there are fewer than two.
func (p Param) tickValues() []float64 {
	var out []float64
	add := func(v float64) {
		if v >= p.Low && v <= p.High && (len(out) == 0 || v > out[len(out)-1]) {
			out = append(out, v)
		}
	}
	if p.Log {
		low, high := math.Floor(math.Log10(p.Low)), math.Ceil(math.Log10(p.High))
		every := math.Ceil((high - low) / 6)
		for e := low; e <= high; e += every {
			v, _ := strconv.ParseFloat("1e"+strconv.Itoa(int(e)), 64)
			add(v)
			if high-low < 3 {
				add(2 * v)
				add(5 * v)
			}
		}
	} else if p.High > p.Low {
		size := math.Pow(10, math.Floor(math.Log10((p.High-p.Low)/4)))
		for _, by := range []float64{1, 2, 5, 10} {
			if (p.High-p.Low)/(by*size) <= 6 {
				size *= by
				break
			}
		}
		if p.Kind == Int {
			size = max(1, math.Round(size))
		}
		for k := math.Ceil(p.Low/size - 1e-9); k*size <= p.High+1e-9*size; k++ {
			add(min(max(k*size, p.Low), p.High))
		}
	}
	if len(out) < 2 {
		out = slices.Compact([]float64{p.Low, p.High})
	}
	return out
}
