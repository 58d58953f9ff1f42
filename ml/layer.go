package ml

import (
	"errors"
	"fmt"
	"slices"
)

// A Kind is a kind of layer.
type Kind string

// The kinds of layer.
const (
	DenseKind   Kind = "dense"   // fully connected, then an activation
	DropoutKind Kind = "dropout" // in training, drops a share of the inputs
)

// An Init says how weights start.
type Init string

// The ways weights start. The empty Init takes the one made for the layer's activation: Glorot for
// sigmoid, tanh and the like, LeCun for SELU, and for the ReLU family He in networks of three
// hidden layers or more, otherwise Narrow, in which the output layer starts too. Biases start
// uniform within 1/√in, as torch's do, so that units bend at different places; with Zero at 0.
const (
	Glorot Init = "glorot" // uniform, variance 2/(in+out); Glorot and Bengio (2010)
	He     Init = "he"     // normal, variance 2/in; He et al. (2015), arXiv:1502.01852
	LeCun  Init = "lecun"  // normal, variance 1/in; LeCun et al. (1998)
	Narrow Init = "narrow" // uniform within 1/√in, variance 1/(3·in), as torch's layers start
	Zero   Init = "zero"   // all 0: the neurons of a layer stay alike; for a linear model
)

// A Layer is one hidden layer of a [Net]. [Dense] and [Dropout] make the usual ones. Fields that a
// kind does not use are ignored.
type Layer struct {
	Kind       Kind       `json:"kind"`
	Units      int        `json:"units,omitempty"`
	Activation Activation `json:"activation,omitempty"`
	Init       Init       `json:"init,omitempty"`
	Slope      float64    `json:"slope,omitempty"` // leaky ReLU below 0, default 0.01; PReLU's start, default 0.25; ELU's alpha, default 1
	Rate       float64    `json:"rate,omitempty"`  // share that dropout drops, 0 ≤ rate < 1
}

// Dense is a fully connected layer of that many units.
func Dense(units int, a Activation) Layer {
	return Layer{Kind: DenseKind, Units: units, Activation: a}
}

// Dropout drops that share of its inputs in training and scales up the rest; Srivastava et
// al. (2014).
func Dropout(rate float64) Layer { return Layer{Kind: DropoutKind, Rate: rate} }

// ErrStep says that a network with the step activation was to be trained.
var ErrStep = errors.New("the step activation has gradient 0 everywhere, so a network with it can predict but not learn; train with sigmoid")

// A SettingError says which field of a settings struct cannot be used. Reason is a message
// key: unknown, out_of_range, not_finite.
type SettingError struct {
	Field, Reason string
}

func (e *SettingError) Error() string { return fmt.Sprintf("setting %s: %s", e.Field, e.Reason) }

// maxUnits bounds a layer, so that a typing error does not ask for terabytes.
const maxUnits = 1 << 16

func (l Layer) check() error {
	if !slices.Contains(Activations(), l.Activation) {
		return &SettingError{"Layers.Activation", "unknown"}
	}
	if !slices.Contains([]Init{"", Glorot, He, LeCun, Narrow, Zero}, l.Init) {
		return &SettingError{"Layers.Init", "unknown"}
	}
	if !(l.Slope >= 0 && l.Slope < 100) {
		return &SettingError{"Layers.Slope", "out_of_range"}
	}
	switch l.Kind {
	case DenseKind:
		if l.Units < 1 || l.Units > maxUnits {
			return &SettingError{"Layers.Units", "out_of_range"}
		}
	case DropoutKind:
		if !(l.Rate >= 0 && l.Rate < 1) {
			return &SettingError{"Layers.Rate", "out_of_range"}
		}
	default:
		return &SettingError{"Layers.Kind", "unknown"}
	}
	return nil
}

// slope returns the parameter of the activation, with its default.
func (l Layer) slope() float64 {
	if l.Slope != 0 {
		return l.Slope
	}
	switch l.Activation {
	case LeakyReLU:
		return 0.01
	case PReLU:
		return 0.25
	}
	return 1
}
