package survey

import "time"

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
)

// Ended reports whether nothing more will happen by itself.
func (s JobState) Ended() bool { return s == JobDone || s == JobStopped || s == JobFailed }

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
}

// An Imported is a row of an import: a member and the answers, if the file has any. The
// answers name a question that the import adds by the negative id that it has there.
type Imported struct {
	Member   Member
	Answers  Answers
	At       time.Time            // as of when they are; zero where that is not known, and then they are older than whatever the member sent
	Answered bool                 // some of them say more than who and where the member is, see [Column.IsAnswer]
	Parts    map[QuestionID][]int // of questions with a column for each part, those of which the file says anything, see [Question.Beside]; of what is not in it, all
}

// Imports say what an import did.
type Imports struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"` // members who were there before
	Responses int `json:"responses"`
	Questions int `json:"questions"`
	Kept      int `json:"kept,omitempty"` // members whose answers in the file were passed over for what they had sent themselves
}
