// What a training found, in the form in which pages, commands and model files have it. JSON names
// are part of the format.

package fit

import (
	"math"

	"dure/ml"
	"dure/survey"
)

// Names of the kinds of models, from the simplest on.
const (
	MeanName   = "mean"
	TheoryName = "theory"
	RidgeName  = "ridge"
	TreesName  = "trees"
	NetName    = "net"
)

// A Report says what was learned and how much it tells.
type Report struct {
	Rows       int          `json:"rows"`  // with a rating
	Teams      int          `json:"teams"` // with a rating
	Seasons    int          `json:"seasons"`
	Chosen     string       `json:"chosen"`
	Models     []Score      `json:"models"`
	Importance []Importance `json:"importance"`

	Level       Level     `json:"level"`
	Claims      bool      `json:"claims"` // whether more is told than chance could
	P           *float64  `json:"p"`      // chance that shuffled ratings are told as well; nil where nothing was learned
	Share       float64   `json:"share"`  // of the chosen model's deviations from the mean that is used
	Folds       string    `json:"folds"`  // season or team: what is kept whole
	FoldCount   int       `json:"fold_count"`
	Repeats     int       `json:"repeats"`
	Base        float64   `json:"base"` // share of ratings above the median
	Calibration []Bin     `json:"calibration"`
	Learning    []Point   `json:"learning"`
	Theory      []string  `json:"theory"` // columns that the theory score is made of
	Features    []Feature `json:"features"`
	LeftOut     []string  `json:"left_out"`
	Net         *NetFacts `json:"net,omitempty"`
	Seed        uint64    `json:"seed"`
	Data        string    `json:"data"` // hash of the history

	VerdictFact survey.Message   `json:"verdict_fact"`
	Notes       []survey.Message `json:"notes"` // the warnings
	NetFact     survey.Message   `json:"net_fact"`
}

// A Score is how one kind of model predicts rows it has not learned from.
type Score struct {
	Name        string      `json:"name"`
	R2          float64     `json:"r2"`
	R2Interval  [2]float64  `json:"r2_interval"`
	AUC         *float64    `json:"auc"`
	AUCInterval *[2]float64 `json:"auc_interval"`
	Brier       *float64    `json:"brier"`
	BrierSkill  float64     `json:"brier_skill"`
	LogLoss     *float64    `json:"log_loss"`
	Slope       *float64    `json:"calibration_slope"`

	// Behind is by how much its squared error is larger than the best model's, as a share of the
	// ratings' variance, and SE the standard error of that over teams.
	Behind float64 `json:"behind"`
	SE     float64 `json:"behind_se"`
}

// An Importance is what is lost in R² when a column's answers are shuffled between rows.
type Importance struct {
	Column string  `json:"column"`
	Value  float64 `json:"value"`
	SD     float64 `json:"sd"` // over the shuffles
	// Asked says that it is a column of the history, and not what features without one are about; unknown in reports of earlier versions.
	Asked bool `json:"asked,omitempty"`
}

// A Bin is a point of the calibration curve: rows of about the same predicted chance, how often
// it came true, and Wilson's 95 % interval of that.
type Bin struct {
	Predicted float64 `json:"predicted"`
	Happened  float64 `json:"happened"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Rows      int     `json:"rows"`
}

// A Point of the learning curve is the R² after learning from some of the teams.
type Point struct {
	Teams int     `json:"teams"`
	R2    float64 `json:"r2"`
}

// NetFacts tell of the net: its tuning, its settings and what is amiss with it.
type NetFacts struct {
	Settings    ml.Net       `json:"settings"`
	Trials      []Trial      `json:"trials"`
	Findings    []ml.Finding `json:"findings"`
	Epochs      []ml.Epoch   `json:"epochs"`
	Members     int          `json:"members"` // of the ensemble
	Temperature float64      `json:"temperature"`
}

// A Trial is one try of the net's tuning: squared error as a share of the variance.
type Trial struct {
	Number   int            `json:"number"`
	Value    float64        `json:"value"`
	Settings map[string]any `json:"settings"`
}

// finite is a pointer to v, nil where it is no number.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
