package survey

import (
	"slices"
	"time"
)

// An ImportID names a file that is being imported.
type ImportID int64

// A JobState says how far long work has come: an import, or the forming of a proposal.
type JobState string

// The states of long work.
const (
	JobMapping JobState = "mapping" // an import whose columns are still being assigned
	JobQueued  JobState = "queued"
	JobRunning JobState = "running"
	JobDone    JobState = "done"
	JobStopped JobState = "stopped" // ended early because an organizer asked; the best so far counts
	JobFailed  JobState = "failed"
	JobUndone  JobState = "undone" // an import that was done and taken back
)

// Ended reports whether nothing more will happen by itself.
func (s JobState) Ended() bool { return s == JobStopped || s == JobFailed || s.Applied() }

// Applied reports whether an import was done, though it may be taken back by now.
func (s JobState) Applied() bool { return s == JobDone || s == JobUndone }

// ImportKept is how long an import can be looked at, and taken back.
const ImportKept = 7 * 24 * time.Hour

// An ImportUndo is an import that was done, and what keeps it from being taken back: what was done since.
type ImportUndo struct {
	Import
	Since []Message
}

// An Import is a file of members, with or without answers, on its way into a season.
// Mapping, Progress and Result are JSON, or empty.
type Import struct {
	ID       ImportID
	Season   SeasonID
	By       OrganizerID // 0 if the organizer is gone
	File     string      // its name
	Data     []byte      // erased when done
	Mapping  string      // what each column is
	State    JobState
	Progress string
	Result   string // of a failed import, the [InvalidError]
	Created  time.Time
	Shape    string // tells files with other columns from it; "" where that is not known
	Rows     int    // of a large one that is being brought in, how many rows it has; 0 while nothing of it is in the season
	Saved    int    // and how many of them are
}

// Unread reports whether the file is still to be read, or could not be.
func (im Import) Unread() bool {
	return im.Mapping == "" && (im.State == JobQueued || im.State == JobRunning || im.State == JobFailed)
}

// A Reading is how a file was read last. Mapping is JSON.
type Reading struct {
	File    string // its name
	Mapping string
	At      time.Time
}

// An Imported is a row of an import: a member and the answers, if the file has any. The
// answers name a question that the import adds by the negative id that it has there, and an option that it adds by its negative key.
type Imported struct {
	Member   Member
	Answers  Answers
	At       time.Time                              // as of when they are; zero where that is not known, and then they are older than whatever the member sent
	Answered bool                                   // some of them say more than who and where the member is, see [Column.IsAnswer]
	Read     func() (Answers, map[QuestionID][]int) `json:"-"` // where it is not nil, the answers and the parts, which many rows together would be too much to hold
	Parts    map[QuestionID][]int                   // of questions with a column for each part, those of which the file says anything, see [Question.Beside]; of what is not in it, all
}

// Imports say what an import did.
type Imports struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"` // members who were there before
	Responses int `json:"responses"`
	Questions int `json:"questions"`
	Options   int `json:"options,omitempty"` // added to questions that were there
	Kept      int `json:"kept,omitempty"`    // members whose answers in the file were passed over for what they had sent themselves
}

// OtherKeys are keys of options where some have others by now.
func OtherKeys(all []int, now map[int]int) []int {
	all = slices.Clone(all)
	for i, key := range all {
		if other, ok := now[key]; ok {
			all[i] = other
		}
	}
	return all
}

// Rekeyed is the answer where some options have other keys by now.
func (a Answer) Rekeyed(now map[int]int) Answer {
	if len(now) == 0 {
		return a
	}
	a.Choices, a.Ranked = OtherKeys(a.Choices, now), OtherKeys(a.Ranked, now)
	slices.Sort(a.Choices)
	levels := a.Levels
	a.Levels = nil
	for key, level := range levels {
		if a.Levels == nil {
			a.Levels = map[int]int{}
		}
		a.Levels[OtherKeys([]int{key}, now)[0]] = level
	}
	return a
}
