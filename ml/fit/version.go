package fit

import (
	"encoding/json"
	"time"

	"dure/survey"
)

// A VersionID names a kept version of a club's model.
type VersionID int64

// A Version is a model of a club as it is kept: what was asked for, how far the training is, and
// what it found. The model itself is kept beside it.
type Version struct {
	ID        VersionID
	Club      survey.ClubID
	Number    int // within the club, from 1
	State     survey.JobState
	Request   json.RawMessage // the settings of the training
	Progress  json.RawMessage // nil before the training begins
	Report    json.RawMessage // nil before it ends
	Data      string          // [History.Hash]
	Problem   *survey.InvalidError
	Stop      bool      // an organizer has asked to stop
	Withdrawn time.Time // when somebody was erased from whom it had learned; zero if nobody was
	InUse     bool
	Created   time.Time
	Updated   time.Time
}

// A Trained is what is kept of a training that has ended.
type Trained struct {
	Report  json.RawMessage
	Model   []byte // as [Model.Save] wrote it
	Data    string
	Members []survey.MemberID // from whom it has learned
	Use     bool              // the club uses it from now on; otherwise it uses none
}

// A FileID names a file of past seasons.
type FileID int64

// A File is a table of past seasons that were not in the program. Mapping is JSON.
type File struct {
	ID      FileID
	Club    survey.ClubID
	By      survey.OrganizerID // 0 if the organizer is gone
	Name    string
	Data    []byte
	Mapping string // "" until its columns were named
	Created time.Time
}
