package view

import (
	"fmt"
	"time"

	"dure/ml/fit"
	"dure/survey"
)

// A FitPage is what a club has learned from how its teams went.
type FitPage struct {
	Ratings, Teams, Seasons int
	Files                   []fit.File // of past seasons
	Problem                 string     // why nothing can be learned yet, worded
	Doubts                  []string   // on teams of the files that may be several of one name, worded
	Training                *FitTraining
	Report                  *FitReport // of the version in use, or else of the newest
	Fresh                   int        // ratings that came since
	Observed                int        // of these, those that the model in use has learned from
	Compared                []FitCompared
	Versions                []FitVersion
}

// A FitTraining is a training under way.
type FitTraining struct {
	ID       fit.VersionID
	State    survey.JobState
	Stage    string // worded
	Share    float64
	Stopping bool
	Tuning   bool // the net's trials can be looked at
}

// A FitVersion is a line in the list of versions.
type FitVersion struct {
	ID        fit.VersionID
	Number    int
	State     survey.JobState
	Created   time.Time
	Chosen    string // worded kind of model
	R2        string
	Ratings   int
	Teams     int
	Data      string
	Seed      uint64
	InUse     bool
	Usable    bool
	Refused   string // why teams cannot be formed by it, worded; "" where they can
	Withdrawn bool
	Problem   string
}

// heading names the version, where the report is of one.
func (r FitReport) heading(p Page) string {
	if r.Version.Number == 0 {
		return p.T("model_verdict_file")
	}
	return p.T("model_verdict", "Version", r.Version.Number)
}

// A FitReport is a version's report, worded.
type FitReport struct {
	Version   FitVersion
	Verdict   string
	Claims    bool
	Use       string // whether teams can be formed by it, and why not
	Share     string // how much of what it predicts is used, worded; "" where it is refused
	Net       string
	NetOpen   bool
	Warnings  []string
	Models    []FitModel
	Folds     string
	Settings  string   // of the net
	Hints     []string // on the net's training
	Healthy   bool     // a net was trained, and nothing is amiss
	Learning  *Plot
	Bins      *Plot
	Counts    *Bars
	Important *HBars
	Epochs    *Plot
	Trials    int
}

// A FitModel is a line of the table of models.
type FitModel struct {
	Name                                            string
	Chosen                                          bool
	R2, R2Range, AUC, AUCRange, Brier, Skill, Slope string
}

// A FitCompared is how a season came out beside what a version had predicted that had not seen it.
type FitCompared struct {
	Season    string
	Version   int
	Rows      int
	Predicted string
	Came      string
	R2        string
	AUC       string
	Inside    string
	Teams     *Plot // nil where no figures of single teams may be shown
}

// A FitMapping asks what the columns of a file of past seasons are.
type FitMapping struct {
	ID      fit.FileID
	Rows    int
	Columns []FitColumn
	Asked   []Choice // columns of the season's survey
	Read    string   // the mark of what they were taken for
}

// A FitColumn is a column of a file, with what it was taken for.
type FitColumn struct {
	Name       string
	Samples    []string
	Use        string
	Protected  bool
	Afterwards bool // by its name it can be known only when teams have worked
}

// A StudyPage is the tuning of a version's net.
type StudyPage struct {
	ID         fit.VersionID
	Number     int
	Live       bool
	Reported   bool // the version has a page of its own
	Complete   int
	Best       string
	Settings   []StudySetting
	Progress   *Plot
	Steps      *Plot
	Slices     []Plot
	Contours   []Plot
	Ranks      []Plot
	Parallel   *Parallel
	Shares     *Plot
	Timeline   *Spans
	Importance *HBars
}

// A StudySetting is a setting of the best trial.
type StudySetting struct{ Name, Value string }

func fitPath(p Page, path string) string { return SeasonPath(p, "/fit"+path) }

func versionPath(p Page, id fit.VersionID, path string) string {
	return fitPath(p, fmt.Sprintf("/models/%d%s", id, path))
}

func filePath(p Page, id fit.FileID, path string) string {
	return fitPath(p, fmt.Sprintf("/files/%d%s", id, path))
}

// Used is the mark of which version the club uses.
func (d FitPage) Used() string {
	for _, v := range d.Versions {
		if v.InUse {
			return fmt.Sprint(v.ID)
		}
	}
	return "0"
}
