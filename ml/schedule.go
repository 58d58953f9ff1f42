package ml

import (
	"cmp"
	"math"
)

// A ScheduleKind is a way the learning rate changes over the epochs.
type ScheduleKind string

// The schedules.
const (
	ConstantRate ScheduleKind = ""
	Steps        ScheduleKind = "step"    // times Factor after each Every epochs
	Cosine       ScheduleKind = "cosine"  // half a cosine down to Floor at the last epoch; Loshchilov and Hutter (2017)
	Plateau      ScheduleKind = "plateau" // times Factor when the watched loss has not fallen for Every epochs
)

// A Schedule changes the learning rate from epoch to epoch.
type Schedule struct {
	Kind   ScheduleKind `json:"kind,omitempty"`
	Every  int          `json:"every,omitempty"`  // epochs, default 10
	Factor float64      `json:"factor,omitempty"` // default 0.1
	Floor  float64      `json:"floor,omitempty"`  // the least share of the rate, default 0
}

func (s Schedule) withDefaults() Schedule {
	if s.Kind != ConstantRate {
		s.Every, s.Factor = cmp.Or(s.Every, 10), cmp.Or(s.Factor, 0.1)
	}
	return s
}

func (s Schedule) ok() bool {
	switch s.Kind {
	case ConstantRate:
		return true
	case Steps, Cosine, Plateau:
		return s.Every >= 1 && s.Factor > 0 && s.Factor <= 1 && s.Floor >= 0 && s.Floor <= 1
	}
	return false
}

// factor returns the share of the rate in an epoch (from 0) of epochs, where a plateau was
// met that many times.
func (s Schedule) factor(epoch, epochs, plateaus int) float64 {
	v := 1.0
	switch s.Kind {
	case Steps:
		v = math.Pow(s.Factor, float64(epoch/s.Every))
	case Cosine:
		v = s.Floor + (1-s.Floor)*(1+math.Cos(math.Pi*float64(epoch)/float64(epochs)))/2
	case Plateau:
		v = math.Pow(s.Factor, float64(plateaus))
	}
	return max(v, s.Floor)
}
